/** What a campaign would do, through the code that does it: the same texts, the same variants, the same gate. */
import { audienceStore, type ListItem } from '../contacts';
import { LanePriority } from '../deliveries';
import { found, Invalid, NotFound } from '../../kernel/errors';
import type { CampaignId, CompanyId, ContactListItemId, DeliveryId } from '../../kernel/ids';
import { render } from '../../kernel/text';
import type { Language } from '../../platform/http/texts';
import { audienceOf, BUILT_IN_KEYS, keysOf, textFor, valuesOf, type Audience } from './audience.rules';
import { campaignStore, type CampaignRecord } from './campaign.store';
import { mediaOf } from './campaign.types';
import type { Preview } from './campaign.view';
import { countersOf } from './counters.rules';
import type { CampaignsDeps } from './deps';
import { gatherFacts } from './facts';
import { forecastsOf } from './forecast.service';
import { listFactsStore, type Exclusions } from './list-facts.store';
import { variablesOf } from './settings.rules';
import { reasonTexts } from './why.texts';

const SAMPLES = 20;

/** As `phone()` of contacts reads one. */
export interface Recipient {
  readonly number: string;
  readonly isGroup: boolean;
}

/** What a text of the campaign may name. */
type Variables = Preview['variables'];

export function previewService(deps: CampaignsDeps) {
  const { db, transact, deliveries } = deps;

  /** The first contacts of the campaign's list, or the chosen one. @throws NotFound when that is not on it */
  async function contactsOf({ companyId, contactListId }: CampaignRecord, itemId: ContactListItemId | null, count: number): Promise<ListItem[]> {
    const audience = audienceStore(db);
    if (itemId === null) return contactListId === null ? [] : audience.sampleItems(companyId, contactListId, count);
    const [item] = contactListId === null ? [] : await audience.itemsAfter(companyId, contactListId, itemId - 1, 1);
    if (item?.id !== itemId) throw new NotFound('ERR_NOT_FOUND', 'The contact is not on the list of the campaign');
    return [item];
  }

  return {
    /** Recipients that are not left out: of the rows once they are written, before that whoever is on the list. */
    validsOf(record: CampaignRecord): number {
      const { total, skipped } = countersOf(record);
      return record.preparedAt !== null ? total - skipped : (record.listSize ?? 0);
    },

    /**
     * @param itemId of the contact whose message is wanted; null: the first of the list.
     * @throws NotFound
     */
    async preview(companyId: CompanyId, id: CampaignId, itemId: ContactListItemId | null, language: Language): Promise<Preview> {
      const campaign = found(await campaignStore(db).find(companyId, id), 'Campaign');
      const { contactListId, confirmation } = campaign;
      const facts = await gatherFacts(db, companyId, campaign);
      const company = variablesOf(facts.settings);
      const listed = contactListId === null ? [] : await listFactsStore(db).columnsOf(companyId, contactListId);
      const columns = [...new Set([...listed, ...facts.columns])];
      const audience = audienceOf(campaign.id, facts.texts, campaign.mediaPath !== null, company, columns);
      const variables = variablesIn(Object.keys(company), columns);
      const items = await contactsOf(campaign, itemId, SAMPLES);
      const excluded = contactListId === null ? none : await listFactsStore(db).exclusions(companyId, contactListId);
      const recipients = (facts.listSize ?? 0) - excluded.invalid_number - excluded.opt_out - excluded.contact_inactive;
      const forecasts = await forecastsOf(db, deps, [campaign], () => ({ recipients, messages: confirmation ? recipients * 2 : recipients }));
      return {
        recipients,
        excluded: Object.entries(excluded).flatMap(([reason, count]) => (count > 0 ? [{ reason, text: reasonTexts[reason]?.[language] ?? reason, count }] : [])),
        samples: items.map((item) => sampleOf(item, audience, variables)),
        variables,
        unresolved: facts.knownKeys === null ? [] : keysOf(facts.texts).filter((key) => facts.knownKeys?.has(key) === false),
        forecast: forecasts.get(id) ?? null,
      };
    },

    /**
     * Sends the campaign's texts to the operator's own numbers, as one of its contacts would get them.
     * @param only the number of one message; all of them when null.
     * @param itemId of that contact; null: the first of the list.
     * @throws NotFound, Invalid
     */
    async testSend(
      companyId: CompanyId,
      id: CampaignId,
      to: readonly Recipient[],
      only: number | null,
      itemId: ContactListItemId | null,
    ): Promise<{ id: DeliveryId; number: string; variant: number }[]> {
      const campaign = found(await campaignStore(db).find(companyId, id), 'Campaign');
      const { whatsappId } = campaign;
      if (whatsappId === null) throw Invalid.field('whatsappId', 'connection_missing', 'Choose a connection');
      const facts = await gatherFacts(db, companyId, campaign);
      const messages = facts.texts.messages.filter((variant) => only === null || variant.number === only);
      if (messages.length === 0) throw Invalid.field(only === null ? 'message1' : 'variant', 'message_missing', 'There is no such message');
      const contact = (await contactsOf(campaign, itemId, 1))[0] ?? nobody;
      const values = valuesOf(contact, audienceOf(id, facts.texts, false, variablesOf(facts.settings), facts.columns).values);
      const sends = to.flatMap((recipient) => messages.map((variant) => ({ ...recipient, variant: variant.number, body: render(variant.text, values).text })));
      const written = await transact((tx) =>
        deliveries.submit(
          tx,
          companyId,
          sends.map(({ number, isGroup, body }) => ({
            connectionId: whatsappId,
            kind: 'direct',
            priority: LanePriority.direct,
            recipient: number,
            isGroup,
            name: contact.name,
            body,
            media: mediaOf(campaign),
            ticketPlan: null,
            idempotencyKey: null,
          })),
        ),
      );
      return written.map(({ id: delivery }, i) => ({ id: delivery, number: sends[i]?.number ?? '', variant: sends[i]?.variant ?? 0 }));
    },
  };
}

const none: Exclusions = { invalid_number: 0, opt_out: 0, contact_inactive: 0 };
const nobody = { name: '', number: '', email: '', variables: {} };

/** A column of the list hides a variable of the company that has its name. */
function variablesIn(company: readonly string[], columns: readonly string[]): Variables {
  const sources = new Map<string, Variables[number]['source']>();
  for (const key of company) sources.set(key, 'company');
  for (const key of columns) sources.set(key, 'list');
  for (const key of BUILT_IN_KEYS) sources.set(key, 'contact');
  return [...sources].map(([key, source]) => ({ key, source }));
}

function sampleOf(item: ListItem, audience: Audience, variables: Variables): Preview['samples'][number] {
  const values = valuesOf(item, audience.values);
  const { text, variant } = textFor(item.number, audience.messages, audience.campaignId, values);
  const { id: itemId, number, name } = item;
  return { itemId, number, name, text, variant, values: Object.fromEntries(variables.map(({ key }) => [key, values.get(key) ?? ''])) };
}
