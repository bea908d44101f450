/** What the home screen asks for. Campaigns and connections are kept up to date by events; the queues have none, so they are asked again. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/api';
import { now } from '../../api/clock';
import { useLive } from '../../api/live';
import type { Campaign } from '../../api/live.types';

const NOW_KEY = ['campaigns', 'home'] as const;
const SCHEDULES_KEY = ['schedules', 'home'] as const;
const QUEUES_EVERY_MS = 5_000;
const HISTORY_EVERY_MS = 30_000;

/** Running, paused and scheduled ones. An event that moves a campaign in or out of these asks again. */
export function useCurrentCampaigns() {
  const queries = useQueryClient();
  useLive('campaign', (event) => {
    const known = queries.getQueryData<readonly Campaign[]>(NOW_KEY) ?? [];
    const before = event.action === 'delete' ? undefined : known.find(({ id }) => id === event.record.id);
    if (event.action === 'update' && before !== undefined && before.status === event.record.status) {
      queries.setQueryData<readonly Campaign[]>(NOW_KEY, known.map((campaign) => (campaign.id === event.record.id && campaign.seq < event.record.seq ? event.record : campaign)));
      return;
    }
    void queries.invalidateQueries({ queryKey: NOW_KEY });
  });
  return useQuery({
    queryKey: NOW_KEY,
    queryFn: async ({ signal }) => (await api.get('/campaigns', { params: { query: { status: ['EM_ANDAMENTO', 'PAUSADA', 'PROGRAMADA'] } }, signal })).records,
  });
}

/** The next ones to fire, soonest first. */
export function useNextSchedules() {
  const queries = useQueryClient();
  useLive('schedule', () => void queries.invalidateQueries({ queryKey: SCHEDULES_KEY }));
  return useQuery({
    queryKey: SCHEDULES_KEY,
    queryFn: async ({ signal }) => (await api.get('/schedules', { params: { query: { status: 'PENDENTE', from: now().toISOString(), sort: 'soonest' } }, signal })).schedules,
  });
}

export function useQueueStats() {
  return useQuery({ queryKey: ['queues', 'stats'], queryFn: ({ signal }) => api.get('/api/queues/stats', { signal }), refetchInterval: QUEUES_EVERY_MS });
}

export function useQueueHistory() {
  return useQuery({ queryKey: ['queues', 'history'], queryFn: ({ signal }) => api.get('/api/queues/history', { signal }), refetchInterval: HISTORY_EVERY_MS });
}
