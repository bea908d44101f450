/** What the simulator holds. It tells nobody by itself, so it is asked every two seconds, and only while the page is seen. */
import { useInfiniteQuery, useMutation, useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from '@tanstack/react-query';
import { api, type Answer } from '../../api/api';
import type { Knobs } from './knobs.rules';

type Page = Answer<'/simulator/conversations', 'get'>;
export type Conversation = Page['conversations'][number];
export type Message = Answer<'/simulator/conversation', 'get'>['messages'][number];

const ASK_MS = 2_000;
const PAGE = 100;
/** Beyond so many pages the list is not asked for by itself any more. */
const MOST_FOLLOWED = 4;
const allKey = ['simulator'] as const;
const inboxKey = [...allKey, 'inbox'] as const;
const threadKey = [...allKey, 'thread'] as const;
const knobsKey = [...allKey, 'knobs'] as const;

export interface Inbox {
  readonly conversations: readonly Conversation[];
  /** Messages taken for the connections looked at; null: not known yet. */
  readonly total: number | null;
  readonly loading: boolean;
  readonly error: unknown;
  /** Renewed by itself. */
  readonly followed: boolean;
  readonly hasMore: boolean;
  more(): void;
  renew(): void;
}

/** @param connectionId null: of all */
export function useInbox(connectionId: number | null, search: string): Inbox {
  const queries = useQueryClient();
  const queryKey = [...inboxKey, connectionId, search];
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) =>
      api.get('/simulator/conversations', {
        signal,
        params: { query: { limit: PAGE, search, ...(connectionId !== null && { connectionId }), ...(pageParam !== null && { cursor: pageParam }) } },
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.cursor,
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) <= MOST_FOLLOWED ? ASK_MS : false),
  });
  const pages = query.data?.pages ?? [];
  return {
    conversations: pages.flatMap((page) => page.conversations),
    total: pages[0]?.total ?? null,
    loading: query.isPending,
    error: query.error,
    followed: pages.length <= MOST_FOLLOWED,
    hasMore: query.hasNextPage,
    more: () => void (query.hasNextPage && !query.isFetching && query.fetchNextPage()),
    renew: () => void queries.resetQueries({ queryKey }),
  };
}

export interface Place {
  readonly connectionId: number;
  /** A number, or the id of a group. */
  readonly contact: string;
}

export function useThread({ connectionId, contact }: Place): UseQueryResult<readonly Message[]> {
  return useQuery({
    queryKey: [...threadKey, connectionId, contact],
    queryFn: async ({ signal }) => (await api.get('/simulator/conversation', { signal, params: { query: { connectionId, contact } } })).messages,
    refetchInterval: ASK_MS,
  });
}

export function useReply({ connectionId, contact }: Place): UseMutationResult<unknown, Error, string> {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body) => api.post('/simulator/inbound', { body: { connectionId, from: contact, body } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: allKey, predicate: ({ queryKey }) => queryKey[1] !== 'knobs' }),
  });
}

export function useKnobs(connectionId: number): UseQueryResult<Knobs> {
  return useQuery({
    queryKey: [...knobsKey, connectionId],
    queryFn: async ({ signal }) => {
      const [faults] = await api.get('/simulator/faults', { signal, params: { query: { connectionId } } });
      if (faults === undefined) throw new Error('the simulator told no faults of a connection');
      const { connectionId: _, ...knobs } = faults;
      return knobs;
    },
  });
}

export function useSetKnobs(connectionId: number): UseMutationResult<unknown, Error, Knobs> {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ replyTexts, ...knobs }) => api.put('/simulator/faults', { body: { connectionId, ...knobs, replyTexts: [...replyTexts] } }),
    onSuccess: (_, knobs) => void queries.setQueryData<Knobs>([...knobsKey, connectionId], knobs),
  });
}

/** @param connectionId null: of all */
export function useClear(connectionId: number | null): UseMutationResult<{ cleared: number }, Error, void> {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => api.delete('/simulator/messages', { params: { query: connectionId === null ? {} : { connectionId } } }),
    onSuccess: () => queries.resetQueries({ queryKey: inboxKey }),
  });
}
