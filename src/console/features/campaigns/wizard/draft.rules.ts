/** What the wizard holds while a campaign is written, and when each step of it is complete. Pure. */
import { templateKeys } from '../../../../kernel/text';
import type { Campaign } from '../../../api/live.types';
import { wallTimeOf, type WallTime } from '../../../ui/wall-time';

export interface Draft {
  readonly name: string;
  readonly contactListId: number | null;
  readonly whatsappId: number | null;
  /** 1..5 variants; blank ones are not sent. */
  readonly messages: readonly string[];
  readonly confirmation: boolean;
  readonly questions: readonly string[];
  readonly timeoutMinutes: number;
  readonly openTicket: boolean;
  readonly statusTicket: Campaign['statusTicket'];
  readonly queueId: number | null;
  readonly userId: number | null;
  readonly when: 'now' | 'later';
  /** On the company's clocks; '' until it is chosen. */
  readonly at: WallTime;
}

export const STEPS = ['audience', 'messages', 'attendance', 'pace', 'review'] as const;
export type Step = (typeof STEPS)[number];

export const VARIANTS = 5;
/** WhatsApp takes no longer text. */
export const MAX_TEXT = 4_096;
const MAX_TIMEOUT_MINUTES = 43_200;

export const blankDraft: Draft = {
  name: '',
  contactListId: null,
  whatsappId: null,
  messages: [''],
  confirmation: false,
  questions: [''],
  timeoutMinutes: 1_440,
  openTicket: false,
  statusTicket: 'pending',
  queueId: null,
  userId: null,
  when: 'now',
  at: '',
};

export function draftOf(campaign: Campaign, timeZone: string): Draft {
  const { name, contactListId, whatsappId, confirmation, confirmationTimeoutMinutes, openTicket, statusTicket, queueId, userId, scheduledAt } = campaign;
  const { message1, message2, message3, message4, message5 } = campaign;
  const { confirmationMessage1, confirmationMessage2, confirmationMessage3, confirmationMessage4, confirmationMessage5 } = campaign;
  return {
    name,
    contactListId,
    whatsappId,
    messages: withoutTail([message1, message2, message3, message4, message5]),
    confirmation,
    questions: withoutTail([confirmationMessage1, confirmationMessage2, confirmationMessage3, confirmationMessage4, confirmationMessage5]),
    timeoutMinutes: confirmationTimeoutMinutes,
    openTicket: openTicket === 'enabled',
    statusTicket,
    queueId,
    userId,
    when: scheduledAt === null ? 'now' : 'later',
    at: scheduledAt === null ? '' : wallTimeOf(scheduledAt, timeZone),
  };
}

/** At least the first, blank or not. */
function withoutTail(texts: readonly string[]): readonly string[] {
  const last = texts.findLastIndex((text) => text !== '');
  return texts.slice(0, Math.max(1, last + 1));
}

/** What is saved at each step: all but the hour, which is an order and given at the end. */
export function bodyOf(draft: Draft) {
  const { name, contactListId, whatsappId, messages, confirmation, questions, timeoutMinutes, openTicket, statusTicket, queueId, userId } = draft;
  const [message1 = '', message2 = '', message3 = '', message4 = '', message5 = ''] = messages;
  const [confirmationMessage1 = '', confirmationMessage2 = '', confirmationMessage3 = '', confirmationMessage4 = '', confirmationMessage5 = ''] = questions;
  return {
    name: name.trim(),
    contactListId,
    whatsappId,
    message1,
    message2,
    message3,
    message4,
    message5,
    confirmation,
    confirmationTimeoutMinutes: timeoutMinutes,
    confirmationMessage1,
    confirmationMessage2,
    confirmationMessage3,
    confirmationMessage4,
    confirmationMessage5,
    openTicket,
    statusTicket,
    queueId,
    userId,
  };
}

/** As the API names fields, so that its faults and ours meet at the same place. */
export type Faults = Readonly<Record<string, FaultCode>>;
export type FaultCode = 'nameMissing' | 'listMissing' | 'connectionMissing' | 'messageMissing' | 'questionMissing' | 'textTooLong' | 'unknownVariable' | 'timeoutWrong' | 'timeMissing' | 'timePast';

/** @param known template keys with a value; null: nobody knows yet */
export function unknownIn(text: string, known: ReadonlySet<string> | null): readonly string[] {
  return known === null ? [] : templateKeys(text).filter((key) => !known.has(key));
}

/** @param now on the company's clocks */
export function faultsOf(step: Step, draft: Draft, known: ReadonlySet<string> | null, now: WallTime): Faults {
  switch (step) {
    case 'audience':
      return {
        ...(draft.name.trim() === '' && { name: 'nameMissing' as const }),
        ...(draft.contactListId === null && { contactListId: 'listMissing' as const }),
        ...(draft.whatsappId === null && { whatsappId: 'connectionMissing' as const }),
      };
    case 'messages':
      return textFaults('message', draft.messages, known, 'messageMissing');
    case 'attendance': {
      const { confirmation, questions, timeoutMinutes } = draft;
      const timeoutFits = Number.isInteger(timeoutMinutes) && timeoutMinutes >= 1 && timeoutMinutes <= MAX_TIMEOUT_MINUTES;
      if (!confirmation) return {};
      return { ...textFaults('confirmationMessage', questions, known, 'questionMissing'), ...(!timeoutFits && { confirmationTimeoutMinutes: 'timeoutWrong' as const }) };
    }
    case 'pace':
      if (draft.when === 'now') return {};
      if (draft.at === '') return { scheduledAt: 'timeMissing' };
      return draft.at <= now ? { scheduledAt: 'timePast' } : {};
    case 'review':
      return {};
  }
}

function textFaults(field: string, texts: readonly string[], known: ReadonlySet<string> | null, missing: FaultCode): Faults {
  if (texts.every((text) => text.trim() === '')) return { [`${field}1`]: missing };
  return Object.fromEntries(
    texts.flatMap((text, i): [string, FaultCode][] => {
      if (text.length > MAX_TEXT) return [[`${field}${i + 1}`, 'textTooLong']];
      return unknownIn(text, known).length > 0 ? [[`${field}${i + 1}`, 'unknownVariable']] : [];
    }),
  );
}

/** The step at which a field of the API stands. */
export function stepOf(path: string): Step {
  if (/^message\d$/.test(path)) return 'messages';
  if (/^(confirmation|openTicket|statusTicket|queueId|userId)/.test(path)) return 'attendance';
  return path === 'scheduledAt' ? 'pace' : 'audience';
}

/** Whether something would be lost that a person has typed. The hour does not count: it is kept without being said. */
export function sameTexts(a: Draft, b: Draft): boolean {
  const texts = (draft: Draft): string => JSON.stringify({ ...bodyOf(draft) });
  return texts(a) === texts(b);
}

/** Puts `inserted` where the cursor is, or over what is selected. @returns the text, and where the cursor stands after it */
export function insertAt(text: string, from: number, to: number, inserted: string): { readonly text: string; readonly cursor: number } {
  return { text: text.slice(0, from) + inserted + text.slice(to), cursor: from + inserted.length };
}
