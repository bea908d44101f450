/** Starting, stopping, going on, trying first. */
import { z } from 'zod';
import { phone } from '../contacts';
import { seconds } from '../../kernel/clock';
import { contactListItemId, type CampaignId, type CompanyId, type UserId } from '../../kernel/ids';
import { route, type Route } from '../../platform/http/route';
import { CAMPAIGN_TAG, campaignParams } from './campaign.routes';
import { campaignService } from './campaign.service';
import type { CampaignRecord } from './campaign.store';
import { campaignShape, previewShape } from './campaign.view';
import { controlService } from './control.service';
import type { CampaignsDeps } from './deps';
import { previewService } from './preview.service';
import { campaignViews } from './views';

export function controlRoutes(deps: CampaignsDeps): Route[] {
  const control = controlService(deps);
  const previews = previewService(deps);
  const { one } = campaignViews(deps);
  const service = campaignService(deps);
  const shared = { method: 'post', access: 'user', tag: CAMPAIGN_TAG, params: campaignParams } as const;

  const action = (name: string, summary: string, act: (companyId: CompanyId, id: CampaignId, by: UserId) => Promise<CampaignRecord>): Route =>
    route({
      ...shared,
      path: `/campaigns/:id/${name}`,
      summary,
      response: campaignShape,
      run: async ({ caller, params, language }) => one(await act(caller.companyId, params.id, caller.userId), language),
    });

  return [
    route({
      ...shared,
      path: '/campaigns/:id/start',
      summary: 'Send now, whatever the date was',
      body: z.object({
        /** Nothing leaves before; until then /unschedule takes it back. */
        delaySeconds: z.number().int().min(0).max(60).default(0),
      }),
      response: campaignShape,
      run: async ({ caller, params, body, language }) => one(await service.start(caller.companyId, params.id, seconds(body.delaySeconds)), language),
    }),
    action('unschedule', 'Make a draft of one that is to start; refused (409) once it has', control.unschedule),
    action('pause', 'Stop sending at once; nothing is lost', control.pause),
    action('resume', 'Go on where it was paused', control.resume),
    action('cancel', 'Stop for good: whoever waits will not get it', control.cancel),
    action('restart', 'Take a cancelled or finished campaign up again, with who came to the list since', control.restart),
    route({
      ...shared,
      path: '/campaigns/:id/retry-failed',
      summary: 'Try the failed recipients once more',
      body: z.object({
        /** Those in doubt too: some of them may get it twice. */
        unknown: z.boolean().default(false),
      }),
      response: campaignShape,
      run: async ({ caller, params, body, language }) =>
        one(await control.retryFailed(caller.companyId, params.id, body.unknown ? ['failed', 'held'] : ['failed'], caller.userId), language),
    }),
    route({
      ...shared,
      path: '/campaigns/:id/preview',
      summary: 'Who would get what, who not and why, and when it would end; nothing is sent',
      body: z.object({
        /** Of a contact of the list, whose message alone is wanted; the first twenty otherwise. */
        itemId: contactListItemId().optional(),
      }),
      response: previewShape,
      run: ({ caller, params, body, language }) => previews.preview(caller.companyId, params.id, body.itemId ?? null, language),
    }),
    route({
      ...shared,
      path: '/campaigns/:id/test-send',
      summary: 'Send the messages to numbers of your own',
      body: z.object({
        numbers: z.array(phone()).min(1).max(5),
        /** One message only: 1 for message1. */
        variant: z.number().int().min(1).max(5).optional(),
        /** As this contact of the list would get them; its first one otherwise. */
        itemId: contactListItemId().optional(),
      }),
      response: z.object({ deliveries: z.array(z.object({ id: z.number(), number: z.string(), variant: z.number() })) }),
      idempotent: true,
      run: async ({ caller, params, body }) => ({ deliveries: await previews.testSend(caller.companyId, params.id, body.numbers, body.variant ?? null, body.itemId ?? null) }),
    }),
  ];
}
