/** Clients of the three generations, for tests of what reaches whom. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { io, type Socket } from 'socket.io-client';

export type Generation = 'ticketz' | 'numbered' | 'workspace';
export const GENERATIONS: readonly Generation[] = ['ticketz', 'numbered', 'workspace'];

export function addressOf(generation: Generation, companyId: number): string {
  return { ticketz: '/', numbered: `/${companyId}`, workspace: `/workspace-${companyId}` }[generation];
}

export interface TestClient {
  readonly socket: Socket;
  /** Every event heard so far, in order. */
  readonly heard: { event: string; payload: unknown }[];
  /** Resolves when an event of that name has been heard. */
  hears(event: string): Promise<unknown>;
}

/** @param token in `auth` unless `inQuery`; none at all when null */
export function connectClient(url: string, namespace: string, token: string | null, inQuery = false, transport = 'websocket'): TestClient {
  const given = token === null ? {} : inQuery ? { query: { token } } : { auth: { token } };
  const socket = io(url + namespace, { transports: [transport], forceNew: true, reconnection: false, ...given });
  const heard: TestClient['heard'] = [];
  const waiting = new Map<string, (payload: unknown) => void>();
  socket.onAny((event: string, payload: unknown) => {
    heard.push({ event, payload });
    waiting.get(event)?.(payload);
  });
  return {
    socket,
    heard,
    hears(event) {
      const past = heard.find((one) => one.event === event);
      return past === undefined ? new Promise((resolve) => waiting.set(event, resolve)) : Promise.resolve(past.payload);
    },
  };
}

/** @returns 'connected' once the server is ready for the client, else why it was refused */
export async function outcomeOf(client: TestClient): Promise<string> {
  return Promise.race([
    client.hears('ready').then(() => 'connected'),
    new Promise<string>((resolve) => client.socket.once('connect_error', (error) => resolve(error.message))),
  ]);
}

export async function listen(): Promise<{ server: ReturnType<typeof createServer>; url: string }> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
