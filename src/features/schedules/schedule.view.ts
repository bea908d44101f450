/** Schedules as the API and the browser events show them, in the names of the family. */
import { z } from 'zod';
import type { Language } from '../../platform/http/texts';
import { defineEvent } from '../../platform/realtime/realtime';
import { firingsFrom, type Firing } from './schedule.rules';
import type { ScheduleRecord } from './schedule.store';
import { reasonTextOf, whyTexts } from './schedule.texts';
import { LATENESS, ScheduleStatus, type Occurrence, type Rhythm } from './schedule.types';

const named = z.object({ id: z.number(), name: z.string() });

export const scheduleShape = z.object({
  id: z.number(),
  companyId: z.number(),
  body: z.string(),
  status: z.enum(ScheduleStatus),
  /** When the next firing is due; of a schedule that is over, when its last one was. */
  sendAt: z.string(),
  /** When the last message of it left. */
  sentAt: z.string().nullable(),
  contactId: z.number(),
  userId: z.number().nullable(),
  whatsappId: z.number().nullable(),
  contact: z.object({ id: z.number(), name: z.string(), number: z.string(), isGroup: z.boolean() }),
  user: named.nullable(),
  whatsapp: named.nullable(),
  mediaPath: z.string().nullable(),
  mediaName: z.string().nullable(),
  mediaType: z.string().nullable(),
  assinar: z.boolean(),
  openTicket: z.enum(['enabled', 'disabled']),
  statusTicket: z.enum(['open', 'pending', 'closed']),
  queueId: z.number().nullable(),
  ticketUserId: z.number().nullable(),
  /** 1 days, 2 weeks, 3 months, 4 minutes. */
  intervalo: z.number(),
  /** 0: once. */
  valorIntervalo: z.number(),
  enviarQuantasVezes: z.number(),
  /** Firings that are over, sent or not. */
  contadorEnvio: z.number(),
  /** 4 any day, 5 the business day before, 6 the business day after. */
  tipoDias: z.number(),
  lateness: z.enum(LATENESS),
  latenessMinutes: z.number(),
  startAt: z.string(),
  timezone: z.string(),
  version: z.number(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type ScheduleView = z.output<typeof scheduleShape>;

const dateShape = z.object({ at: z.string(), local: z.string() });

export const schedulePageShape = scheduleShape.extend({
  /** The last 50, newest first. */
  occurrences: z.array(
    z.object({
      number: z.number(),
      dueAt: z.string(),
      state: z.enum(['queued', 'sent', 'failed', 'missed', 'cancelled']),
      reason: z.string().nullable(),
      reasonText: z.string().nullable(),
      deliveryId: z.number().nullable(),
      retries: z.number(),
      settledAt: z.string().nullable(),
    }),
  ),
  nextDates: z.array(dateShape),
  /** Where it is, and what happens next, in the reader's language. */
  why: z.string(),
});

export const previewShape = z.object({ text: z.string(), nextDates: z.array(dateShape) });

/** The wire name is `company-<id>-schedule`. */
export const scheduleChanged = defineEvent<
  | { readonly action: 'create' | 'update'; readonly schedule: ScheduleView }
  | { readonly action: 'delete'; readonly schedule: { readonly id: number }; readonly scheduleId: number }
  /** Many schedules moved at once: fetch the list again. */
  | { readonly action: 'refresh' }
>('schedule');

export function scheduleView(record: ScheduleRecord): ScheduleView {
  const { contact } = record;
  return {
    id: record.id,
    companyId: record.companyId,
    body: record.body,
    status: record.status,
    sendAt: record.sendAt.toISOString(),
    sentAt: iso(record.sentAt),
    contactId: record.contactId,
    userId: record.userId,
    whatsappId: record.whatsappId,
    contact: { id: contact.id, name: contact.name, number: contact.number, isGroup: contact.isGroup },
    user: record.userId === null ? null : { id: record.userId, name: record.userName ?? '' },
    whatsapp: record.whatsappId === null ? null : { id: record.whatsappId, name: record.connectionName ?? '' },
    mediaPath: record.mediaPath,
    mediaName: record.mediaName,
    mediaType: record.mediaType,
    assinar: record.assinar,
    openTicket: record.openTicket,
    statusTicket: record.statusTicket,
    queueId: record.queueId,
    ticketUserId: record.ticketUserId,
    intervalo: record.intervalo,
    valorIntervalo: record.valorIntervalo,
    enviarQuantasVezes: record.enviarQuantasVezes,
    contadorEnvio: record.contadorEnvio,
    tipoDias: record.tipoDias,
    lateness: record.lateness,
    latenessMinutes: record.latenessMinutes,
    startAt: record.startAt.toISOString(),
    timezone: record.timezone,
    version: record.version,
    createdAt: record.createdAt.toISOString(),
    updatedAt: record.updatedAt.toISOString(),
  };
}

export function schedulePageView(record: ScheduleRecord, occurrences: readonly Occurrence[], language: Language): z.input<typeof schedulePageShape> {
  return {
    ...scheduleView(record),
    occurrences: occurrences.map((occurrence) => ({
      ...occurrence,
      dueAt: occurrence.dueAt.toISOString(),
      settledAt: iso(occurrence.settledAt),
      reasonText: occurrence.reason === null ? null : reasonTextOf(occurrence.reason, language),
    })),
    nextDates: hasMore(record) ? nextDates(record, { number: record.nextNumber, step: record.nextStep, at: record.sendAt }, language) : [],
    why: whyOf(record, language),
  };
}

/** The next five, from `firing` on. */
export function nextDates(rhythm: Rhythm, firing: Firing, language: Language): z.output<typeof dateShape>[] {
  return firingsFrom(rhythm, firing, 5).map(({ at }) => ({ at: at.toISOString(), local: localText(at, rhythm.timezone, language) }));
}

function hasMore({ status, nextNumber, enviarQuantasVezes }: ScheduleRecord): boolean {
  return (status === ScheduleStatus.pending || status === ScheduleStatus.queued) && nextNumber < enviarQuantasVezes;
}

function whyOf(record: ScheduleRecord, language: Language): string {
  const reason = record.lastReason === null ? null : reasonTextOf(record.lastReason, language);
  const told = whyTexts[record.status][language].replace('{when}', () => localText(record.sendAt, record.timezone, language)).replace('{reason}', () => reason ?? '—');
  if (record.status !== ScheduleStatus.pending || reason === null) return told;
  return told + whyTexts.lastFailed[language].replace('{reason}', () => reason);
}

function localText(at: Date, timezone: string, language: Language): string {
  const format: Intl.DateTimeFormatOptions = { weekday: 'short', day: '2-digit', month: '2-digit', year: 'numeric', hour: '2-digit', minute: '2-digit' };
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, { ...format, timeZone: timezone }).format(at);
}

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;
