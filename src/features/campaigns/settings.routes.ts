/** The pace and the variables of the company's campaigns, in the family's shape: key and JSON text. */
import { z } from 'zod';
import type { CompanyId } from '../../kernel/ids';
import { route, type Route } from '../../platform/http/route';
import { defineEvent } from '../../platform/realtime/realtime';
import { CAMPAIGN_TAG } from './campaign.routes';
import type { CampaignsDeps } from './deps';
import { settingsInput, settingsOf, type Settings } from './settings.rules';
import { settingsStore } from './settings.store';

const settingsShape = z.array(z.object({ key: z.string(), value: z.string() }));

/** The wire name is `company-<id>-campaignSettings`. */
const settingsChanged = defineEvent<{ readonly action: 'create'; readonly settings: z.output<typeof settingsShape> }>('campaignSettings');

export function settingsRoutes({ db, transact }: CampaignsDeps): Route[] {
  const viewOf = (settings: Settings): z.output<typeof settingsShape> =>
    Object.entries(settings).map(([key, value]) => ({ key, value: JSON.stringify(value) }));
  const current = async (companyId: CompanyId): Promise<Settings> => settingsOf(await settingsStore(db).all(companyId));

  return [
    route({
      method: 'get',
      path: '/campaign-settings',
      access: 'user',
      tag: CAMPAIGN_TAG,
      summary: 'Pace and variables of campaigns: what was set, else the defaults',
      response: settingsShape,
      run: async ({ caller }) => viewOf(await current(caller.companyId)),
    }),
    route({
      method: 'post',
      path: '/campaign-settings',
      access: 'admin',
      tag: CAMPAIGN_TAG,
      summary: 'Set pace and variables; campaigns that have started keep theirs',
      body: z.object({ settings: settingsInput }),
      response: settingsShape,
      limit: '500kb',
      run: ({ caller, body }) =>
        transact(async (tx) => {
          await settingsStore(tx).save(caller.companyId, body.settings);
          const settings = viewOf(settingsOf(await settingsStore(tx).all(caller.companyId)));
          tx.emit(caller.companyId, settingsChanged, { action: 'create', settings });
          return settings;
        }),
    }),
  ];
}
