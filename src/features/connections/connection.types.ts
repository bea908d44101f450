import type { CompanyId, ConnectionId, ServiceQueueId } from '../../kernel/ids';

/** As stored, and as front ends of the family compare them. */
export const ConnectionStatus = {
  opening: 'OPENING',
  qrcode: 'qrcode',
  pairing: 'PAIRING',
  connected: 'CONNECTED',
  timeout: 'TIMEOUT',
  disconnected: 'DISCONNECTED',
  banned: 'BANNED',
} as const;
export type ConnectionStatus = (typeof ConnectionStatus)[keyof typeof ConnectionStatus];

/** What its company decides about a connection. */
export interface ConnectionFields {
  readonly name: string;
  /** E.164 digits; null while unknown. */
  readonly number: string | null;
  /** The one used where none is named; one of a company at most. */
  readonly isDefault: boolean;
  /** So many messages every so many ms; both null: the channel's default. */
  readonly limiterMax: number | null;
  readonly limiterDurationMs: number | null;
  readonly dailyCap: number | null;
  /** Local minutes of the day between which campaigns leave; both null: always. */
  readonly windowStartMinute: number | null;
  readonly windowEndMinute: number | null;
  /** `YYYY-MM-DD`, first day of the warm-up ladder; null: a warm number. */
  readonly warmupSince: string | null;
  /** Said to whoever begins a conversation, and to whoever writes outside the opening hours; '': nothing. */
  readonly greetingMessage: string;
  readonly outOfHoursMessage: string;
  /** Minutes after which a ticket that waits in no service queue goes into `sendIdQueue`; 0: never. */
  readonly timeSendQueue: number;
  readonly sendIdQueue: ServiceQueueId | null;
  /** Minutes of silence after which the customer is nudged, and after which the ticket is closed; 0: never. */
  readonly timeInactiveMessage: number;
  readonly inactiveMessage: string;
  readonly expiresTicket: number;
  readonly expiresInactiveMessage: string;
  /** 1: only when the last message was ours; 0: whoever wrote last. */
  readonly whenExpiresTicket: 0 | 1;
  /** Silence outside the opening hours does not count. */
  readonly expiresInBusinessHours: boolean;
  /** Asked when a conversation is closed ('': nothing is), the answer awaited for so many minutes. */
  readonly ratingMessage: string;
  readonly ratingTimeout: number;
  readonly completionMessage: string;
  /** Messages of groups open tickets. */
  readonly groupAsTicket: boolean;
}

/** A connection about which nothing was said. */
export const blankConnection: Omit<ConnectionFields, 'name'> = {
  number: null,
  isDefault: false,
  limiterMax: null,
  limiterDurationMs: null,
  dailyCap: null,
  windowStartMinute: null,
  windowEndMinute: null,
  warmupSince: null,
  greetingMessage: '',
  outOfHoursMessage: '',
  timeSendQueue: 0,
  sendIdQueue: null,
  timeInactiveMessage: 0,
  inactiveMessage: '',
  expiresTicket: 0,
  expiresInactiveMessage: '',
  whenExpiresTicket: 1,
  expiresInBusinessHours: false,
  ratingMessage: '',
  ratingTimeout: 60,
  completionMessage: '',
  groupAsTicket: false,
};

export interface Connection extends ConnectionFields {
  readonly id: ConnectionId;
  readonly companyId: CompanyId;
  readonly channel: string;
  readonly status: ConnectionStatus;
  readonly statusChangedAt: Date;
  /** The service queues it offers; with exactly one, new tickets go straight into it. */
  readonly queues: readonly { readonly id: number; readonly name: string; readonly color: string }[];
  readonly hasToken: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
