import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { api, type Answer } from '../../../api/api';
import type { Campaign } from '../../../api/live.types';
import { useLanguage } from '../../../i18n/language';

export type Preview = Answer<'/campaigns/{id}/preview', 'post'>;
export type Sample = Preview['samples'][number];

/** The dry run of the campaign as it is saved. @param campaign null: there is none yet */
export function usePreview(campaign: Campaign | null): UseQueryResult<Preview> {
  const language = useLanguage();
  return useQuery({
    queryKey: ['campaigns', 'preview', campaign?.id, campaign?.seq, campaign?.contactListId, language],
    queryFn: ({ signal }) => api.post('/campaigns/{id}/preview', { signal, params: { path: { id: campaign?.id ?? 0 } }, body: {} }),
    enabled: campaign !== null,
    placeholderData: keepPreviousData,
  });
}
