/** What clients may write of a schedule. Front ends of the family send null or '' for what is empty, and dates without a zone. */
import { z } from 'zod';
import { connectionId, contactId, serviceQueueId, userId } from '../../kernel/ids';
import { absentIfBlank, nullIfBlank } from '../../platform/http/form-values';
import { wallTime } from '../../platform/http/wall-time';
import { DayRule, Interval, LATENESS } from './schedule.types';

/** WhatsApp takes no longer one. */
const MAX_TEXT = 4_096;
/** A year of minutes. */
const MAX_INTERVAL = 525_600;

const optional = <Schema extends z.ZodType>(schema: Schema) => z.preprocess(nullIfBlank, schema.nullable());
/** Null and '' are as good as absent: the default. */
const orDefault = <Schema extends z.ZodType>(schema: Schema) => z.preprocess((value) => absentIfBlank(value) ?? undefined, schema.optional());
const oneOf = <const T extends readonly [number, ...number[]]>(values: T) => z.coerce.number().pipe(z.literal(values));

const toggle = z.union([z.enum(['enabled', 'disabled']), z.boolean().transform((on): 'enabled' | 'disabled' => (on ? 'enabled' : 'disabled'))]);

/** An edit names what it changes; what it leaves out stays. */
export const schedulePatch = z
  .object({
    contactId: contactId(),
    sendAt: wallTime,
    body: z.preprocess((value) => value ?? '', z.string().max(MAX_TEXT)),
    userId: optional(userId()),
    whatsappId: optional(connectionId()),
    assinar: orDefault(z.boolean()),
    openTicket: orDefault(toggle),
    statusTicket: orDefault(z.enum(['open', 'pending', 'closed'])),
    queueId: optional(serviceQueueId()),
    ticketUserId: optional(userId()),
    intervalo: orDefault(oneOf([Interval.days, Interval.weeks, Interval.months, Interval.minutes])),
    valorIntervalo: orDefault(z.coerce.number().int().min(0).max(MAX_INTERVAL)),
    /** 0 as the family's front ends send it for a schedule that fires once. */
    enviarQuantasVezes: orDefault(z.coerce.number().int().min(0).transform((times) => Math.max(1, times))),
    tipoDias: orDefault(oneOf([DayRule.anyDay, DayRule.businessDayBefore, DayRule.businessDayAfter])),
    lateness: orDefault(z.enum(LATENESS)),
    latenessMinutes: orDefault(z.coerce.number().int().min(1).max(MAX_INTERVAL)),
  })
  .partial();
export type SchedulePatch = z.output<typeof schedulePatch>;

export const scheduleInput = schedulePatch.required({ contactId: true, sendAt: true });
export type ScheduleInput = z.output<typeof scheduleInput>;
