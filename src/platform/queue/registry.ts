import type { Handler, Job } from './job';

/** Finds the handler of a stored job by its queue's and its own stored name, older names included. */
export type Registry = (queue: string, name: string) => Handler | undefined;

const label = (job: Job): string => `${job.queue.storedName}/${job.name}`;

/**
 * Exactly one handler per declared job, so that a forgotten one stops the start instead of losing its jobs.
 *
 * @throws Error naming every fault and how to mend it.
 */
export function createRegistry(jobs: readonly Job[], handlers: readonly Handler[]): Registry {
  const queues = new Map<string, Map<string, Handler>>();
  const faults: string[] = [];
  const declared = new Set(jobs.map(label));
  const handled = new Set<string>();

  for (const handler of handlers) {
    const { job } = handler;
    handled.add(label(job));
    if (!declared.has(label(job))) faults.push(`${label(job)} has a handler but is not declared: add the job to the list given to the engine`);
    const byName = queues.get(job.queue.storedName) ?? new Map<string, Handler>();
    queues.set(job.queue.storedName, byName);
    for (const name of [job.name, ...(job.aliases ?? [])]) {
      if (byName.has(name)) faults.push(`${job.queue.storedName}/${name} has two handlers: remove one handle(…), or rename the job or its alias`);
      byName.set(name, handler);
    }
  }
  for (const job of jobs) {
    if (!handled.has(label(job))) faults.push(`${label(job)} has no handler: add handle(…) of it to the handlers of its feature`);
  }
  if (faults.length > 0) throw new Error(`The job queues cannot start:\n- ${faults.join('\n- ')}`);
  return (queue, name) => queues.get(queue)?.get(name);
}
