/** What providers tell, taken batch by batch. A batch may come again, whole or in part: it changes nothing then. */
import { Unavailable } from '../../kernel/errors';
import type { CompanyId, ConnectionId } from '../../kernel/ids';
import type { InboundEvent, Media } from '../../platform/channels/channel';
import { matchKey } from '../contacts';
import { connectionStore, type Owner } from './connection.store';
import type { InboundDeps } from './index';
import { isolated } from './isolate';
import { keepFile, withKept } from './keep-file';

type Status = Extract<InboundEvent, { type: 'status' }>;
type Message = Extract<InboundEvent, { type: 'message' }>;
type Owned = Message & { readonly companyId: CompanyId };

/** @returns the sink of every channel: it throws when the whole batch must come again, as while the database is away. */
export function batchTaker(deps: InboundDeps): (events: readonly InboundEvent[]) => Promise<void> {
  const { db, deliveries, log, report } = deps;
  const strangers = new Set<ConnectionId>();

  return async (events) => {
    await takeStatuses(events.filter((event) => event.type === 'status'));
    await takeMessages(events.filter((event) => event.type === 'message'));
  };

  /** All in one statement; one by one only when something in one of them makes that fail. */
  async function takeStatuses(statuses: readonly Status[]): Promise<void> {
    if (statuses.length === 0) return;
    try {
      await deliveries.applyStatuses(statuses);
    } catch (error) {
      if (error instanceof Unavailable) throw error;
      await isolated(statuses, { streamOf: ({ providerMessageId }) => providerMessageId, work: (status) => deliveries.applyStatuses([status]), giveUp });
    }
  }

  async function takeMessages(messages: readonly Message[]): Promise<void> {
    if (messages.length === 0) return;
    const owners = await connectionStore(db).ownersAcrossCompanies([...new Set(messages.map(({ connectionId }) => connectionId))]);
    const owned = messages.flatMap((message) => {
      const owner = owners.get(message.connectionId);
      if (owner === undefined) tellStranger(message.connectionId);
      if (owner === undefined || !isTaken(message, owner)) return [];
      return [{ companyId: owner.companyId, ...message }];
    });
    await isolated(owned, { streamOf: ({ connectionId, from }) => `${connectionId}/${from}`, work: (message) => takeMessage(deps, message), giveUp });
  }

  /** What groups write is kept nowhere unless their connection takes groups for tickets. */
  function isTaken({ isGroup, connectionId, from }: Message, { groupAsTicket }: Owner): boolean {
    if (isGroup && !groupAsTicket) log.debug({ connectionId, group: from }, 'a message of a group is ignored');
    return !isGroup || groupAsTicket;
  }

  function tellStranger(connectionId: ConnectionId): void {
    if (strangers.has(connectionId)) return;
    strangers.add(connectionId);
    log.warn({ connectionId }, 'messages for a connection that is not here are dropped');
  }

  function giveUp({ type, connectionId, providerMessageId }: InboundEvent, error: unknown): void {
    log.error({ err: error, type, connectionId, providerMessageId }, 'an event of a provider is given up');
    report(error);
  }
}

/** The message is in its conversation and everything it sets off is done, or neither. */
async function takeMessage(deps: InboundDeps, { media: file, ...message }: Owned): Promise<void> {
  const { companyId, connectionId, providerMessageId, text } = message;
  // A redelivery need not fetch its file again; of two at once the second one's goes with its message.
  const fetches = file != null && !(await deps.tickets.isReceived(deps.db, companyId, connectionId, providerMessageId));
  const kept = fetches ? await keepFile(deps, companyId, text, file) : { media: null, text };
  await withKept(deps, companyId, kept, () => writeMessage(deps, { ...message, ...kept }));
}

/** One transaction. @returns false for a redelivery. */
function writeMessage({ transact, tickets, deliveries, answers, onMessage }: InboundDeps, message: Omit<Owned, 'media'> & { media: Media | null }): Promise<boolean> {
  const { companyId, connectionId, isGroup, text } = message;
  // The form under which it is stored: a reply may come from a spelling other than the one written to.
  const from = isGroup ? message.from : matchKey(message.from);
  return transact(async (tx) => {
    // The ledger's rows before the contact's, the order of the lane that records what it sent: so the two cannot deadlock.
    if (!isGroup && !(await tickets.isReceived(tx, companyId, connectionId, message.providerMessageId))) {
      await deliveries.markReplied(tx, companyId, connectionId, [...new Set([from, message.from])]);
    }
    const { ticketId, duplicate, opened, rate } = await tickets.recordInbound(tx, { ...message, from });
    if (duplicate || isGroup) return !duplicate;
    const ticket = { companyId, id: ticketId };
    if (rate !== null) {
      await answers.thank(tx, ticket);
      return true;
    }
    for (const react of onMessage) await react(tx, { companyId, connectionId, from, text });
    await answers.welcome(tx, ticket, opened);
    return true;
  });
}
