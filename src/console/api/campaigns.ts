/** The campaigns that screens show: asked for once, then kept up by events. */
import { useState } from 'react';
import { keepPreviousData, useQuery, useQueryClient, type QueryClient, type UseQueryResult } from '@tanstack/react-query';
import { api, type Answer } from './api';
import { useLive } from './live';
import type { Campaign } from './live.types';
import { useLanguage } from '../i18n/language';
import { merged } from './campaigns.rules';

export type CampaignStatus = Campaign['status'];
export type CampaignPage = Answer<'/campaigns/{id}', 'get'>;
export type CampaignList = Answer<'/campaigns', 'get'>;

const listsKey = ['campaigns', 'list'] as const;
const oneKey = (id: number) => ['campaigns', 'one', id] as const;

export interface Wanted {
  readonly page: number;
  readonly search: string;
  /** Empty: all. */
  readonly statuses: readonly CampaignStatus[];
}

export function useCampaignList({ page, search, statuses }: Wanted): UseQueryResult<CampaignList> {
  return useQuery({
    queryKey: [...listsKey, page, search, statuses.join()],
    queryFn: ({ signal }) => api.get('/campaigns', { signal, params: { query: { pageNumber: page, searchParam: search, status: [...statuses] } } }),
    placeholderData: keepPreviousData,
  });
}

const RUNNING: Wanted = { page: 1, search: '', statuses: ['EM_ANDAMENTO'] };
export const useRunningCampaigns = (): UseQueryResult<CampaignList> => useCampaignList(RUNNING);

/** @param id null: none yet, and nothing is asked */
export function useCampaign(id: number | null): UseQueryResult<CampaignPage> {
  return useQuery({
    queryKey: oneKey(id ?? 0),
    queryFn: ({ signal }) => api.get('/campaigns/{id}', { signal, params: { path: { id: id ?? 0 } } }),
    enabled: id !== null,
  });
}

/** What a route answered about a campaign, into everything that shows it. */
export function putCampaign(queries: QueryClient, record: Campaign): { readonly gap: boolean } {
  let gap = false;
  const put = <Shown extends Campaign>(shown: Shown): Shown => {
    const next = merged(shown, record);
    gap ||= next.gap;
    return next.record;
  };
  queries.setQueriesData<CampaignList>({ queryKey: listsKey }, (list) => list && { ...list, records: list.records.map((shown) => (shown.id === record.id ? put(shown) : shown)) });
  queries.setQueryData<CampaignPage>(oneKey(record.id), (page) => page && { ...put(page), campaign: record });
  return { gap };
}

export function forgetCampaign(queries: QueryClient, id: number): void {
  queries.removeQueries({ queryKey: oneKey(id) });
  void queries.invalidateQueries({ queryKey: listsKey });
}

export const refetchCampaign = (queries: QueryClient, id: number): Promise<unknown> =>
  Promise.all([queries.invalidateQueries({ queryKey: oneKey(id) }), queries.invalidateQueries({ queryKey: listsKey })]);

/**
 * Keeps all of it up to date while a screen is there. Lists are asked for again when a campaign may have come into them or
 * left them: at its first news, and when its status is another.
 * @param onTold hears of each campaign's news
 */
export function useLiveCampaigns(onTold?: (record: Campaign) => void): void {
  const queries = useQueryClient();
  const language = useLanguage();
  const [statuses] = useState(() => new Map<number, CampaignStatus>());
  useLive('campaign', (event) => {
    if (event.action === 'delete') return forgetCampaign(queries, event.id);
    const { record } = event;
    const moved = statuses.get(record.id) !== record.status;
    statuses.set(record.id, record.status);
    const { gap } = putCampaign(queries, record);
    // Events speak Portuguese; an answer speaks the language of the person.
    if (gap || (record.pauseReason !== null && language !== 'pt-BR')) void refetchCampaign(queries, record.id);
    else if (moved) void queries.invalidateQueries({ queryKey: listsKey });
    onTold?.(record);
  });
}
