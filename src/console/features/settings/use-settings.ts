/** What a company decides about itself. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, type Answer } from '../../api/api';
import { useLive } from '../../api/live';
import type { Connection } from '../../api/live.types';
import { access, useSession } from '../../api/session';
import { useLanguage } from '../../i18n/language';
import type { Pace } from './pace.rules';

export interface CampaignSettings extends Pace {
  readonly variables: readonly { readonly key: string; readonly value: string }[];
}

type Limits = Pick<Connection, 'limiterMax' | 'limiterDurationMs' | 'dailyCap' | 'windowStart' | 'windowEnd' | 'warmupSince'>;
export type Company = Answer<'/companies/{id}', 'get'>;
export type Preference = Answer<'/settings', 'get'>[number];

const campaignKey = ['campaign-settings'] as const;
const companyKey = ['company'] as const;

/** Keys with values as JSON text, as the API tells them. */
const parsed = (rows: Answer<'/campaign-settings', 'get'>): CampaignSettings =>
  Object.fromEntries(rows.map(({ key, value }) => [key, JSON.parse(value) as unknown])) as unknown as CampaignSettings;

export function useCampaignSettings() {
  const queries = useQueryClient();
  useLive('campaignSettings', () => void queries.invalidateQueries({ queryKey: campaignKey }));
  return useQuery({ queryKey: campaignKey, queryFn: async ({ signal }) => parsed(await api.get('/campaign-settings', { signal })) });
}

export function useSaveCampaignSettings() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (settings: Partial<CampaignSettings>) => api.post('/campaign-settings', { body: { settings } }),
    onSuccess: (rows) => queries.setQueryData(campaignKey, parsed(rows)),
  });
}

export function useCompany() {
  const { company } = useSession();
  return useQuery({ queryKey: companyKey, queryFn: ({ signal }) => api.get('/companies/{id}', { params: { path: { id: company.id } }, signal }) });
}

export function useSaveCompany() {
  const queries = useQueryClient();
  const { company } = useSession();
  return useMutation({
    mutationFn: (change: Partial<Pick<Company, 'name' | 'timezone' | 'hours'>>) => api.put('/companies/{id}', { params: { path: { id: company.id } }, body: change }),
    onSuccess: (saved) => {
      queries.setQueryData(companyKey, saved);
      // The session carries name and zone, which every screen shows.
      void access.fresh(access.token()).catch(() => undefined);
    },
  });
}

export function useSaveConnection(whatsappId: number) {
  return useMutation({
    // The list of connections follows by its event.
    mutationFn: (body: Limits) => api.put('/whatsapp/{whatsappId}', { params: { path: { whatsappId } }, body }),
  });
}

export function usePreferences() {
  // Their words come with them.
  const language = useLanguage();
  return useQuery({ queryKey: ['preferences', language], queryFn: ({ signal }) => api.get('/settings', { signal }) });
}

export function useSavePreference(key: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (value: string | number) => api.put('/settings/{key}', { params: { path: { key } }, body: { value } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['preferences'] }),
  });
}

/** Names of those who may change all this. */
export function useAdmins(): readonly string[] {
  const { data } = useQuery({ queryKey: ['users', 'names'], queryFn: ({ signal }) => api.get('/users/list', { signal }) });
  return (data ?? []).filter(({ profile }) => profile === 'admin').map(({ name }) => name);
}
