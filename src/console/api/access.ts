/**
 * Who holds the access token. It lives in memory only, for minutes; a cookie that scripts cannot read renews it.
 *
 * Requests that find it expired all wait for one renewal. When the server refuses that (the session was ended), they go on
 * waiting for the person to log in again, over the page: nothing typed and nothing asked for is lost.
 */
export interface Grant<Person> {
  readonly token: string;
  readonly user: Person;
}

export type AccessState = 'starting' | 'out' | 'in' | 'ended';

export interface Access<Person> {
  state(): AccessState;
  token(): string | null;
  /** Null when out; the last known one while the session is ended. */
  person(): Person | null;
  /**
   * A token other than the `stale` one that was refused. Waits for a log-in when the session has ended.
   * @throws what `renew` throws when the server could not be asked; the session is then still what it was
   */
  fresh(stale: string | null): Promise<string>;
  /** The person has logged in. */
  enter(grant: Grant<Person>): void;
  /** At the start: in by the cookie, or out. */
  resume(): Promise<void>;
  subscribe(listener: () => void): () => void;
}

/** @param renew asks for a new token by the cookie; null: the server says the session has ended */
export function createAccess<Person>(renew: () => Promise<Grant<Person> | null>): Access<Person> {
  let state: AccessState = 'starting';
  let grant: Grant<Person> | null = null;
  let renewal: Promise<string> | null = null;
  const listeners = new Set<() => void>();
  const waiting = new Set<(token: string) => void>();

  function become(next: AccessState, granted: Grant<Person> | null): void {
    state = next;
    grant = granted;
    for (const listener of [...listeners]) listener();
  }

  function enter(granted: Grant<Person>): void {
    become('in', granted);
    for (const go of waiting) go(granted.token);
    waiting.clear();
  }

  async function renewed(): Promise<string> {
    const granted = await renew();
    if (granted !== null) {
      enter(granted);
      return granted.token;
    }
    const entered = new Promise<string>((resolve) => waiting.add(resolve));
    become('ended', grant);
    return entered;
  }

  return {
    state: () => state,
    token: () => grant?.token ?? null,
    person: () => grant?.user ?? null,
    fresh(stale) {
      // Another request has renewed it since this one was sent.
      if (state === 'in' && grant !== null && grant.token !== stale) return Promise.resolve(grant.token);
      renewal ??= renewed().finally(() => {
        renewal = null;
      });
      return renewal;
    },
    enter,
    async resume() {
      const granted = await renew();
      if (granted === null) become('out', null);
      else enter(granted);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
