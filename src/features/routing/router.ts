/** The router: waiting tickets go to attendants who are there, and on to another one when they are not taken up in time. */
import type { ServiceQueueId, UserId } from '../../kernel/ids';
import type { CronContext } from '../../platform/cron/cron';
import { sayChanges, type Fault } from '../../platform/say-changes';
import type { Tx } from '../../platform/transact';
import type { Word } from '../messages';
import { BATCH } from './batches';
import type { SweepDeps } from './deps';
import { distribute, type Attendant } from './router.rules';
import { routerStore, type LinePlace, type MemberRow, type WaitingRow } from './router.store';

const GREETING = '*Assistente Virtual*:\nAguarde enquanto localizamos um atendente... Você será atendido em breve!';

interface Round {
  /** Given to somebody else than before. */
  readonly assigned: number;
  /** Left with who had them: nobody else could take them. */
  readonly kept: number;
  /** Nobody can take them now. */
  readonly waiting: number;
  /** Of service queues that have nobody to give tickets to. */
  readonly faults: readonly Fault[];
  /** Where the next round goes on; null: this was the last. */
  readonly next: LinePlace | null;
}

export function createRouter(deps: SweepDeps) {
  let complain: ((faults: readonly Fault[]) => void) | null = null;
  return async ({ transact, stopping, log }: CronContext): Promise<{ assigned: number; kept: number; waiting: number }> => {
    complain ??= sayChanges(({ fields }) => log.warn(fields, 'Roteador: fila sem atendente que possa receber'));
    const total = { assigned: 0, kept: 0, waiting: 0 };
    let after: LinePlace | null = null;
    do {
      const round: Round = await transact((tx) => route(tx, deps, log, after));
      total.assigned += round.assigned;
      total.kept += round.kept;
      total.waiting += round.waiting;
      complain(round.faults);
      after = round.next;
    } while (after !== null && !stopping());
    return total;
  };
}

async function route(tx: Tx, { tickets, messages }: SweepDeps, log: CronContext['log'], after: LinePlace | null): Promise<Round> {
  const store = routerStore(tx);
  const members = await store.membersAcrossCompanies(await store.holdQueuesAcrossCompanies());
  const { crew, attendants, faults } = whoIsThere(members);
  const claimed = await store.claimWaitingAcrossCompanies([...crew.keys()], after, BATCH);

  const rows = new Map(claimed.map((row) => [row.id, row]));
  const given = distribute(claimed, crew, attendants).flatMap(({ ticketId, userId }) => {
    const row = rows.get(ticketId);
    return row === undefined ? [] : [{ ticketId, queueId: row.queueId, userId, was: row.userId, row }];
  });
  const done = new Set(given.length === 0 ? [] : await store.assignAcrossCompanies(given.map(({ row: _, ...assignment }) => assignment)));
  const moved = given.filter(({ ticketId, userId, was }) => done.has(ticketId) && userId !== was);

  await tickets.log(tx, moved.map(({ ticketId, queueId, userId, was, row }) => (
    { companyId: row.companyId, ticketId, type: 'router', userId: null, queueId, detail: { fromUserId: was, toUserId: userId } }
  )));
  await tickets.tell(tx, moved.map(({ row }) => row));
  await messages.say(tx, moved.flatMap(({ row }) => (row.greet ? [greetingOf(row)] : [])));
  tx.afterCommit(() => moved.forEach(({ ticketId, userId, row }) => (
    log.info({ companyId: row.companyId, ticketId, userId }, `Ticket ID ${ticketId} atualizado para UserId ${userId}`)
  )));

  const last = claimed.at(-1);
  return {
    assigned: moved.length, kept: given.length - moved.length, waiting: claimed.length - given.length, faults,
    next: claimed.length === BATCH && last !== undefined ? { waitingSince: last.waitingSince, id: last.id } : null,
  };
}

function whoIsThere(members: readonly MemberRow[]) {
  const attendants = new Map<UserId, Attendant>();
  const crew = new Map<ServiceQueueId, UserId[]>();
  const empty = new Map<ServiceQueueId, Fault>();
  for (const { companyId, queueId, userId, eligible, capacity, load, lastAssignedAt } of members) {
    if (userId === null || !eligible) {
      const reason = userId === null && !empty.has(queueId) ? 'no_members' : 'nobody_online';
      if (!crew.has(queueId)) empty.set(queueId, { key: queueId, fields: { companyId, queueId, reason } });
      continue;
    }
    empty.delete(queueId);
    attendants.set(userId, { id: userId, capacity, load, lastAssignedAt });
    crew.set(queueId, [...(crew.get(queueId) ?? []), userId]);
  }
  return { crew, attendants: [...attendants.values()], faults: [...empty.values()] };
}

/** Once a waiting, to whoever it is given first; the key is of the waiting, so a re-route does not say it again. */
function greetingOf({ companyId, id, waitingSince }: WaitingRow): Word {
  return { companyId, id, text: GREETING, key: `router-greeting:${id}:${waitingSince.toISOString()}` };
}
