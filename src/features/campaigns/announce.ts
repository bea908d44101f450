import { found } from '../../kernel/errors';
import type { CampaignId, CompanyId } from '../../kernel/ids';
import type { Tx } from '../../platform/transact';
import type { CampaignsDeps } from './deps';
import { forecastsOf } from './forecast.service';
import { campaignStore, type CampaignRecord } from './campaign.store';
import { campaignChanged, campaignView } from './campaign.view';

/** Tells the company's browsers, after the commit, what a campaign has become. @returns the campaign as it is now. @throws NotFound */
export async function announce(
  tx: Tx,
  deps: Pick<CampaignsDeps, 'clock' | 'deliveries'>,
  companyId: CompanyId,
  id: CampaignId,
  action: 'create' | 'update',
): Promise<CampaignRecord> {
  const record = found(await campaignStore(tx).find(companyId, id), 'Campaign');
  const forecasts = await forecastsOf(tx, deps, [record]);
  tx.emit(companyId, campaignChanged, { action, record: campaignView(record, forecasts.get(id) ?? null) });
  return record;
}
