/**
 * The slots of one queue in one process. A slot that becomes free takes the next claimed job at once, without asking the
 * store; while jobs are so short that all slots empty between two ticks, more is claimed ahead, up to a bound, because
 * a transaction then costs more than the jobs in it. As soon as a job takes longer, nothing is held that has no slot.
 */
import type { Consumer, Ended } from './pump';
import type { ClaimedJob } from './store';

/** Slots that are all empty again within this are working on very short jobs. */
const SHORT_MS = 5;
const [FIRST_AHEAD, MOST_AHEAD] = [16, 128];

export type Lane = ReturnType<typeof createLane>;

export function createLane(consumer: Consumer, onEnded: (ended: Ended) => void) {
  let running = 0;
  let ready: ClaimedJob[] = [];
  let ahead = 0;
  let claimedAt = -Infinity;

  function fillSlots(): void {
    while (running < consumer.concurrency) {
      const job = ready.shift();
      if (!job) return;
      launch(job);
    }
  }

  function launch(job: ClaimedJob): void {
    running += 1;
    void consumer.run(job).then((ending) => {
      running -= 1;
      onEnded({ lane, job, ending });
      fillSlots();
    });
  }

  const lane = {
    consumer,
    /** There may be waiting jobs: the last claim was not short of them, or something has happened since. */
    hungry: true,

    running: (): number => running,

    /** How many jobs to claim now. */
    appetite(): number {
      const free = consumer.concurrency - running;
      if (!lane.hungry || free <= 0 || ready.length > 0) return 0;
      const now = performance.now();
      const short = running === 0 && now - claimedAt < SHORT_MS;
      ahead = short ? Math.min(MOST_AHEAD, Math.max(FIRST_AHEAD, ahead * 2)) : 0;
      claimedAt = now;
      return free + ahead;
    },

    /** Starts claimed jobs, as many as there are slots; the rest follows as slots become free. */
    take(jobs: readonly ClaimedJob[]): void {
      ready.push(...jobs);
      fillSlots();
    },

    /** Gives up the claimed jobs that have no slot. */
    unstarted(): ClaimedJob[] {
      const jobs = ready;
      ready = [];
      return jobs;
    },
  };
  return lane;
}
