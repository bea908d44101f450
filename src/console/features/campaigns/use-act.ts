/** Pressing a button of a campaign: the answer is shown at once, and who was too late is told what it has become. */
import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { api } from '../../api/api';
import { newKey } from '../../api/idempotency';
import type { Campaign } from '../../api/live.types';
import { isProblem } from '../../api/problem';
import { useTexts } from '../../i18n/texts';
import { useNotify } from '../../ui/notify';
import { campaignsTexts } from './campaigns.texts';
import { offerUndo } from './UndoStart';
import { forgetCampaign, putCampaign, refetchCampaign } from '../../api/campaigns';

export type Order =
  | { readonly act: 'pause' | 'resume' | 'cancel' | 'restart' | 'unschedule' | 'clone' | 'remove' }
  | { readonly act: 'startNow' }
  | { readonly act: 'retryFailed'; readonly unknown: boolean }
  | { readonly act: 'rename'; readonly name: string };

/** Time to take a start back. */
export const UNDO_SECONDS = 10;

const ROUTES = {
  pause: '/campaigns/{id}/pause',
  resume: '/campaigns/{id}/resume',
  cancel: '/campaigns/{id}/cancel',
  restart: '/campaigns/{id}/restart',
  unschedule: '/campaigns/{id}/unschedule',
} as const;

/** @returns the campaign as it is now, or the copy; null when it was removed. @throws ApiProblem */
async function carryOut(id: number, order: Order): Promise<Campaign | null> {
  const params = { path: { id } };
  switch (order.act) {
    case 'startNow':
      return api.post('/campaigns/{id}/start', { params, body: { delaySeconds: UNDO_SECONDS } });
    case 'retryFailed':
      return api.post('/campaigns/{id}/retry-failed', { params, body: { unknown: order.unknown } });
    case 'rename':
      return api.put('/campaigns/{id}', { params, body: { name: order.name } });
    case 'clone':
      return api.post('/campaigns/{id}/clone', { params: { ...params, header: { 'Idempotency-Key': newKey() } } });
    case 'remove':
      await api.delete('/campaigns/{id}', { params });
      return null;
    default:
      return api.post(ROUTES[order.act], { params });
  }
}

export type ActMutation = UseMutationResult<Campaign | null, Error, Order>;

export function useAct({ id, name }: Pick<Campaign, 'id' | 'name'>): ActMutation {
  const t = useTexts(campaignsTexts);
  const queries = useQueryClient();
  const notify = useNotify();
  const navigate = useNavigate();

  async function tellLoser(): Promise<void> {
    const now = await api.get('/campaigns/{id}', { params: { path: { id } } }).catch(() => null);
    await refetchCampaign(queries, id);
    notify.heedThat(t('raceTitle'), now === null ? t('goneText', { name }) : t('raceText', { name, status: t(now.status) }));
  }

  return useMutation({
    mutationFn: (order: Order) => carryOut(id, order),
    onSuccess: (record, { act }) => {
      if (record === null) {
        forgetCampaign(queries, id);
        notify.done(t('removed'));
      } else if (act === 'clone') {
        void navigate(`/campaigns/${record.id}/edit`);
      } else {
        putCampaign(queries, record);
        if (act === 'retryFailed') notify.done(t('retried'));
        if (act === 'startNow') offerUndo(record, UNDO_SECONDS);
      }
    },
    onError: (error) => (isProblem(error) && (error.status === 409 || error.status === 404) ? void tellLoser() : notify.problem(error)),
  });
}
