/** What is wrong with a schedule as a user wrote it: every fault at once, each at its field. */
import type { Fault } from '../../kernel/errors';
import { hours, minutes } from '../../kernel/clock';
import { CONTACT_KEYS } from '../../kernel/contact-values';
import { templateKeys } from '../../kernel/text';
import { Interval, type ScheduleDraft } from './schedule.types';

/** More firings than this are a campaign, or a mistake. */
export const MAX_FIRINGS = 1_000;
const MAX_YEARS_AHEAD = 5;
/** From the first firing to the last one. */
const MAX_YEARS_LONG = 10;
/** A form is filled in for "now" and sent a moment later. */
const GRACE_MS = minutes(1);

const DAYS = { [Interval.days]: 1, [Interval.weeks]: 7, [Interval.months]: 31, [Interval.minutes]: 1 / 1_440 } as const;
const YEAR_MS = hours(24) * 365.25;

/** What the database knows of a draft's references. What is not referred to counts as there. */
export interface Facts {
  readonly contactExists: boolean;
  readonly userExists: boolean;
  readonly connectionExists: boolean;
  readonly queueExists: boolean;
  readonly ticketUserExists: boolean;
}

/** With the values that its text names. */
export type ScheduleFault = Fault & Readonly<Record<string, string | number>>;

const fault = (path: string, code: string, message: string, values: Record<string, string | number> = {}): ScheduleFault => ({ path, code, message, ...values });

/** @param dated whether its date is new: one that was accepted before may have come near meanwhile. */
export function faultsOf(draft: ScheduleDraft, facts: Facts, now: Date, dated: boolean): ScheduleFault[] {
  return [...referenceFaults(facts), ...textFaults(draft), ...(dated ? dateFaults(draft, now) : []), ...rhythmFaults(draft)];
}

function referenceFaults(facts: Facts): ScheduleFault[] {
  const faults: ScheduleFault[] = [];
  if (!facts.contactExists) faults.push(fault('contactId', 'contact_not_found', 'No such contact'));
  if (!facts.userExists) faults.push(fault('userId', 'user_not_found', 'No such user'));
  if (!facts.connectionExists) faults.push(fault('whatsappId', 'connection_not_found', 'No such connection'));
  if (!facts.queueExists) faults.push(fault('queueId', 'queue_not_found', 'No such service queue'));
  if (!facts.ticketUserExists) faults.push(fault('ticketUserId', 'user_not_found', 'No such user'));
  return faults;
}

function textFaults({ body, mediaPath }: ScheduleDraft): ScheduleFault[] {
  if (body.trim() === '' && mediaPath === null) return [fault('body', 'body_missing', 'A schedule needs a text or a file')];
  const unknown = templateKeys(body).filter((key) => !CONTACT_KEYS.some((known) => known === key));
  return unknown.map((variable) => fault('body', 'schedule_variable_unknown', 'A variable has no value', { variable }));
}

function dateFaults({ startAt }: ScheduleDraft, now: Date): ScheduleFault[] {
  const ahead = startAt.getTime() - now.getTime();
  if (ahead < -GRACE_MS) return [fault('sendAt', 'date_in_the_past', 'The date is over')];
  return ahead > MAX_YEARS_AHEAD * YEAR_MS ? [fault('sendAt', 'date_too_far', 'The date is too far ahead', { years: MAX_YEARS_AHEAD })] : [];
}

function rhythmFaults({ intervalo, valorIntervalo, enviarQuantasVezes, nextNumber }: ScheduleDraft): ScheduleFault[] {
  if (enviarQuantasVezes > MAX_FIRINGS) return [fault('enviarQuantasVezes', 'too_many_firings', 'Too many firings', { maximum: MAX_FIRINGS })];
  if (enviarQuantasVezes <= nextNumber) return [fault('enviarQuantasVezes', 'fewer_than_fired', 'More firings than that are over', { fired: nextNumber })];
  const lasts = DAYS[intervalo] * hours(24) * valorIntervalo * (enviarQuantasVezes - 1);
  return lasts > MAX_YEARS_LONG * YEAR_MS ? [fault('valorIntervalo', 'series_too_long', 'The last firing is too far ahead', { years: MAX_YEARS_LONG })] : [];
}
