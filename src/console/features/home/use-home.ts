/** What the home screen asks for. Campaigns and connections are kept up to date by events; the queues have none, so they are asked again. */
import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { api } from '../../api/api';
import { useCampaignList, type CampaignList, type Wanted } from '../../api/campaigns';
import { now } from '../../api/clock';
import { useLive } from '../../api/live';

const SCHEDULES_KEY = ['schedules', 'home'] as const;
const QUEUES_EVERY_MS = 5_000;
const HISTORY_EVERY_MS = 30_000;

const CURRENT: Wanted = { page: 1, search: '', statuses: ['EM_ANDAMENTO', 'PAUSADA', 'PROGRAMADA'] };
/** Running, paused and scheduled ones; the screen keeps them up to date by `useLiveCampaigns`. */
export const useCurrentCampaigns = (): UseQueryResult<CampaignList> => useCampaignList(CURRENT);

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
