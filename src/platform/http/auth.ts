/** Who is calling, and may they? Decided from the route's `access` before a byte of the body is read. */
import { createHash } from 'node:crypto';
import type { Request } from 'express';
import { Forbidden, Unauthorized } from '../../kernel/errors';
import type { CompanyId, UserId } from '../../kernel/ids';
import type { Access, Caller, ConnectionCaller, LinkCaller } from './route';
import type { Tokens } from './tokens';

export interface Auth {
  readonly tokens: Tokens;
  /** The connection whose API token has this SHA-256 (hex), of whatever company; null when there is none. */
  findConnection(tokenHash: string): Promise<ConnectionCaller | null>;
  /** Told of everybody whose token is good (no user: a connection, or a signed address); may still refuse. Absent: all may come in. */
  admit?(companyId: CompanyId, userId: UserId | null): void;
}

/** What is stored of a connection's API token. Tokens are long and random, so a fast hash is enough. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/**
 * @returns the caller, null on a public route
 * @throws Unauthorized (401) without a valid token, Forbidden (403) with an expired one or too low a role
 */
export async function authorize(access: Access, req: Request, auth: Auth): Promise<Caller | ConnectionCaller | LinkCaller | null> {
  if (access === 'public') return null;
  const { sig } = req.query;
  if (access === 'link' && typeof sig === 'string') {
    const companyId = auth.tokens.verifyLink(req.path, sig);
    auth.admit?.(companyId, null);
    return { companyId, user: null };
  }
  const token = bearerOf(req);
  if (token === null) throw new Unauthorized('ERR_UNAUTHENTICATED', 'No bearer token in the Authorization header');
  if (access === 'connection') {
    const connection = await auth.findConnection(hashToken(token));
    if (connection === null) throw new Unauthorized('ERR_CONNECTION_TOKEN', 'This is not the API token of a connection');
    auth.admit?.(connection.companyId, null);
    return connection;
  }
  const { caller } = auth.tokens.verifyAccess(token);
  auth.admit?.(caller.companyId, caller.userId);
  if (access === 'link') return { companyId: caller.companyId, user: caller };
  if (!allows(access, caller)) throw new Forbidden('ERR_NO_PERMISSION', `This action needs the role ${access}`);
  return caller;
}

function allows(access: 'user' | 'admin' | 'super', caller: Caller): boolean {
  if (access === 'user' || caller.super) return true;
  return access === 'admin' && caller.profile === 'admin';
}

function bearerOf(req: Request): string | null {
  const [scheme, token] = (req.get('authorization') ?? '').split(' ');
  return scheme?.toLowerCase() === 'bearer' && token ? token : null;
}
