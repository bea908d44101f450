/**
 * The two tokens of a user: a short access token that requests carry, and a refresh token that lives in a cookie and is
 * worth nothing once the user's `tokenVersion` has moved. Algorithm, issuer and audience are pinned, so that neither
 * token, nor one made elsewhere with the same key, passes for the other.
 */
import { createHmac, createSecretKey, hkdfSync, timingSafeEqual, type KeyObject } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { z } from 'zod';
import type { Clock } from '../../kernel/clock';
import { Forbidden, Unauthorized } from '../../kernel/errors';
import { companyId, userId, type CompanyId, type UserId } from '../../kernel/ids';
import type { Caller } from './route';

export const ACCESS_SECONDS = 15 * 60;
export const REFRESH_SECONDS = 7 * 24 * 3600;
/** A signed address lives for this and up to as long again: all made within it are the same, so a browser's cache knows them. */
const LINK_SECONDS = 3600;

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
  /** @returns `path` with a signature (`?sig=`) by which anybody who has it may fetch that one path of that company for a while. */
  signLink(companyId: CompanyId, path: string): string;
  /** Whose path it is. @throws Forbidden ERR_LINK_EXPIRED; Unauthorized ERR_INVALID_LINK for whatever we did not sign. */
  verifyLink(path: string, signature: string): CompanyId;
}

const keyFrom = (secret: string): KeyObject => createSecretKey(Buffer.from(secret));

/** `<company>.<expiry, epoch seconds>.<HMAC>` */
const LINK = /^(\d{1,10})\.(\d{1,12})\.([\w-]{43})$/;

/** @param secrets two different ones, of 32 bytes or more. */
export function createTokens(secrets: { readonly access: string; readonly refresh: string }, clock: Clock): Tokens {
  // Given the text, the library first tries to read it as a public key, at each call: 0.3 ms of a request.
  const keys = { access: keyFrom(secrets.access), refresh: keyFrom(secrets.refresh) };
  const linkKey = Buffer.from(hkdfSync('sha256', secrets.access, '', 'esquadrao signed links', 32));
  const nowSeconds = () => Math.floor(clock.now().getTime() / 1000);

  const sign = (claims: object, audience: keyof typeof keys, seconds: number) =>
    jwt.sign({ ...claims, iat: nowSeconds() }, keys[audience], { algorithm: ALGORITHM, issuer: ISSUER, audience, expiresIn: seconds });

  const verify = (token: string, audience: keyof typeof keys) =>
    jwt.verify(token, keys[audience], { algorithms: [ALGORITHM], issuer: ISSUER, audience, clockTimestamp: nowSeconds() });

  const seal = (company: string, expiry: string, path: string) => createHmac('sha256', linkKey).update(`${company}\n${expiry}\n${path}`).digest('base64url');

  return {
    issueAccess: (caller, username) =>
      sign(
        { id: caller.userId, companyId: caller.companyId, username, profile: caller.profile, super: caller.super },
        'access',
        ACCESS_SECONDS,
      ),

    verifyAccess(token) {
      try {
        const { id, exp, ...rest } = accessClaims.parse(verify(token, 'access'));
        return {
          caller: { userId: id, companyId: rest.companyId, profile: rest.profile, super: rest.super },
          expiresAt: new Date(exp * 1000),
        };
      } catch (error) {
        if (error instanceof jwt.TokenExpiredError) throw new Forbidden('ERR_SESSION_EXPIRED', 'The access token has expired');
        throw new Unauthorized('ERR_INVALID_TOKEN', 'The access token is not valid');
      }
    },

    issueRefresh: (id, tokenVersion) => sign({ id, tokenVersion }, 'refresh', REFRESH_SECONDS),

    verifyRefresh(token) {
      try {
        return refreshClaims.parse(verify(token, 'refresh'));
      } catch {
        throw new Unauthorized('ERR_SESSION_EXPIRED', 'The refresh token is not valid');
      }
    },

    signLink(company, path) {
      const expiry = String((Math.floor(nowSeconds() / LINK_SECONDS) + 2) * LINK_SECONDS);
      return `${path}?sig=${company}.${expiry}.${seal(String(company), expiry, path)}`;
    },

    verifyLink(path, signature) {
      const [, company = '', expiry = '', given = ''] = LINK.exec(signature) ?? [];
      const expected = seal(company, expiry, path);
      const genuine = given.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected));
      if (!genuine) throw new Unauthorized('ERR_INVALID_LINK', 'This address was not signed here');
      if (Number(expiry) <= nowSeconds()) throw new Forbidden('ERR_LINK_EXPIRED', 'This address has expired');
      return companyId().parse(company);
    },
  };
}
