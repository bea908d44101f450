/** The company's connections, which several screens and the shell need: one query, kept up to date by events. */
import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { api } from './api';
import { useLive } from './live';
import type { Connection } from './live.types';

const connectionsKey = ['connections'] as const;

export function useConnections(): UseQueryResult<readonly Connection[]> {
  return useQuery({ queryKey: connectionsKey, queryFn: ({ signal }) => api.get('/whatsapp', { signal }) });
}

/** Mounted once, by the shell. */
export function useLiveConnections(): void {
  const queries = useQueryClient();
  const change = (turn: (all: readonly Connection[]) => readonly Connection[]): void =>
    void queries.setQueryData<readonly Connection[]>(connectionsKey, (all) => all && turn(all));
  const put = (one: Connection): void => change((all) => (all.some(({ id }) => id === one.id) ? all.map((old) => (old.id === one.id ? one : old)) : [...all, one]));
  useLive('whatsapp', (event) => (event.action === 'delete' ? change((all) => all.filter(({ id }) => id !== event.whatsappId)) : put(event.whatsapp)));
  useLive('whatsappSession', ({ session }) => put(session));
}

export type ConnectionState = 'connected' | 'pairing' | 'disconnected' | 'banned';

/** What the stored word of a connection's status means to a person. */
export function connectionState(status: string): ConnectionState {
  if (status === 'CONNECTED') return 'connected';
  if (status === 'BANNED') return 'banned';
  return ['OPENING', 'PAIRING', 'qrcode'].includes(status) ? 'pairing' : 'disconnected';
}
