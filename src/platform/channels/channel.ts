/**
 * WhatsApp as the product sees it: one connection, one recipient, one message, one reference that comes back.
 * Meta, Baileys and the simulator are channels; `channel.contract.ts` binds them all.
 */
import type { Readable } from 'node:stream';
import type { CompanyId, ConnectionId } from '../../kernel/ids';

export interface Media {
  /** Path inside the company's media folder; opened by the media store only. */
  readonly path: string;
  /** The name shown to the recipient. */
  readonly name: string;
  readonly mimeType: string;
}

/** One message as the provider takes it: a text, or a media with the text as caption. */
export interface Content {
  readonly text: string;
  readonly media: Media | null;
}

export interface Outgoing {
  readonly companyId: CompanyId;
  readonly connectionId: ConnectionId;
  /** E.164 digits without `+` for a person, the group's id for a group. */
  readonly to: string;
  readonly isGroup: boolean;
  readonly content: Content;
  /** Ours. Travels with the call and comes back in every status, so a lost answer resolves itself. */
  readonly reference: string;
}

export interface Accepted {
  readonly providerMessageId: string;
}

/** A file of these bytes at most is received with a message. */
export const MOST_RECEIVED_BYTES = 16 * 1_048_576;

/** A file that came with a message: still where the provider has it. */
export interface ReceivedFile {
  /** As the sender calls it: for showing only. */
  readonly name: string;
  /** What the provider claims. */
  readonly mimeType: string;
  /** Fetches it. May be called as long as the batch of its event has not been taken, and fail. */
  read(): Promise<Buffer | Readable>;
}

export type StatusKind = 'sent' | 'delivered' | 'read' | 'failed';

/** What a provider tells us, in whatever order and however often. */
export type InboundEvent =
  | {
      readonly type: 'status';
      readonly connectionId: ConnectionId;
      readonly reference: string | null;
      readonly providerMessageId: string;
      readonly status: StatusKind;
      readonly at: Date;
      readonly error: { readonly code: string; readonly message: string } | null;
    }
  | {
      readonly type: 'message';
      readonly connectionId: ConnectionId;
      readonly providerMessageId: string;
      readonly from: string;
      readonly isGroup: boolean;
      readonly pushName: string | null;
      /** A file's caption, '' without one. */
      readonly text: string;
      readonly media?: ReceivedFile | null;
      readonly at: Date;
    };

export interface Channel {
  /** Calls that may be under way at once for one connection. */
  readonly inFlight: number;
  /** True when every accepted message is echoed with our reference, so `unknown` resolves without guessing. */
  readonly echoesReference: boolean;
  /** How long a message in doubt waits for its echo before the doubt is settled without it, ms. */
  readonly echoWithinMs: number;
  /** Messages a second that one connection can take at best: the ceiling of forecasts. */
  readonly perSecond: number;
  /**
   * Hands one message to the provider.
   * @throws Rejected (never), RateLimited (later), Unavailable (certainly not accepted), AnswerLost (nobody knows), Blocked (stop the connection)
   */
  send(message: Outgoing): Promise<Accepted>;
  /**
   * Calls `sink` for each batch of events until stopped. Events of a batch whose `sink` threw come again.
   */
  listen(sink: (events: InboundEvent[]) => Promise<void>): Promise<{ stop(): Promise<void> }>;
}
