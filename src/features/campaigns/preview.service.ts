/** What a campaign would do, through the code that does it: the same texts, the same variants, the same gate. */
import { audienceStore, type ListItem } from '../contacts';
import { LanePriority } from '../deliveries';
import { found, Invalid } from '../../kernel/errors';
import type { CampaignId, CompanyId, DeliveryId } from '../../kernel/ids';
import { render } from '../../kernel/text';
import { audienceOf, keysOf, textFor, valuesOf, type Audience } from './audience.rules';
import { campaignStore, type CampaignRecord } from './campaign.store';
import { CampaignStatus, mediaOf, type Campaign } from './campaign.types';
import { countersOf, type Forecast, type Preview } from './campaign.view';
import type { CampaignsDeps } from './deps';
import { gatherFacts, type CampaignFacts } from './facts';
import { listFactsStore, type Exclusions } from './list-facts.store';
import { paceOf, settingsOf, variablesOf } from './settings.rules';
import { settingsStore } from './settings.store';

const SAMPLES = 20;

/** As `phone()` of contacts reads one. */
export interface Recipient {
  readonly number: string;
  readonly isGroup: boolean;
}

export function previewService({ db, transact, clock, deliveries }: CampaignsDeps) {
  /** When `count` messages of the campaign will have left; null when it has no connection or nothing to send. */
  async function forecast({ companyId, whatsappId, scheduledAt, snapshot }: Campaign, count: number): Promise<Forecast | null> {
    if (whatsappId === null || count === 0) return null;
    const pace = snapshot?.pace ?? paceOf(settingsOf(await settingsStore(db).all(companyId)));
    const now = clock.now();
    const startsAt = snapshot === null && scheduledAt !== null && scheduledAt > now ? scheduledAt : now;
    const end = await deliveries.forecast(companyId, whatsappId, pace, count, startsAt);
    if (end === null) return null;
    return { startsAt: startsAt.toISOString(), endsAt: end.endsAt.toISOString(), remaining: count, perMinute: rounded(end.perMinute) };
  }

  return {
    /** For a campaign under way: what is left, from now on. For one that has not begun: all of its list. */
    async forecastOf(record: CampaignRecord): Promise<Forecast | null> {
      const { companyId, contactListId, status } = record;
      if (status === CampaignStatus.cancelled || status === CampaignStatus.finished) return null;
      const listed = contactListId === null ? 0 : await audienceStore(db).countItems(companyId, contactListId);
      const { total, pending } = countersOf(record);
      const toWrite = record.preparedAt === null ? Math.max(0, listed - total) : 0;
      return forecast(record, pending + toWrite);
    },

    /** Recipients that are not left out: of the rows once they are written, before that whoever is on the list. */
    async validsOf(record: CampaignRecord): Promise<number> {
      const { total, skipped } = countersOf(record);
      if (record.preparedAt !== null) return total - skipped;
      return record.contactListId === null ? 0 : audienceStore(db).countItems(record.companyId, record.contactListId);
    },

    /** @throws NotFound */
    async preview(companyId: CompanyId, id: CampaignId): Promise<Preview> {
      const campaign = found(await campaignStore(db).find(companyId, id), 'Campaign');
      const { contactListId } = campaign;
      const facts = await gatherFacts(db, companyId, campaign);
      const audience = audienceFrom(campaign, facts);
      const items = contactListId === null || facts.listSize === null ? [] : await audienceStore(db).sampleItems(companyId, contactListId, SAMPLES);
      const excluded = contactListId === null ? none : await listFactsStore(db).exclusions(companyId, contactListId);
      const recipients = (facts.listSize ?? 0) - excluded.invalid_number - excluded.opt_out - excluded.contact_inactive;
      return {
        recipients,
        excluded: Object.entries(excluded).flatMap(([reason, count]) => (count > 0 ? [{ reason, count }] : [])),
        samples: items.map((item) => sampleOf(item, audience)),
        unresolved: facts.knownKeys === null ? [] : keysOf(facts.texts).filter((key) => facts.knownKeys?.has(key) === false),
        forecast: await forecast(campaign, recipients),
      };
    },

    /**
     * Sends the campaign's texts, as its first contact would get them, to the operator's own numbers.
     * @param only the number of one message; all of them when null.
     * @throws NotFound, Invalid
     */
    async testSend(
      companyId: CompanyId,
      id: CampaignId,
      to: readonly Recipient[],
      only: number | null,
    ): Promise<{ id: DeliveryId; number: string; variant: number }[]> {
      const campaign = found(await campaignStore(db).find(companyId, id), 'Campaign');
      const { whatsappId, contactListId } = campaign;
      if (whatsappId === null) throw Invalid.field('whatsappId', 'connection_missing', 'Choose a connection');
      const facts = await gatherFacts(db, companyId, campaign);
      const messages = facts.texts.messages.filter((variant) => only === null || variant.number === only);
      if (messages.length === 0) throw Invalid.field(only === null ? 'message1' : 'variant', 'message_missing', 'There is no such message');
      const contact = (contactListId === null ? [] : await audienceStore(db).sampleItems(companyId, contactListId, 1))[0] ?? nobody;
      const values = valuesOf(contact, audienceFrom(campaign, facts).values);
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

function audienceFrom(campaign: Campaign, { texts, settings, columns }: CampaignFacts): Audience {
  return audienceOf(campaign.id, texts, campaign.mediaPath !== null, variablesOf(settings), columns);
}

function sampleOf(item: ListItem, audience: Audience): Preview['samples'][number] {
  const { text, variant } = textFor(item.number, audience.messages, audience.campaignId, valuesOf(item, audience.values));
  return { number: item.number, name: item.name, text, variant };
}

const rounded = (n: number): number => Math.round(n * 10) / 10;
