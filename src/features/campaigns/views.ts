/** Campaigns as routes answer them: each with its forecast, which is computed for all of them together. */
import type { Language } from '../../platform/http/texts';
import type { CampaignRecord } from './campaign.store';
import { campaignView, type CampaignView } from './campaign.view';
import type { CampaignsDeps } from './deps';
import { forecastsOf } from './forecast.service';

export function campaignViews(deps: Pick<CampaignsDeps, 'db' | 'clock' | 'deliveries'>) {
  /** @param records of one company */
  async function many(records: readonly CampaignRecord[], language: Language): Promise<CampaignView[]> {
    const forecasts = await forecastsOf(deps.db, deps, records);
    return records.map((record) => campaignView(record, forecasts.get(record.id) ?? null, language));
  }

  return {
    many,
    async one(record: CampaignRecord, language: Language): Promise<CampaignView> {
      return campaignView(record, (await forecastsOf(deps.db, deps, [record])).get(record.id) ?? null, language);
    },
  };
}
