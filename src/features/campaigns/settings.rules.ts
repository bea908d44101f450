/** The pace and the variables of a company's campaigns, as its users set them. Pure. */
import { z } from 'zod';
import type { CampaignPace } from '../deliveries';
import { seconds } from '../../kernel/clock';
import { templateKey } from '../../kernel/text';

const wholeNumber = (max: number) => z.coerce.number().int().min(0).max(max);
const VARIABLE_KEY = /^[\p{L}\p{N}_]{1,40}$/u;

/** What a client sends; what it leaves out stays as it is. Intervals in seconds, as front ends of the family show them. */
export const settingsInput = z.object({
  /** Between two messages. */
  messageInterval: wholeNumber(86_400).optional(),
  /** A longer pause after every so many messages; 0: never. A count, not a time. */
  longerIntervalAfter: wholeNumber(1_000_000).optional(),
  greaterInterval: wholeNumber(86_400).optional(),
  variables: z
    .array(z.object({ key: z.string().trim().regex(VARIABLE_KEY, 'variable_key'), value: z.string().max(4_096) }))
    .max(100)
    .optional(),
});

export interface Settings {
  readonly messageInterval: number;
  readonly longerIntervalAfter: number;
  readonly greaterInterval: number;
  readonly variables: readonly { readonly key: string; readonly value: string }[];
}

const defaults: Settings = { messageInterval: 20, longerIntervalAfter: 20, greaterInterval: 60, variables: [] };

/** @param stored by key; was checked by `settingsInput` when it was written. */
export function settingsOf(stored: Readonly<Record<string, unknown>>): Settings {
  const set = settingsInput.parse(stored);
  return {
    messageInterval: set.messageInterval ?? defaults.messageInterval,
    longerIntervalAfter: set.longerIntervalAfter ?? defaults.longerIntervalAfter,
    greaterInterval: set.greaterInterval ?? defaults.greaterInterval,
    variables: set.variables ?? defaults.variables,
  };
}

export function paceOf(settings: Settings): CampaignPace {
  return {
    messageIntervalMs: seconds(settings.messageInterval),
    longerIntervalAfter: settings.longerIntervalAfter,
    greaterIntervalMs: seconds(settings.greaterInterval),
  };
}

/** By template key; of two that differ in case or accents only, the last counts. */
export function variablesOf(settings: Settings): Record<string, string> {
  return Object.fromEntries(settings.variables.map(({ key, value }) => [templateKey(key), value]));
}
