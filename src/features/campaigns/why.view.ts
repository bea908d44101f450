/** Why a recipient is where it is, told from its row alone: what happened, what holds it, what comes next. */
import { z } from 'zod';
import type { LaneView } from '../deliveries';
import type { Language, Text } from '../../platform/http/texts';
import { pauseTextOf } from './campaign.texts';
import { CampaignStatus, type Campaign } from './campaign.types';
import type { ShippingRow } from './report.store';
import { nextTexts, reasonTexts, stateTexts, stepTexts } from './why.texts';

export const storyShape = z.object({
  id: z.number(),
  number: z.string(),
  name: z.string(),
  state: z.string(),
  summary: z.string(),
  steps: z.array(z.object({ at: z.string(), text: z.string() })),
  next: z.object({ text: z.string(), at: z.string().nullable() }),
});
export type Story = z.output<typeof storyShape>;

export interface StoryFacts {
  readonly shipping: ShippingRow;
  readonly events: readonly { readonly at: Date; readonly type: string; readonly detail: Readonly<Record<string, unknown>> }[];
  readonly campaign: Pick<Campaign, 'status' | 'pauseReason'>;
  /** Null when the campaign's connection is gone. */
  readonly lane: Pick<LaneView, 'waiting' | 'connected'> | null;
  readonly now: Date;
}

export function storyOf(facts: StoryFacts, language: Language): Story {
  const { shipping } = facts;
  const say = (text: Text, values: Readonly<Record<string, string>> = {}): string =>
    text[language].replace(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place).trim();
  const reason = reasonOf(shipping, language);
  const [summary, next] = [summaryOf(shipping), nextOf(facts, language)];
  return {
    id: shipping.id,
    number: shipping.recipient,
    name: shipping.name,
    state: shipping.state,
    summary: say(summary, { reason }),
    steps: stepsOf(facts)
      .sort((a, b) => a.at.getTime() - b.at.getTime())
      .map(({ at, text, values }) => ({ at: at.toISOString(), text: say(text, { reason, ...values }) })),
    next: { text: say(next.text, { reason, ...next.values }), at: next.at?.toISOString() ?? null },
  };
}

function summaryOf(shipping: ShippingRow): Text {
  return shipping.state === 'awaiting' && shipping.askedAt === null ? stateTexts.awaitingUnasked : stateTexts[shipping.state];
}

interface Step {
  readonly at: Date;
  readonly text: Text;
  readonly values?: Readonly<Record<string, string>>;
}

function stepsOf({ shipping, events }: StoryFacts): Step[] {
  const { createdAt, askedAt, answeredAt, claimedAt, sentAt, deliveredAt, readAt, repliedAt, failedAt, attempts, variant } = shipping;
  const steps: (Omit<Step, 'at'> & { at: Date | null })[] = [
    { at: createdAt, text: stepTexts.prepared, values: { variant: String(variant) } },
    { at: askedAt, text: stepTexts.asked },
    { at: answeredAt, text: stepTexts.answered },
    { at: attempts > 0 ? claimedAt : null, text: stepTexts.tried, values: { attempts: String(attempts) } },
    { at: sentAt, text: stepTexts.sent },
    { at: deliveredAt, text: stepTexts.delivered },
    { at: readAt, text: stepTexts.read },
    { at: repliedAt, text: stepTexts.replied },
    { at: failedAt, text: stepTexts.failed },
    ...events.map(({ at, type, detail }) =>
      type === 'reopened' ? { at, text: stepTexts.reopened, values: { from: textOf(detail['from']) } } : { at, text: stepTexts.other, values: { type } },
    ),
  ];
  return steps.flatMap(({ at, ...step }) => (at === null ? [] : [{ at, ...step }]));
}

interface Next {
  readonly text: Text;
  readonly at?: Date | null;
  readonly values?: Readonly<Record<string, string>>;
}

function nextOf(facts: StoryFacts, language: Language): Next {
  switch (facts.shipping.state) {
    case 'pending':
      return nextOfPending(facts, language);
    case 'awaiting':
      return facts.shipping.askedAt === null ? nextOfPending(facts, language) : { text: nextTexts.answer };
    case 'sending':
    case 'unknown':
      return { text: nextTexts.echo };
    case 'failed':
    case 'held':
      return { text: nextTexts.retryFailed };
    case 'cancelled':
      return { text: nextTexts.restart };
    case 'sent':
    case 'delivered':
    case 'read':
    case 'skipped':
      return { text: nextTexts.nothing };
  }
}

/** The widest thing that holds it, first. */
function nextOfPending({ shipping, campaign, lane, now }: StoryFacts, language: Language): Next {
  if (campaign.status === CampaignStatus.paused) {
    return { text: nextTexts.paused, values: { reason: campaign.pauseReason === null ? '' : pauseTextOf(campaign.pauseReason, language) } };
  }
  if (campaign.status === CampaignStatus.cancelled) return { text: nextTexts.cancelling };
  if (lane === null) return { text: nextTexts.noConnection };
  if (lane.waiting?.reason === 'company_suspended') return { text: nextTexts.company_suspended };
  if (!lane.connected) return { text: nextTexts.disconnected };
  if (shipping.errorCode !== null && shipping.dueAt > now) return { text: nextTexts.retry, at: shipping.dueAt };
  if (lane.waiting === null) return { text: nextTexts.inTurn };
  const { reason, until } = lane.waiting;
  return { text: reason in nextTexts ? nextTexts[reason as keyof typeof nextTexts] : nextTexts.inTurn, at: until };
}

/** Why it failed or was skipped: our own reasons in the reader's language, a provider's as it gave it. */
export function reasonOf({ errorCode, errorText }: Pick<ShippingRow, 'errorCode' | 'errorText'>, language: Language): string {
  return reasonTexts[errorCode ?? '']?.[language] ?? errorText ?? errorCode ?? '';
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
