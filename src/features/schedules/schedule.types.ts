/** The words of a scheduled message. What each status means and promises is told in README.md beside this file. */
import type { CompanyId, ConnectionId, ContactId, DeliveryId, ServiceQueueId, UserId } from '../../kernel/ids';
import type { Media } from '../../platform/channels/channel';
import type { TicketPlan } from '../deliveries';

export type ScheduleId = number;

export const ScheduleStatus = {
  pending: 'PENDENTE',
  /** A firing is in the lane. */
  queued: 'AGENDADA',
  sent: 'ENVIADA',
  failed: 'ERRO',
  missed: 'PERDIDA',
  cancelled: 'CANCELADA',
} as const;
export type ScheduleStatus = (typeof ScheduleStatus)[keyof typeof ScheduleStatus];

/** `queued`: its delivery is in the lane. The others are final, but a failed or missed one may be retried. */
export type OccurrenceState = 'queued' | 'sent' | 'failed' | 'missed' | 'cancelled';

/** `intervalo` as the family counts it. */
export const Interval = { days: 1, weeks: 2, months: 3, minutes: 4 } as const;
export type Interval = (typeof Interval)[keyof typeof Interval];

/** `tipoDias` as the family counts it. */
export const DayRule = { anyDay: 4, businessDayBefore: 5, businessDayAfter: 6 } as const;
export type DayRule = (typeof DayRule)[keyof typeof DayRule];

/** What becomes of a firing found late: it leaves all the same, it is skipped, or of several the last one leaves. */
export const LATENESS = ['send', 'skip', 'coalesce'] as const;
export type Lateness = (typeof LATENESS)[number];

/** When a schedule fires. */
export interface Rhythm {
  /** The first firing as it was asked for: all others are counted from it, so nothing drifts. */
  readonly startAt: Date;
  readonly timezone: string;
  readonly intervalo: Interval;
  /** 0: once. */
  readonly valorIntervalo: number;
  /** Firings in all. */
  readonly enviarQuantasVezes: number;
  readonly tipoDias: DayRule;
  readonly lateness: Lateness;
  readonly latenessMinutes: number;
}

/** What a user writes and may change until a firing of it is claimed. */
export interface ScheduleDraft extends Rhythm {
  readonly contactId: ContactId;
  readonly userId: UserId | null;
  readonly whatsappId: ConnectionId | null;
  readonly body: string;
  readonly assinar: boolean;
  readonly openTicket: 'enabled' | 'disabled';
  readonly statusTicket: 'open' | 'pending' | 'closed';
  readonly queueId: ServiceQueueId | null;
  readonly ticketUserId: UserId | null;
  readonly mediaPath: string | null;
  readonly mediaName: string | null;
  readonly mediaType: string | null;
  /** When firing `nextNumber` is due; of one that is over, when its last firing was. */
  readonly sendAt: Date;
  /** Number of the next firing: 0 for the first. */
  readonly nextNumber: number;
  /** Intervals between `startAt` and the next firing; not its number where business days swallow some. */
  readonly nextStep: number;
}

export interface Schedule extends ScheduleDraft {
  readonly id: ScheduleId;
  readonly companyId: CompanyId;
  readonly status: ScheduleStatus;
  readonly sentAt: Date | null;
  /** Firings that are over, sent or not. */
  readonly contadorEnvio: number;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface Occurrence {
  readonly number: number;
  readonly dueAt: Date;
  readonly state: OccurrenceState;
  /** A code of schedule.texts.ts, or what the provider said. */
  readonly reason: string | null;
  readonly deliveryId: DeliveryId | null;
  readonly retries: number;
  readonly settledAt: Date | null;
}

export function mediaOf({ mediaPath, mediaName, mediaType }: Pick<ScheduleDraft, 'mediaPath' | 'mediaName' | 'mediaType'>): Media | null {
  return mediaPath === null ? null : { path: mediaPath, name: mediaName ?? mediaPath, mimeType: mediaType ?? 'application/octet-stream' };
}

export function ticketPlanOf(schedule: Pick<ScheduleDraft, 'openTicket' | 'statusTicket' | 'queueId' | 'ticketUserId'>): TicketPlan | null {
  if (schedule.openTicket === 'disabled') return null;
  return { status: schedule.statusTicket, queueId: schedule.queueId, userId: schedule.ticketUserId };
}
