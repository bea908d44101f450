/** Gathers from the database what the rules ask about a campaign. */
import { audienceStore } from '../contacts';
import type { CompanyId } from '../../kernel/ids';
import type { Queryable } from '../../platform/transact';
import { BUILT_IN_KEYS, keysOf, type Texts } from './audience.rules';
import type { Facts } from './campaign.rules';
import { campaignStore } from './campaign.store';
import { CONFIRMATION_FIELDS, MESSAGE_FIELDS, variantsOf, type CampaignDraft } from './campaign.types';
import { listFactsStore } from './list-facts.store';
import { settingsOf, variablesOf, type Settings } from './settings.rules';
import { settingsStore } from './settings.store';

export interface CampaignFacts extends Facts {
  readonly settings: Settings;
  readonly texts: Texts;
  /** Columns of the list that the texts name. */
  readonly columns: readonly string[];
}

export async function gatherFacts(q: Queryable, companyId: CompanyId, campaign: CampaignDraft): Promise<CampaignFacts> {
  const { contactListId } = campaign;
  const audience = audienceStore(q);
  const texts = textsOf(campaign);
  const settings = settingsOf(await settingsStore(q).all(companyId));
  const references = await campaignStore(q).references(companyId, campaign);
  const listExists = contactListId !== null && (await audience.listExists(companyId, contactListId));
  const columns = contactListId === null || !listExists ? [] : await listFactsStore(q).columnsAmong(companyId, contactListId, keysOf(texts));
  return {
    ...references,
    listSize: contactListId === null || !listExists ? null : await audience.countItems(companyId, contactListId),
    knownKeys: listExists ? new Set([...BUILT_IN_KEYS, ...Object.keys(variablesOf(settings)), ...columns]) : null,
    settings,
    texts,
    columns,
  };
}

/** The texts that will really be sent. */
function textsOf(campaign: CampaignDraft): Texts {
  return {
    messages: variantsOf(campaign, MESSAGE_FIELDS),
    confirmationMessages: campaign.confirmation ? variantsOf(campaign, CONFIRMATION_FIELDS) : [],
  };
}
