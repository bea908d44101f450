/** Who runs the cron jobs. It only saves work: two leaders at once are harmless (the fence of cron.store, idempotent sweeps). */

export interface LeaderLock {
  /** Wants to lead until `stop`: `gained` and `lost` are called in turn, whenever it changes. */
  contend(on: { gained(): void; lost(): void }): { stop(): Promise<void> };
}

/** `SCHEDULER_LEADER=true`: leads without asking. */
export const alwaysLeads: LeaderLock = {
  contend({ gained }) {
    gained();
    return { stop: async () => undefined };
  },
};

/** `SCHEDULER_LEADER=false`: leaves it to the others. */
export const neverLeads: LeaderLock = { contend: () => ({ stop: async () => undefined }) };
