/**
 * The same faults against the product and against the customary design of one job per contact: a worker killed with SIGKILL at
 * random moments, and Redis emptied in mid-campaign. The provider's own account says who got nothing and who got it twice.
 * `npm run bench -- chaos [contacts] [kills] [seed]`, by default `500 5` and a seed that is printed.
 */
import Redis from 'ioredis';
import { setTimeout as sleep } from 'node:timers/promises';
import { openArena, type Arena } from '../src/test/chaos/arena';
import { seeded } from '../src/test/chaos/seeded';
import { QUIET_MS, runCampaign, type CampaignOutcome } from './seed-design/campaign';
import { expectThat, freshDatabase, printTable, record, startPostgres, startRedis, type Server } from './support';

/** As a provider over the network; slow enough that there is a middle to strike in. */
const LATENCY_MS = 200;
const JITTER_MS = 200;

/** Strikes `delayMs` after the provider has accepted its `accepted`-th message. */
interface Moment {
  readonly accepted: number;
  readonly delayMs: number;
}
/** Breaks something; a killed worker is started again at once. */
type Strike = (worker: { kill(): Promise<void> }) => Promise<unknown>;

interface Scene {
  readonly postgres: Server;
  readonly redis: Server;
  readonly contacts: number;
  readonly seed: number;
  readonly moments: readonly Moment[];
  readonly strike: Strike;
}

export async function run([contactsGiven = '500', killsGiven = '5', seedGiven = String(Date.now() % 1_000_000)]: readonly string[]): Promise<void> {
  const [contacts, kills, seed] = [Number(contactsGiven), Number(killsGiven), Number(seedGiven)];
  const [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
  const client = new Redis(redis.url);
  const scene = (strikes: number, strike: Strike): Scene => ({ postgres, redis, contacts, seed, moments: momentsOf(strikes, contacts, seeded(seed)), strike });
  const killed = scene(kills, (worker) => worker.kill());
  const emptied = scene(1, () => client.flushall());
  const contests: readonly (readonly [fault: string, design: string, compete: () => Promise<CampaignOutcome>])[] = [
    [`kill -9, ${kills} times`, 'esquadrao, Bull', () => product(killed, redis.url)],
    [`kill -9, ${kills} times`, 'esquadrao, embedded', () => product(killed, null)],
    [`kill -9, ${kills} times`, 'one job per contact', () => customary(killed)],
    ['Redis emptied', 'esquadrao, Bull', () => product(emptied, redis.url)],
    ['Redis emptied', 'one job per contact', () => customary(emptied)],
  ];
  const rows: object[] = [];
  for (const [fault, design, compete] of contests) {
    await client.flushall();
    const { lost, doubled, finished, ms } = await compete();
    rows.push({ fault, design, contacts, lost, doubled, finished, seconds: Math.round(ms / 1_000) });
    record({ subject: 'chaos', seed, ...rows.at(-1) });
    if (design.startsWith('esquadrao')) expectThat(lost === 0 && doubled === 0 && finished, `${design}, ${fault}, seed ${seed}`);
  }
  client.disconnect();
  printTable(rows);
}

/** In order, none before a tenth or after nine tenths of the campaign. */
function momentsOf(count: number, contacts: number, random: () => number): Moment[] {
  const moments = Array.from({ length: count }, () => ({ accepted: Math.ceil(contacts * (0.1 + 0.8 * random())), delayMs: Math.round(random() * LATENCY_MS) }));
  return moments.sort((a, b) => a.accepted - b.accepted);
}

async function product({ postgres, contacts, seed, moments, strike }: Scene, redisUrl: string | null): Promise<CampaignOutcome> {
  const database = await freshDatabase(postgres);
  const arena = await openArena({
    contacts, redisUrl, seed, latencyMs: LATENCY_MS, jitterMs: JITTER_MS, asShipped: true,
    database: { url: database.url, db: database, close: () => database.close() },
  });
  try {
    await arena.start();
    const start = performance.now();
    const worker = {
      async kill() {
        await arena.kill();
        await arena.start();
      },
    };
    let accepted = 0;
    for (const moment of moments) {
      await arena.accepted(moment.accepted - accepted);
      await sleep(moment.delayMs);
      await strike(worker);
      accepted = moment.accepted;
    }
    const finished = await untilFinished(arena);
    const ms = performance.now() - start - (finished ? 0 : QUIET_MS);
    const ledger = await arena.ledger();
    return { finished, ms, lost: contacts - ledger.size, doubled: [...ledger.values()].filter((times) => times > 1).length };
  } finally {
    await arena.close();
  }
}

/** @returns false when nothing has moved for as long as the other design is given. */
async function untilFinished(arena: Arena): Promise<boolean> {
  let seen = '';
  for (let moved = performance.now(); performance.now() - moved < QUIET_MS; await sleep(200)) {
    if ((await arena.status()) === 'FINALIZADA') return true;
    const now = JSON.stringify(await arena.counters());
    if (now !== seen) moved = performance.now();
    seen = now;
  }
  return false;
}

function customary({ postgres, redis, contacts, seed, moments, strike }: Scene): Promise<CampaignOutcome> {
  const random = seeded(seed);
  return runCampaign({
    databaseUrl: postgres.url, redisUrl: redis.url, contacts,
    send: () => sleep(LATENCY_MS + random() * JITTER_MS),
    onAccepted: (accepted, worker) => {
      // Later and beside it: the answer is on its way when the strike falls, as it may be or not in the other design.
      for (const moment of moments) if (moment.accepted === accepted) setTimeout(() => void strike(worker), moment.delayMs);
    },
  });
}
