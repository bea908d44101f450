/**
 * Who gets which text. Pure, and fixed by (campaign, recipient, snapshot) alone: the preview, the first preparation and
 * one repeated after a crash say the same.
 */
import type { ListItem } from '../contacts';
import type { NewShipping, SkipReason } from '../deliveries';
import type { CampaignId } from '../../kernel/ids';
import { compileTemplate, templateKey, templateKeys, type Rendered, type Template, type TemplateValues } from '../../kernel/text';
import { Step, type Variant } from './campaign.types';

/** Always there, whatever the list holds. */
export const BUILT_IN_KEYS = ['nome', 'primeiro_nome', 'email', 'numero'] as const;

export interface Texts {
  readonly messages: readonly Variant[];
  /** Empty unless recipients are asked first. */
  readonly confirmationMessages: readonly Variant[];
}

interface CompiledVariant {
  readonly number: number;
  readonly template: Template;
}

/** What every recipient of a campaign shares, made once a slice and not once a recipient. */
export interface Audience {
  readonly campaignId: CampaignId;
  readonly messages: readonly CompiledVariant[];
  readonly confirmationMessages: readonly CompiledVariant[];
  /** A media may stand without a text. */
  readonly hasMedia: boolean;
  readonly values: ReadonlyMap<string, string>;
}

/**
 * @param companyVariables by template key.
 * @param knownKeys keys with a value somewhere in the list: a recipient whose cell is blank gets a blank there.
 */
export function audienceOf(
  campaignId: CampaignId,
  texts: Texts,
  hasMedia: boolean,
  companyVariables: Readonly<Record<string, string>>,
  knownKeys: Iterable<string>,
): Audience {
  const values = new Map<string, string>();
  for (const key of knownKeys) values.set(key, '');
  for (const [key, value] of Object.entries(companyVariables)) values.set(templateKey(key), value);
  return { campaignId, messages: texts.messages.map(compiled), confirmationMessages: texts.confirmationMessages.map(compiled), hasMedia, values };
}

const compiled = ({ number, text }: Variant): CompiledVariant => ({ number, template: compileTemplate(text) });

/** The keys that the texts use, each once. */
export function keysOf(texts: Texts): string[] {
  return [...new Set([...texts.messages, ...texts.confirmationMessages].flatMap((variant) => templateKeys(variant.text)))];
}

/** The rows of one recipient: the message, and the question before it when the campaign asks first. */
export function shippingsOf(item: ListItem, audience: Audience): NewShipping[] {
  const values = valuesOf(item, audience.values);
  const message = textFor(item.number, audience.messages, audience.campaignId, values);
  const row = { listItemId: item.id, recipient: item.number, isGroup: item.isGroup, name: item.name };
  const skipReason = skipReasonOf(item, message.text, audience.hasMedia);
  const asks = audience.confirmationMessages.length > 0;
  const state = skipReason !== null ? 'skipped' : asks ? 'awaiting' : 'pending';
  const shipping: NewShipping = { ...row, step: Step.message, variant: message.variant, body: message.text, state, skipReason };
  if (!asks || skipReason !== null) return [shipping];
  const question = textFor(item.number, audience.confirmationMessages, audience.campaignId, values);
  return [shipping, { ...row, step: Step.question, variant: question.variant, body: question.text, state: 'pending', skipReason: null }];
}

function skipReasonOf(item: ListItem, text: string, hasMedia: boolean): SkipReason | null {
  if (item.isWhatsappValid === false) return 'invalid_number';
  if (item.optedOut) return 'opt_out';
  return text.trim() === '' && !hasMedia ? 'empty_message' : null;
}

/** The text one recipient gets, and which of the variants it is. */
export function textFor(
  recipient: string,
  variants: readonly CompiledVariant[],
  campaignId: CampaignId,
  values: TemplateValues,
): Rendered & { variant: number } {
  const chosen = variants[pick(campaignId, recipient, variants.length)];
  if (chosen === undefined) return { text: '', unresolved: [], variant: 0 };
  const { text, unresolved } = chosen.template(values);
  return { text, unresolved, variant: chosen.number };
}

/**
 * A recipient's own cells (their keys are template keys) win over the company's variables; what it is called is never
 * overridden. Looked up, not copied into a map: most texts use two or three of them, for a million recipients.
 */
export function valuesOf(item: Pick<ListItem, 'name' | 'number' | 'email' | 'variables'>, shared: TemplateValues): TemplateValues {
  const { name, number, email, variables } = item;
  return {
    get(key) {
      if (key === 'nome') return name;
      if (key === 'numero') return number;
      if (key === 'email') return email;
      if (Object.hasOwn(variables, key)) return variables[key];
      return key === 'primeiro_nome' ? firstWord(name) : shared.get(key);
    },
  };
}

function firstWord(name: string): string {
  const trimmed = name.trim();
  const end = trimmed.search(/\s/);
  return end === -1 ? trimmed : trimmed.slice(0, end);
}

/** Uniform over 0..count-1, and the same for ever: no second preparation can give a recipient another text. */
export function pick(campaignId: number, recipient: string, count: number): number {
  if (count < 2) return 0;
  // FNV-1a, then murmur's finalizer: FNV alone leaves its low bits to the last digit of the number.
  let hash = 0x811c9dc5 ^ campaignId;
  for (let i = 0; i < recipient.length; i += 1) hash = Math.imul(hash ^ recipient.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) % count;
}
