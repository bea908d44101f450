/** The campaign of a report, its variants, and the rows of a filter: all kept up to date by events. */
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { useMutation, useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from '@tanstack/react-query';
import { api, type Answer } from '../../api/api';
import type { Campaign } from '../../api/live.types';
import { putCampaign, useCampaign, useLiveCampaigns, type CampaignPage } from '../../api/campaigns';
import { mergeRow, type Status } from './report.rules';
import { createRowsWindow, type RowsState, type RowsWindow } from './rows-window';

export type Shipping = Answer<'/campaigns/{id}/detailed-report', 'get'>['records'][number];
export type Variant = Answer<'/campaigns/{id}/variants', 'get'>['variants'][number];
export type Story = Answer<'/campaigns/{id}/shippings/{shippingId}/why', 'get'>;

const variantsKey = (id: number) => ['report', id, 'variants'] as const;
const storyKey = (id: number) => ['report', id, 'why'] as const;
/** Of what hangs on the counters: they move every second, and nobody reads that fast. */
const FOLLOW_MS = 3_000;
const PAGE = 200;
/** 21 pages of 200 around what is looked at. */
const PAGES_AROUND = 10;
/** The most that the server tells at once. */
const MOST_SHOWN = 200;

export interface Report {
  readonly campaign: UseQueryResult<CampaignPage>;
  /** Grows when the campaign has moved, at most every three seconds. */
  readonly told: number;
}

export function useReport(id: number): Report {
  const queries = useQueryClient();
  const campaign = useCampaign(id);
  const [told, setTold] = useState(0);
  const timer = useRef<number | undefined>(undefined);
  useLiveCampaigns();
  // By an event, or asked for anew after a lost connection: whatever else is shown is as old.
  const { dataUpdatedAt } = campaign;
  useEffect(() => {
    if (dataUpdatedAt === 0) return;
    timer.current ??= window.setTimeout(() => {
      timer.current = undefined;
      setTold((times) => times + 1);
    }, FOLLOW_MS);
  }, [dataUpdatedAt]);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  useEffect(() => {
    if (told === 0) return;
    void queries.invalidateQueries({ queryKey: variantsKey(id) });
    void queries.invalidateQueries({ queryKey: storyKey(id) });
  }, [queries, id, told]);
  return { campaign, told };
}

export function useVariants(id: number): UseQueryResult<readonly Variant[]> {
  return useQuery({
    queryKey: variantsKey(id),
    queryFn: async ({ signal }) => (await api.get('/campaigns/{id}/variants', { signal, params: { path: { id } } })).variants,
  });
}

/** @param shippingId null: nothing is asked */
export function useStory(id: number, shippingId: number | null): UseQueryResult<Story> {
  return useQuery({
    queryKey: [...storyKey(id), shippingId],
    queryFn: ({ signal }) => api.get('/campaigns/{id}/shippings/{shippingId}/why', { signal, params: { path: { id, shippingId: shippingId ?? 0 } } }),
    enabled: shippingId !== null,
  });
}

export function useRetryFailed(id: number): UseMutationResult<Campaign, Error, boolean> {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (unknown) => api.post('/campaigns/{id}/retry-failed', { params: { path: { id } }, body: { unknown } }),
    onSuccess: (record) => void putCampaign(queries, record),
  });
}

export interface ReportRows {
  readonly rows: RowsWindow<Shipping>;
  readonly state: RowsState;
  /** Asks how these rows are now, and lets them change where they stand. */
  refresh(first: number, last: number): void;
}

/** @param turn another number begins the list anew */
export function useReportRows(id: number, status: Status | null, search: string, turn: number): ReportRows {
  const rows = useMemo(
    () =>
      createRowsWindow<Shipping>({
        // `turn` is read so that a new one makes a new window.
        load: (cursor, signal) => loadPage(id, status, search, turn, cursor, signal),
        id: (row) => row.id,
        merge: mergeRow,
        pagesAround: PAGES_AROUND,
        ahead: 2 * PAGE,
      }),
    [id, status, search, turn],
  );
  useEffect(() => {
    rows.look(0, 0);
    return rows.stop;
  }, [rows]);
  const state = useSyncExternalStore(rows.subscribe, rows.state);

  return {
    rows,
    state,
    refresh(first, last) {
      const ids: number[] = [];
      for (let row = first; row <= last && ids.length < MOST_SHOWN; row += 1) {
        const shipping = rows.at(row);
        if (shipping !== undefined) ids.push(shipping.id);
      }
      if (ids.length === 0) return;
      // A failure here is no news: the rows stay as they are, and the next event asks again.
      api.get('/campaigns/{id}/shippings', { params: { path: { id }, query: { ids } } }).then(({ records }) => rows.patch(records), () => undefined);
    },
  };
}

function loadPage(id: number, status: Status | null, search: string, _turn: number, cursor: string | null, signal: AbortSignal) {
  const query = { limit: PAGE, search, ...(status !== null && { status }), ...(cursor !== null && { cursor }) };
  return api.get('/campaigns/{id}/detailed-report', { signal, params: { path: { id }, query } });
}
