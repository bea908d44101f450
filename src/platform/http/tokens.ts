/**
 * The two tokens of a user: a short access token that requests carry, and a refresh token that lives in a cookie and is
 * worth nothing once the user's `tokenVersion` has moved. Algorithm, issuer and audience are pinned, so that neither
 * token, nor one made elsewhere with the same key, passes for the other.
 */
import jwt from 'jsonwebtoken';
import { z } from 'zod';
import type { Clock } from '../../kernel/clock';
import { Forbidden, Unauthorized } from '../../kernel/errors';
import { companyId, userId, type UserId } from '../../kernel/ids';
import type { Caller } from './route';

export const ACCESS_SECONDS = 15 * 60;
export const REFRESH_SECONDS = 7 * 24 * 3600;

const ISSUER = 'esquadrao';
const ALGORITHM = 'HS256';

const accessClaims = z.object({
  id: userId(),
  companyId: companyId(),
  username: z.string(),
  profile: z.enum(['user', 'admin']),
  super: z.boolean(),
  exp: z.number(),
});
const refreshClaims = z.object({ id: userId(), tokenVersion: z.number().int() });

export interface Access {
  readonly caller: Caller;
  readonly expiresAt: Date;
}

export interface Tokens {
  issueAccess(caller: Caller, username: string): string;
  /** @throws Forbidden ERR_SESSION_EXPIRED: 403, on which clients of the family refresh; Unauthorized: 401, on which they log out. */
  verifyAccess(token: string): Access;
  issueRefresh(id: UserId, tokenVersion: number): string;
  /** @throws Unauthorized ERR_SESSION_EXPIRED, whatever is wrong with it: the user must log in. */
  verifyRefresh(token: string): { readonly id: UserId; readonly tokenVersion: number };
}

/** @param secrets two different ones, of 32 bytes or more. */
export function createTokens(secrets: { readonly access: string; readonly refresh: string }, clock: Clock): Tokens {
  const nowSeconds = () => Math.floor(clock.now().getTime() / 1000);

  const sign = (claims: object, secret: string, audience: string, seconds: number) =>
    jwt.sign({ ...claims, iat: nowSeconds() }, secret, { algorithm: ALGORITHM, issuer: ISSUER, audience, expiresIn: seconds });

  const verify = (token: string, secret: string, audience: string) =>
    jwt.verify(token, secret, { algorithms: [ALGORITHM], issuer: ISSUER, audience, clockTimestamp: nowSeconds() });

  return {
    issueAccess: (caller, username) =>
      sign(
        { id: caller.userId, companyId: caller.companyId, username, profile: caller.profile, super: caller.super },
        secrets.access,
        'access',
        ACCESS_SECONDS,
      ),

    verifyAccess(token) {
      try {
        const { id, exp, ...rest } = accessClaims.parse(verify(token, secrets.access, 'access'));
        return {
          caller: { userId: id, companyId: rest.companyId, profile: rest.profile, super: rest.super },
          expiresAt: new Date(exp * 1000),
        };
      } catch (error) {
        if (error instanceof jwt.TokenExpiredError) throw new Forbidden('ERR_SESSION_EXPIRED', 'The access token has expired');
        throw new Unauthorized('ERR_INVALID_TOKEN', 'The access token is not valid');
      }
    },

    issueRefresh: (id, tokenVersion) => sign({ id, tokenVersion }, secrets.refresh, 'refresh', REFRESH_SECONDS),

    verifyRefresh(token) {
      try {
        return refreshClaims.parse(verify(token, secrets.refresh, 'refresh'));
      } catch {
        throw new Unauthorized('ERR_SESSION_EXPIRED', 'The refresh token is not valid');
      }
    },
  };
}
