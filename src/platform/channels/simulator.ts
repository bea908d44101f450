/**
 * The simulator's own door, beside the `Channel` it serves: what it accepted, what it is told to do wrong, what a
 * recipient writes. In the process (`simulator/open-simulator.ts`) or over HTTP (`simulator/remote-simulator.ts`) it is the same.
 *
 * It is the oracle of doubles, so it never de-duplicates: whatever it takes twice stands in its ledger twice.
 */
import { z } from 'zod';
import type { CompanyId, ConnectionId } from '../../kernel/ids';
import type { InboundEvent } from './channel';

const share = z.number().min(0).max(1);
const rate = share.default(0);
const duration = z.number().int().min(0).max(3_600_000);
const ms = duration.default(0);

/**
 * What goes wrong, and how often. Rates are shares of calls or receipts, 0..1. Every random choice derives from
 * (`seed`, reference, how often that reference was sent), so a run can be replayed whatever the order of its calls.
 */
export const faultsSchema = z.strictObject({
  seed: z
    .union([z.string().max(64), z.number()])
    .transform(String)
    .default('0'),
  /** An answer takes `latencyMs` + 0..`jitterMs`. */
  latencyMs: ms,
  jitterMs: ms,
  /** Share of calls refused with `errorCode`: the class follows from the code (190 blocks, 130429 limits); others reject for good. */
  failRate: rate,
  errorCode: z
    .union([z.string().regex(/^\w{1,40}$/), z.number().int()])
    .transform(String)
    .default('131026'),
  /** Share of calls that are accepted and fail later, by a `failed` status with `errorCode`. */
  failLaterRate: rate,
  /** Share of calls certainly not accepted. */
  unavailableRate: rate,
  rateLimitRate: rate,
  /** Share of calls accepted whose answer never comes. */
  dropAnswerRate: rate,
  /** More calls than this in any second of one connection are rate limited; null: no limit. */
  maxPerSecond: z.number().int().min(1).nullable().default(null),
  /** From the moment it is set, the connection accepts nothing for so long. */
  disconnectMs: ms,
  /** False: no status ever comes. */
  receipts: z.boolean().default(true),
  /** Typical time from sent to delivered; read takes about twice as long again. */
  ackMs: duration.default(400),
  readRate: share.default(1),
  duplicateAckRate: rate,
  lostAckRate: rate,
  /** Each receipt comes 0..`lateAckMs` later. */
  lateAckMs: ms,
  /** Receipts of one message come in an order of chance. */
  reorderAcks: z.boolean().default(false),
  /** Share of messages that the recipient answers, with one of `replyTexts`. */
  replyRate: rate,
  replyTexts: z.array(z.string().min(1).max(1000)).min(1).max(50).default(['Ok, obrigado!', 'Tenho interesse.', 'Pode me ligar?']),
});

export type FaultsInput = z.input<typeof faultsSchema>;
export type Faults = z.output<typeof faultsSchema>;

/** One message on its way into the simulator. */
export interface Call {
  readonly companyId: CompanyId;
  readonly connectionId: ConnectionId;
  readonly to: string;
  readonly isGroup: boolean;
  readonly reference: string;
  readonly body: string;
  readonly mediaName: string | null;
}

/** What the caller of a send learns; `answer_lost` hides an accepted message. */
export type Answer =
  | { readonly outcome: 'accepted'; readonly providerMessageId: string }
  | { readonly outcome: 'answer_lost' }
  | { readonly outcome: 'rate_limited'; readonly code: string; readonly text: string; readonly retryAfterMs: number }
  | { readonly outcome: 'rejected' | 'unavailable' | 'blocked'; readonly code: string; readonly text: string };

/** A call as the ledger keeps it. Accepted: `accepted` and `answer_lost`; the others were refused. */
export interface LedgerEntry {
  /** Grows with every call, never used twice; the cursor of pages. */
  readonly id: number;
  readonly reference: string;
  readonly connectionId: ConnectionId;
  readonly to: string;
  readonly body: string;
  readonly mediaName: string | null;
  readonly at: Date;
  readonly outcome: Answer['outcome'];
  /** The highest receipt that was handed over. */
  readonly status: 'accepted' | 'sent' | 'delivered' | 'read' | 'failed' | 'refused';
}

export interface LedgerQuery {
  /** Absent: every connection. */
  readonly connectionIds?: readonly ConnectionId[];
  readonly to?: string;
  /** Refused calls too; else accepted ones only. */
  readonly refused?: boolean;
  /** Entries after this id. */
  readonly cursor?: number;
  readonly limit: number;
}

/** A message that somebody writes. */
export interface Inbound {
  readonly connectionId: ConnectionId;
  readonly from: string;
  /** A file's caption, '' without one. */
  readonly body: string;
  readonly file?: { readonly name: string; readonly mimeType: string; readonly content: Buffer } | undefined;
}

/** One entry of a conversation. `heard`: the person wrote it; else what became of ours. */
export interface ThreadMessage {
  readonly id: number;
  readonly body: string;
  readonly mediaName: string | null;
  readonly at: Date;
  readonly status: LedgerEntry['status'] | 'heard';
}

export interface Thread {
  readonly connectionId: ConnectionId;
  /** The person's number, or the id of a group. */
  readonly contact: string;
  /** Both ways. */
  readonly messages: number;
  readonly last: ThreadMessage;
}

export interface ThreadsQuery {
  readonly connectionIds: readonly ConnectionId[];
  /** A part of the number; '' for all. */
  readonly search: string;
  /** Conversations whose last entry is before this id. */
  readonly before?: number;
  readonly limit: number;
}

/** An event under a short lease: acknowledged, or handed out again. */
export interface LeasedEvent {
  readonly id: number;
  readonly event: InboundEvent;
}

export interface Simulator {
  /** Never rejects for a fault: refusals are answers. */
  send(call: Call): Promise<Answer>;
  /** Due events in order, leased to this caller for 2 s; waits up to `waitMs` for the first, and ends empty when `signal` aborts. */
  take(options: { limit: number; waitMs: number; signal: AbortSignal }): Promise<LeasedEvent[]>;
  acknowledge(ids: readonly number[]): Promise<void>;
  /** Oldest first. */
  messages(query: LedgerQuery): Promise<LedgerEntry[]>;
  /** Conversations, the one last written in first. */
  threads(query: ThreadsQuery): Promise<Thread[]>;
  /** The newest `limit` entries of one conversation, oldest first. */
  thread(of: { connectionId: ConnectionId; contact: string; limit: number }): Promise<ThreadMessage[]>;
  /** Calls taken for these connections, refused ones too. */
  total(connectionIds: readonly ConnectionId[]): Promise<number>;
  /** Forgets the calls of these connections (absent: all). Receipts on their way still come. @returns calls forgotten. */
  clear(connectionIds?: readonly ConnectionId[]): Promise<number>;
  /** A message from outside, as if `from` had written to the connection's number. */
  injectInbound(inbound: Inbound): Promise<void>;
  /** The file of an event that is not acknowledged yet. @throws NotFound */
  file(eventId: number): Promise<Buffer>;
  /** The faults of a connection, else those of all (`null`), else none. */
  faults(connectionId: ConnectionId | null): Promise<Faults>;
  /** Replaces the faults of a connection, or of all that have none of their own. Kept over a restart. */
  setFaults(connectionId: ConnectionId | null, faults: FaultsInput): Promise<Faults>;
  close(): Promise<void>;
}
