/**
 * The baseline's own figures: contacts per second as a list grows, and what is lost or doubled when things break.
 * `npm run bench -- seed-design [sizes] [faults]`, by default `500,1000,2000` and both faults.
 */
import Redis from 'ioredis';
import { setTimeout as sleep } from 'node:timers/promises';
import { runCampaign } from './seed-design/campaign';
import { printTable, record, startPostgres, startRedis } from './support';

const FAULT_CONTACTS = 500;
const KILLS = 5;
/** As a provider over the network: the window in which a killed worker has sent and not recorded. */
const PROVIDER_MS = 20;

export async function run([sizes = '500,1000,2000', faults = 'kill,flush']: readonly string[]): Promise<void> {
  const [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
  const client = new Redis(redis.url);
  const addresses = { databaseUrl: postgres.url, redisUrl: redis.url };
  const speeds: object[] = [];
  for (const contacts of numbers(sizes)) {
    await client.flushall();
    const { ms, ...outcome } = await runCampaign({ ...addresses, contacts, send: () => Promise.resolve() });
    speeds.push({
      design: 'one job per contact',
      contacts,
      seconds: +(ms / 1000).toFixed(1),
      contactsPerSecond: +((contacts / ms) * 1000).toFixed(1),
      ...outcome,
    });
    record(speeds.at(-1)!);
  }
  const breaks: object[] = [];
  const breakings: Record<string, (accepted: number, worker: { kill(): Promise<void> }) => Promise<unknown>> = {
    kill: async (accepted, worker) => accepted % Math.floor(FAULT_CONTACTS / (KILLS + 1)) === 0 && worker.kill(),
    flush: async (accepted) => accepted === FAULT_CONTACTS / 4 && client.flushall(),
  };
  for (const [fault, onAccepted] of Object.entries(breakings).filter(([name]) => faults.split(',').includes(name))) {
    await client.flushall();
    const outcome = await runCampaign({
      ...{ ...addresses, contacts: FAULT_CONTACTS, send: () => sleep(PROVIDER_MS) },
      onAccepted: async (accepted, worker) => void (await onAccepted(accepted, worker)),
    });
    breaks.push({
      fault,
      contacts: FAULT_CONTACTS,
      lost: outcome.lost,
      doubled: outcome.doubled,
      finished: outcome.finished,
      seconds: Math.round(outcome.ms / 1000),
    });
    record(breaks.at(-1)!);
  }
  client.disconnect();
  printTable(speeds);
  printTable(breaks);
}

const numbers = (list: string): number[] => list.split(',').filter(Boolean).map(Number);
