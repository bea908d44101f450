/** The two turns of a firing: handed to the lane when it is due, and settled when the lane is through with it. */
import type { CompanyId, ConnectionId, DeliveryId } from '../../kernel/ids';
import type { Tx } from '../../platform/transact';
import { announceMoved } from './announce';
import { claimStore, type NewOccurrence } from './claim.store';
import type { SchedulesDeps } from './deps';
import { deliveryOf, refusalOf, type Loaded } from './firing.rules';
import { planFirings, type FiringPlan } from './lateness.rules';
import { settleStore, type Settled } from './settle.store';

/** Schedules a transaction fires: a fraction of a second, and an edit waits no longer than that. */
const BATCH = 500;

/** While there is more to fire, lanes are rung this often, not after each batch: a lane with a hundred messages takes them in few turns. */
const RING_EVERY_MS = 2_000;

/** A company without a connection is told so once, however many of its messages wanted one. */
const NO_CONNECTION = 'no_connection';

type Deps = Pick<SchedulesDeps, 'transact' | 'log' | 'deliveries'>;

export function firingService({ transact, log, deliveries }: Deps) {
  /**
   * Fires one batch of what is due: firings, deliveries and the next dates are one transaction, so a crash in it leaves everything as
   * it was, and each firing is handed over once, however many processes look.
   * @returns the connections that have something to send now; null when nothing was due.
   */
  const fireBatch = (): Promise<ConnectionId[] | null> =>
    transact(async (tx) => {
      const due = await claimStore(tx).lockDueAcrossCompanies(BATCH);
      if (due.length === 0) return null;
      const plans = due.map((loaded) => ({ loaded, plan: planOf(loaded), refusal: refusalOf(loaded) }));
      const occurrences = plans.flatMap(({ loaded, plan, refusal }) => [
        ...plan.missed.map((missed) => occurrenceOf(loaded, missed, 'missed', missed.reason)),
        ...plan.leaving.map((leaving) => occurrenceOf(loaded, leaving, refusal === null ? 'queued' : 'failed', refusal)),
      ]);
      const leaving = plans.flatMap(({ loaded, plan, refusal }) => {
        const { connectionId } = loaded;
        return refusal !== null || connectionId === null ? [] : plan.leaving.map(({ number }) => deliveryOf(loaded, connectionId, number, 0));
      });
      const submitted = await deliveries.submitAcrossCompanies(tx, leaving, false);
      const ids = submitted.map(({ id }) => id);
      await claimStore(tx).writeOccurrencesAcrossCompanies(withDeliveries(occurrences, ids));
      await settleStore(tx).followAcrossCompanies(plans.map(({ loaded, plan }) => ({ id: loaded.id, nextNumber: plan.next?.number ?? lastNumber(plan) + 1, next: plan.next })));
      await announceMoved(tx, due);
      tx.afterCommit(() => tellFired(plans, occurrences));
      return leaving.map(({ connectionId }) => connectionId);
    });

  function tellFired(plans: readonly { loaded: Loaded }[], occurrences: readonly NewOccurrence[]): void {
    const loadedOf = new Map(plans.map(({ loaded }) => [loaded.id, loaded]));
    const without = new Map<CompanyId, number>();
    for (const { companyId, scheduleId, number, state, reason } of occurrences) {
      const fields = { companyId, scheduleId, number, contactId: loadedOf.get(scheduleId)?.contactId, to: masked(loadedOf.get(scheduleId)?.contact.number ?? '') };
      if (state === 'queued') log.info(fields, 'Disparo agendado para');
      else if (reason === NO_CONNECTION) without.set(companyId, (without.get(companyId) ?? 0) + 1);
      else log.warn({ ...fields, reason }, 'Disparo não enviado');
    }
    for (const [companyId, firings] of without) log.warn({ companyId, firings, reason: NO_CONNECTION }, 'Disparos não enviados: a empresa não tem conexão');
  }

  return {
    /** Until nothing is due, or the process wants to stop. */
    async fireAll(stopping: () => boolean): Promise<void> {
      const waiting = new Set<ConnectionId>();
      const ringAll = (): void => {
        waiting.forEach((connectionId) => deliveries.ring(connectionId));
        waiting.clear();
      };
      let rungAt = performance.now();
      try {
        for (let fired = await fireBatch(); fired !== null; fired = stopping() ? null : await fireBatch()) {
          for (const connectionId of fired) waiting.add(connectionId);
          if (performance.now() - rungAt < RING_EVERY_MS) continue;
          ringAll();
          rungAt = performance.now();
        }
      } finally {
        ringAll();
      }
    },

    /** Settles firings whose deliveries are over: those of `deliveryIds`, or any. @returns whether there may be more. */
    settle: (deliveryIds: readonly DeliveryId[] | null): Promise<boolean> =>
      transact(async (tx) => {
        const ids = await settleStore(tx).lockOverAcrossCompanies(deliveryIds);
        if (ids.length === 0) return false;
        const settled = await settleStore(tx).settleAcrossCompanies(ids);
        await settleStore(tx).followAcrossCompanies(ids.map((id) => ({ id })));
        await announceMoved(tx, settled.map(({ companyId, scheduleId: id }) => ({ companyId, id })));
        tx.afterCommit(() => settled.forEach(tellSettled));
        return true;
      }),

    /** Takes back what waits longer than it may. */
    takeBackLate: (): Promise<void> => transact((tx) => settleStore(tx).takeBackLateAcrossCompanies()),

    /** Hands a firing to the lane again, by a delivery of its own. The caller holds the lock, and has seen that nothing refuses it. */
    async fireAgain(tx: Tx, loaded: Loaded, connectionId: NonNullable<Loaded['connectionId']>, { number, retry }: { number: number; retry: number }): Promise<void> {
      const [entry] = await deliveries.submitAcrossCompanies(tx, [deliveryOf(loaded, connectionId, number, retry)]);
      if (entry !== undefined) await settleStore(tx).requeue(loaded.companyId, loaded.id, number, entry.id);
      await settleStore(tx).followAcrossCompanies([{ id: loaded.id }]);
    },
  };

  function tellSettled({ companyId, scheduleId, number, state, reason, recipient }: Settled): void {
    const fields = { companyId, scheduleId, number, to: masked(recipient) };
    if (state === 'sent') log.info(fields, 'Mensagem agendada enviada para');
    else log.warn({ ...fields, state, reason }, 'Mensagem agendada não enviada');
  }
}
export type FiringService = ReturnType<typeof firingService>;

function planOf(loaded: Loaded): FiringPlan {
  return planFirings(loaded, { number: loaded.nextNumber, step: loaded.nextStep, at: loaded.sendAt }, loaded.now);
}

function occurrenceOf({ companyId, id }: Loaded, { number, at }: FiringPlan['leaving'][number], state: NewOccurrence['state'], reason: string | null): NewOccurrence {
  return { companyId, scheduleId: id, number, dueAt: at, state, reason, deliveryId: null };
}

/** `deliveryIds` in the order of the queued ones. */
function withDeliveries(occurrences: readonly NewOccurrence[], deliveryIds: readonly DeliveryId[]): NewOccurrence[] {
  const ids = deliveryIds.values();
  return occurrences.map((occurrence) => (occurrence.state === 'queued' ? { ...occurrence, deliveryId: ids.next().value ?? null } : occurrence));
}

const lastNumber = ({ leaving, missed }: FiringPlan): number => Math.max(...leaving.map(({ number }) => number), ...missed.map(({ number }) => number));

/** Enough of a number to know it again, not enough to write to it. */
const masked = (number: string): string => `…${number.slice(-4)}`;
