/** The messages of a campaign side by side: what became of the recipients of each. */
import { z } from 'zod';
import type { DeliveryState } from '../deliveries';
import type { CampaignRecord } from './campaign.store';

/** Share of what it is a share of, 0..1; null when there is nothing yet to take a share of. */
const rate = z.number().nullable();

export const variantShape = z.object({
  /** Which of message1..5. */
  variant: z.number(),
  message: z.string(),
  total: z.number(),
  /** Taken by the provider, whatever was heard of them since: delivered and read ones too. */
  sent: z.number(),
  /** Read ones too. */
  delivered: z.number(),
  read: z.number(),
  replied: z.number(),
  failed: z.number(),
  skipped: z.number(),
  /** Of those sent; failures: of those tried. */
  rates: z.object({ delivered: rate, read: rate, replied: rate, failed: rate }),
});
export type VariantView = z.output<typeof variantShape>;

export const variantsShape = z.object({ variants: z.array(variantShape) });

export interface VariantCount {
  readonly variant: number;
  /** A state of the ledger, or `replied`. */
  readonly state: string;
  readonly count: number;
}

/** @returns the messages that somebody got or is to get, in their order. */
export function variantsView(campaign: Pick<CampaignRecord, MessageField>, counts: readonly VariantCount[]): z.output<typeof variantsShape> {
  const variants = [...new Set(counts.map(({ variant }) => variant))].filter((variant) => variant > 0).sort((a, b) => a - b);
  return { variants: variants.map((variant) => variantView(variant, messageOf(campaign, variant), counts.filter((count) => count.variant === variant))) };
}

function variantView(variant: number, message: string, counts: readonly VariantCount[]): VariantView {
  const at = (...states: (DeliveryState | 'replied')[]): number => counts.reduce((sum, { state, count }) => ((states as string[]).includes(state) ? sum + count : sum), 0);
  const [sent, delivered, read, replied, failed] = [at('sent', 'delivered', 'read'), at('delivered', 'read'), at('read'), at('replied'), at('failed')];
  return {
    variant, message, sent, delivered, read, replied, failed,
    total: counts.reduce((sum, { state, count }) => (state === 'replied' ? sum : sum + count), 0),
    skipped: at('skipped'),
    rates: { delivered: share(delivered, sent), read: share(read, sent), replied: share(replied, sent), failed: share(failed, sent + failed) },
  };
}

type MessageField = `message${1 | 2 | 3 | 4 | 5}`;

const messageOf = (campaign: Pick<CampaignRecord, MessageField>, variant: number): string => campaign[`message${variant}` as MessageField] ?? '';

const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
