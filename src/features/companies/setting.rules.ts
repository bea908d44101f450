/**
 * The switches of a company: every key there is, what it may be, what it is unless set, and what it does in the words of
 * the screen. Nothing is stored of a switch that was never touched.
 */
import { z } from 'zod';
import type { Text } from '../../platform/http/texts';

interface Rule<Value> {
  readonly schema: z.ZodType<Value>;
  readonly unless: Value;
  /** Null: any value of the schema. */
  readonly options: readonly string[] | null;
  readonly label: Text;
  readonly help: Text;
}

const SWITCH = ['enabled', 'disabled'] as const;
type Switch = (typeof SWITCH)[number];
const say = (pt: string, en: string): Text => ({ 'pt-BR': pt, en });

const toggle = (unless: Switch, label: Text, help: Text): Rule<Switch> => ({ schema: z.enum(SWITCH), unless, options: SWITCH, label, help });
const count = (unless: number, most: number, label: Text, help: Text): Rule<number> => ({
  schema: z.union([z.number(), z.string().regex(/^\d{1,9}$/).transform(Number)]).pipe(z.number().int().min(0).max(most)),
  unless, options: null, label, help,
});

export const settingRules = {
  sendGreetingMessageOneQueues: toggle(
    'disabled',
    say('Avisar que está procurando um atendente', 'Say that an attendant is being looked for'),
    say('Quando o roteador distribui um atendimento, o cliente recebe um aviso de espera.', 'When the router hands a ticket out, the customer is told to wait.'),
  ),
  sendSignMessage: toggle(
    'disabled',
    say('Assinar respostas com o nome do atendente', 'Sign replies with the name of the attendant'),
    say('O nome vem em negrito, na primeira linha da mensagem.', 'The name comes in bold, on the first line of the message.'),
  ),
  showAllTickets: toggle(
    'disabled',
    say('Atendentes veem os atendimentos de todos', 'Attendants see the tickets of everybody'),
    say('Desligado: cada um vê os seus e os que não são de ninguém.', 'Off: each sees his own and those of nobody.'),
  ),
  campaignConfirmAbove: count(
    500,
    100_000_000,
    say('Confirmar campanhas acima de', 'Confirm campaigns above'),
    say('Para mais contatos do que isto, quem inicia digita a quantidade; 0 pede sempre.', 'For more contacts than this, whoever starts it types the number; 0 always asks.'),
  ),
} as const;

export type SettingKey = keyof typeof settingRules;
/** Every switch with its value, set or not. */
export type CompanySettings = { readonly [K in SettingKey]: z.output<(typeof settingRules)[K]['schema']> };

export const settingKeys = Object.keys(settingRules) as SettingKey[];

export function isSettingKey(key: string): key is SettingKey {
  return Object.hasOwn(settingRules, key);
}

/** @param stored by key; one that is no longer allowed counts as not set. */
export function settingsOf(stored: Readonly<Record<string, unknown>>): CompanySettings {
  const entries = settingKeys.map((key) => {
    const { schema, unless } = settingRules[key];
    const set = schema.safeParse(stored[key]);
    return [key, set.success ? set.data : unless];
  });
  return Object.fromEntries(entries) as CompanySettings;
}
