import type { Transaction } from 'sequelize';
import type { z } from 'zod';
import type { CompanyId } from '../kernel/ids';
import type { Job, Priority } from './queue/job';
import type { RealtimeEvent } from './realtime/realtime';

/**
 * Whatever runs SQL: the database itself (each statement its own transaction) or an open unit of work.
 * Values travel as bind parameters only (`$1`); a template literal in the SQL text is refused by the linter.
 */
export interface Queryable {
  query<Row extends object = Record<string, unknown>>(sql: string, bind?: readonly unknown[]): Promise<Row[]>;
  /** For Sequelize models: `Model.findAll({ …, transaction: q.transaction })`. */
  readonly transaction?: Transaction;
}

/**
 * A unit of work. Jobs and browser events collected here leave after the commit, jobs first; on rollback they vanish.
 * A crash in the gap between loses nothing: each pipeline has a sweep that finds the row and rings again.
 */
export interface Tx extends Queryable {
  readonly transaction: Transaction;
  enqueue<Schema extends z.ZodType>(job: Job<Schema>, payload: NoInfer<z.input<Schema>>, options?: { delayMs?: number; priority?: Priority }): void;
  emit<Payload>(companyId: CompanyId, event: RealtimeEvent<Payload>, payload: NoInfer<Payload>): void;
  /** Any other effect that must see committed rows. */
  afterCommit(effect: () => void | Promise<void>): void;
}

/** Runs `work` in one transaction (retried on a serialization failure or deadlock, so `work` must be repeatable). */
export type Transact = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
