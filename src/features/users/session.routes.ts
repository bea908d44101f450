import type { Request, Response } from 'express';
import { z } from 'zod';
import { clearPrivateCookie, readCookie, setPrivateCookie } from '../../platform/http/cookies';
import { byAddress, byAddressAndEmail } from '../../platform/http/rate-limit';
import { route, type RateRule, type Route } from '../../platform/http/route';
import { REFRESH_SECONDS } from '../../platform/http/tokens';
import { sessionService, type Session, type SessionDeps } from './session.service';
import { sessionUserShape } from './user.view';

/** Where front ends of the family expect the refresh token. */
const COOKIE = 'jrt';

const logInRates: readonly RateRule[] = [
  { name: 'login-account', perMinute: 5, keyOf: byAddressAndEmail },
  // Guessing over many accounts; each guess costs us a hash.
  { name: 'login-address', perMinute: 60, keyOf: byAddress },
];

const credentials = z.object({ email: z.string().trim().min(1).max(254), password: z.string().min(1).max(200) });
const sessionShape = z.object({ token: z.string(), user: sessionUserShape });
const shared = { tag: 'Session' } as const;

export function sessionRoutes(deps: SessionDeps): Route[] {
  const sessions = sessionService(deps);
  return [
    route({
      ...shared, method: 'post', path: '/auth/login', access: 'public',
      summary: 'Access token, and a refresh token in the cookie jrt; five wrong passwords a minute',
      rates: logInRates,
      body: credentials,
      response: sessionShape,
      run: async ({ body, req, res }) => answer(await sessions.logIn(body.email, body.password), req, res),
    }),
    ...['/auth/refresh_token', '/auth/refresh'].map((path) =>
      route({
        ...shared, method: 'post', path, access: 'public',
        summary: 'A new access token for the refresh token in the cookie jrt',
        response: sessionShape,
        run: async ({ req, res }) => answer(await sessions.refresh(readCookie(req, COOKIE)), req, res),
      }),
    ),
    route({
      ...shared, method: 'delete', path: '/auth/logout', access: 'user',
      summary: 'Ends the sessions of the user on every device',
      response: z.object({}),
      async run({ caller, req, res }) {
        await sessions.logOut(caller);
        clearPrivateCookie(req, res, COOKIE);
        return {};
      },
    }),
    route({
      ...shared, method: 'get', path: '/auth/me', access: 'user',
      summary: 'The user who is logged in, with the zone, the settings and the plan of his company',
      response: sessionUserShape,
      run: ({ caller }) => sessions.me(caller),
    }),
  ];
}

function answer({ token, user, refreshToken }: Session, req: Request, res: Response) {
  setPrivateCookie(req, res, COOKIE, refreshToken, REFRESH_SECONDS);
  return { token, user };
}
