/** What the server tells by itself, over one connection for all screens. */
import { useEffect, useEffectEvent } from 'react';
import type { QueryClient } from '@tanstack/react-query';
import type { Socket } from 'socket.io-client';
import type { LiveEvents, LiveTopic } from './live.types';
import { check } from './network';
import { access } from './session';
import { createStore } from './store';

type Handler = (event: never) => void;

/** `late`: connecting for longer than a blink. */
export const liveState = createStore<'connecting' | 'live' | 'late'>('connecting');

const BLINK_MS = 1_500;
const RETRY_MS = 3_000;
const handlers = new Map<string, Set<Handler>>();

/** Calls `handler` with every event of the topic while the component is there. The latest handler is called, whatever it closes over. */
export function useLive<Topic extends LiveTopic>(topic: Topic, handler: (event: LiveEvents[Topic]) => void): void {
  const latest = useEffectEvent(handler);
  useEffect(() => {
    const own: Handler = (event) => latest(event);
    const all = handlers.get(topic) ?? new Set();
    handlers.set(topic, all.add(own));
    return () => void all.delete(own);
  }, [topic]);
}

/**
 * Connects, and stays so, until the returned function is called. Whatever was said while it was not connected is made up for
 * by asking again for all that is shown.
 */
export function connectLive(companyId: number, queries: QueryClient): () => void {
  let socket: Socket | null = null;
  let ended = false;
  let retry: number | undefined;
  let blink: number | undefined;
  let interrupted = false;

  const down = (): void => {
    interrupted = true;
    liveState.set(liveState.get() === 'late' ? 'late' : 'connecting');
    window.clearTimeout(blink);
    blink = window.setTimeout(() => {
      liveState.set('late');
      void check();
    }, BLINK_MS);
  };

  /** A refusal is final to the socket: it is started again by hand, with a new token where that was the reason. */
  const again = (expired: boolean): void => {
    window.clearTimeout(retry);
    if (ended) return;
    if (!expired) {
      retry = window.setTimeout(() => socket?.connect(), RETRY_MS);
      return;
    }
    access.fresh(access.token()).then(
      () => ended || socket?.connect(),
      () => again(false),
    );
  };

  void import('socket.io-client').then(({ io }) => {
    if (ended) return;
    socket = io({ auth: (give) => give({ token: access.token() }) });
    socket.on('connect', () => {
      window.clearTimeout(blink);
      liveState.set('live');
      // Recovered: the server has sent on what was missed.
      if (interrupted && !socket?.recovered) void queries.invalidateQueries();
      interrupted = false;
    });
    socket.on('disconnect', (reason) => {
      if (ended) return;
      down();
      // The server ends a connection when its token has expired.
      if (reason === 'io server disconnect') again(true);
    });
    socket.on('connect_error', (error) => {
      down();
      if (!socket?.active) again('data' in error && codeOf(error.data) === 'ERR_SESSION_EXPIRED');
    });
    const prefix = `company-${companyId}-`;
    socket.onAny((name: string, event: unknown) => {
      if (!name.startsWith(prefix)) return;
      for (const handler of handlers.get(name.slice(prefix.length)) ?? []) handler(event as never);
    });
  });

  return () => {
    ended = true;
    window.clearTimeout(retry);
    window.clearTimeout(blink);
    socket?.disconnect();
  };
}

const codeOf = (data: unknown): unknown => (typeof data === 'object' && data !== null && 'code' in data ? data.code : undefined);
