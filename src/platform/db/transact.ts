import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { Transaction } from 'sequelize';
import type { Log } from '../../kernel/log';
import { request, type JobRequest, type QueueEngine } from '../queue/engine';
import type { Realtime } from '../realtime/realtime';
import { asUnavailable, isTransactionConflict } from '../sql-state';
import type { Transact, Tx } from '../transact';
import { run, type Database } from './database';

const MAX_RETRIES = 5;

export interface TransactDeps {
  readonly database: Database;
  readonly engine: Pick<QueueEngine, 'add'>;
  readonly realtime: Realtime;
  readonly log: Log;
}

/** What a unit of work asked for, kept until its commit. */
interface Effects {
  readonly jobs: JobRequest[];
  readonly afterCommit: (() => void | Promise<void>)[];
  readonly events: (() => void)[];
}

/**
 * The unit of work over Sequelize's managed transactions (READ COMMITTED).
 *
 * Effects are released when the transaction has resolved, not in its commit hook, where a failing effect would look like
 * a failed commit. Whatever an effect does, the caller gets the result of his committed work: a lost job is found
 * by a sweep, a lost event by the next one. Do not open a unit of work inside another: it would be a second connection,
 * waiting for the locks of the first.
 */
export function createTransact({ database, engine, realtime, log }: TransactDeps): Transact {
  async function release(effects: Effects): Promise<void> {
    if (effects.jobs.length > 0) {
      await attempt('jobs were not enqueued; a sweep will ring again', () => engine.add(effects.jobs));
    }
    for (const effect of effects.afterCommit) await attempt('an effect after a commit failed', effect);
    for (const emit of effects.events) await attempt('a browser event was not sent', emit);
  }

  async function attempt(complaint: string, effect: () => void | Promise<void>): Promise<void> {
    try {
      await effect();
    } catch (error) {
      log.error({ err: error }, complaint);
    }
  }

  function open(transaction: Transaction, effects: Effects): Tx {
    const client = clientOf(transaction);
    return {
      transaction,
      query: (sql, bind) => run(client, sql, bind),
      enqueue: (job, payload, options) => void effects.jobs.push(request(job, payload, options)),
      emit: (companyId, event, payload) => void effects.events.push(() => realtime.publish(companyId, event, payload)),
      afterCommit: (effect) => void effects.afterCommit.push(effect),
    };
  }

  return async function transact(work) {
    for (let retries = 0; ; retries += 1) {
      const effects: Effects = { jobs: [], afterCommit: [], events: [] };
      try {
        const result = await database.sequelize.transaction(async (transaction) => {
          const value = await work(open(transaction, effects));
          refuseAborted(transaction);
          return value;
        });
        await release(effects);
        return result;
      } catch (error) {
        if (!isTransactionConflict(error) || retries === MAX_RETRIES) throw asUnavailable(error);
        log.debug({ retries, err: error }, 'units of work met; this one runs again');
        await sleep(Math.random() * 10 * 2 ** retries);
      }
    }
  };
}

// Sequelize's type hides it, but the connection is the reason a transaction exists.
function clientOf(transaction: Transaction): pg.Client {
  return (transaction as Transaction & { connection: pg.Client }).connection;
}

/** PostgreSQL answers COMMIT of a failed transaction with a silent ROLLBACK: work that swallowed its error would seem done. */
function refuseAborted(transaction: Transaction): void {
  if (clientOf(transaction).getTransactionStatus() === 'E') {
    throw new Error('A statement of this unit of work failed and its error was swallowed: nothing can be committed');
  }
}
