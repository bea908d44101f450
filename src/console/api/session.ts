/** The session of this tab: who it is, and how requests get their token. */
import { useSyncExternalStore } from 'react';
import { createAccess, type AccessState, type Grant } from './access';
import { learnServerTime } from './clock';
import { lostNetwork } from './network';
import { networkDown, problemFrom } from './problem';
import type { paths } from './schema.gen';

type Login = paths['/auth/login']['post'];
export type Person = Login['responses'][200]['content']['application/json']['user'];

/** Without the typed client, which needs what is here. @throws ApiProblem */
export async function ask(path: string, body?: object, headers: Record<string, string> = {}): Promise<Grant<Person>> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { ...headers, 'Accept-Language': document.documentElement.lang, ...(body && { 'Content-Type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  }).catch(() => {
    lostNetwork();
    throw networkDown();
  });
  learnServerTime(response.headers.get('date'));
  const text = await response.text();
  if (!response.ok) throw problemFrom(response.status, text);
  return JSON.parse(text) as Grant<Person>;
}

export const access = createAccess<Person>(async () => {
  try {
    const grant = await ask('/auth/refresh_token');
    const before = access.person();
    // In another tab someone else has logged in: what this one shows is not that person's.
    if (before === null || before.id === grant.user.id) return grant;
    window.location.reload();
    return await new Promise<never>(() => undefined);
  } catch (error) {
    if (error instanceof Error && 'status' in error && error.status === 401) return null;
    throw error;
  }
});

/** @throws ApiProblem */
export async function logIn(email: string, password: string): Promise<void> {
  access.enter(await ask('/auth/login', { email, password }));
}

/** Ends the sessions of this person everywhere, and leaves nothing of them in this tab. */
export async function logOut(): Promise<void> {
  const token = access.token();
  // Without an answer the cookie stays: the next page shows it, and the person tries again.
  await fetch('/auth/logout', { method: 'DELETE', headers: { Authorization: `Bearer ${token ?? ''}` } }).catch(lostNetwork);
  window.location.assign('/login');
}

export function useAccessState(): AccessState {
  return useSyncExternalStore(access.subscribe, access.state);
}

export interface Session {
  readonly user: Person;
  readonly company: Person['company'];
  /** IANA name, of the company: all dates are shown in it. */
  readonly timezone: string;
  readonly isAdmin: boolean;
  readonly isSuper: boolean;
}

/** Below the shell only, where someone is logged in. */
export function useSession(): Session {
  const user = useSyncExternalStore(access.subscribe, access.person);
  if (user === null) throw new Error('useSession outside the shell: nobody is logged in');
  return { user, company: user.company, timezone: user.company.timezone, isAdmin: user.profile === 'admin' || user.super, isSuper: user.super };
}
