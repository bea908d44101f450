/** Requests as data: sent, varied leaf by leaf, and told in one line. */
import type { Express } from 'express';
import type { Server } from 'node:http';
import request, { type Response } from 'supertest';
import type { Route } from '../../platform/http/route';
import type { SampleRequest } from './samples';

export type Target = Express | Server;

export const nameOf = (route: Route): string => `${route.method.toUpperCase()} ${route.path}`;

export async function send(target: Target, route: Route, sample: SampleRequest, token: string | null): Promise<Response> {
  const path = route.path.replace(/:(\w+)/g, (_, name: string) => escaped(String(sample.params?.[name] ?? '')));
  const call = request(target)[route.method](path).query(Object.entries(sample.query ?? {}).map(([name, value]) => `${name}=${escaped(String(value))}`).join('&'));
  if (token !== null) void call.set('Authorization', `Bearer ${token}`);
  if (sample.file !== undefined) void call.attach(sample.file.field, sample.file.content, sample.file.name);
  else if (sample.body !== undefined) void call.send(sample.body);
  // Files too: what leaks may be in one.
  return call.buffer(true).parse(asText);
}

/** Half a character has no UTF-8: it goes as the bytes a careless client would write. */
const escaped = (text: string): string => text.replace(/\p{Cs}|[^\p{Cs}]+/gu, (part) => (/\p{Cs}/u.test(part) ? '%ED%A0%BD' : encodeURIComponent(part)));

function asText(res: Pick<Response, 'on'>, done: (error: Error | null, body: string) => void): void {
  const chunks: Buffer[] = [];
  res.on('data', (chunk: Buffer) => chunks.push(chunk));
  res.on('end', () => done(null, Buffer.concat(chunks).toString('utf8')));
}

export const textOf = (res: Response): string => `${JSON.stringify(res.headers)} ${String(res.body)}`;

export type Path = readonly string[];

/** Every value of a sample that is no object or list, with the way to it: `['body', 'messages', '0', 'number']`. */
export function leavesOf(value: unknown, path: Path = []): { path: Path; value: unknown }[] {
  if (Buffer.isBuffer(value) || typeof value !== 'object' || value === null) return [{ path, value }];
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, [...path, key]));
}

/** The same request with one leaf replaced. */
export function withLeaf<T>(value: T, path: Path, leaf: unknown): T {
  const [key, ...rest] = path;
  if (key === undefined) return leaf as T;
  if (Array.isArray(value)) return value.map((inner: unknown, i) => (String(i) === key ? withLeaf(inner, rest, leaf) : inner)) as T;
  return { ...value, [key]: withLeaf((value as Record<string, unknown>)[key], rest, leaf) };
}
