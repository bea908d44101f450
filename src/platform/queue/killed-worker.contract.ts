/**
 * The process that the crash tests kill: opens the engine its arguments name, says `started <attempt>` when its one job
 * runs, and then hangs until a line comes, or dies at once when told to be poisoned.
 */
import { once } from 'node:events';
import { z } from 'zod';
import { silentLog } from '../../kernel/log';
import { createBullEngine } from './bull/bull-engine';
import { LEASE_MS } from './contract-kit.contract';
import { createEmbeddedEngine } from './embedded/embedded-engine';
import { defineJob, defineQueue, handle } from './job';

const args = JSON.parse(process.argv[2] ?? '{}') as { redisUrl?: string; prefix?: string; file?: string; poisoned?: boolean };

// One slot: a frozen process has no other that could still be handed a job by Redis.
const queue = defineQueue('TestQueue', { concurrency: 1 });
const job = defineJob(queue, 'Victim', { payload: z.object({ n: z.number().default(0) }), attempts: 2 });
const setup = { queues: [queue], jobs: [job], log: silentLog, report: () => undefined, random: () => 0, leaseMs: LEASE_MS };
const engine =
  args.file === undefined
    ? createBullEngine({ ...setup, redisUrl: args.redisUrl!, prefix: args.prefix! })
    : createEmbeddedEngine({ ...setup, file: args.file });

void engine.start([
  handle(job, async (_, ctx) => {
    if (args.poisoned) process.kill(process.pid, 'SIGKILL');
    process.stdout.write(`started ${ctx.attempt}\n`);
    await once(process.stdin, 'data');
    // The moment after: the engine stores the end of this job, or tries to.
    setTimeout(() => process.stdout.write('ended\n'), 200);
  }),
]);
