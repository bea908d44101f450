import type { CompanyId, ConnectionId } from '../../kernel/ids';

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
};

export interface Connection extends ConnectionFields {
  readonly id: ConnectionId;
  readonly companyId: CompanyId;
  readonly channel: string;
  readonly status: ConnectionStatus;
  readonly hasToken: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
