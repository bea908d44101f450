/**
 * Nobody twice, nobody lost. The oracle is the provider's ledger, in a process that is never killed. Random moments come from a
 * printed seed (`CHAOS_SEED` replays one); named points see that every window is hit, not only the likely ones.
 */
import { PROBE_POINTS } from '../../features/deliveries';
import { startRedis, type TestServer } from '../servers';
import { openArena, type Arena } from './arena';
import { seeded } from './seeded';

const SEED = Number(process.env['CHAOS_SEED'] ?? Date.now() % 1_000_000);
const CONTACTS = Number(process.env['CHAOS_CONTACTS'] ?? 2_000);
const KILLS = Number(process.env['CHAOS_KILLS'] ?? 10);

/** Of this file alone: it is emptied, and other files' jobs live in the shared one. */
let redis: TestServer;
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.stop());

let arena: Arena;
afterEach(() => arena.close());

async function finished(): Promise<void> {
  while ((await arena.status()) !== 'FINALIZADA') await new Promise((resolve) => setTimeout(resolve, 100));
}

async function accountFor(contacts: number): Promise<void> {
  const ledger = await arena.ledger();
  const doubled = [...ledger.values()].filter((times) => times > 1).length;
  const told = await arena.counters();
  console.log(`seed ${SEED}: ${contacts} contacts, lost ${contacts - ledger.size}, doubled ${doubled}, the product says ${JSON.stringify(told)}`);
  expect({ lost: contacts - ledger.size, doubled }).toEqual({ lost: 0, doubled: 0 });
  const sent = (told['sent'] ?? 0) + (told['delivered'] ?? 0) + (told['read'] ?? 0);
  expect(sent).toBe(contacts);
}

describe.each([
  ['the embedded engine', () => null],
  ['Bull on Redis', () => redis.url],
])('with %s', (_name, redisUrlOf) => {
  it(`${KILLS} × kill -9 at random moments of a campaign of ${CONTACTS}: lost 0, doubled 0`, async () => {
    const random = seeded(SEED);
    arena = await openArena({ contacts: CONTACTS, redisUrl: redisUrlOf(), seed: SEED, latencyMs: 100, jitterMs: 200 });
    for (let kill = 0; kill < KILLS; kill += 1) {
      await arena.start();
      await arena.accepted(1 + random() * (CONTACTS / KILLS) * 0.7);
      await arena.died(random() * 200);
      await arena.kill();
    }
    await arena.start();
    await finished();
    await accountFor(CONTACTS);
  }, 180_000);
});

it(`kill -9 at each named point, twice: lost 0, doubled 0`, async () => {
  const contacts = 1_000;
  arena = await openArena({ contacts, redisUrl: null, seed: SEED, latencyMs: 20, jitterMs: 20 });
  for (const point of PROBE_POINTS) {
    for (const passage of [1, 4]) {
      await arena.start({ point, passage });
      expect([point, await arena.died(60_000)]).toEqual([point, true]);
    }
  }
  await arena.start();
  await finished();
  await accountFor(contacts);
}, 180_000);

it('Redis emptied twice in mid-campaign, and a kill between: lost 0, doubled 0', async () => {
  const redisUrl = redis.url;
  arena = await openArena({ contacts: CONTACTS, redisUrl, seed: SEED, latencyMs: 100, jitterMs: 100 });
  const emptyAt = async (accepted: number): Promise<void> => {
    while ((await arena.ledger()).size < accepted) await new Promise((resolve) => setTimeout(resolve, 50));
    await flush(redisUrl);
  };
  await arena.start();
  await emptyAt(CONTACTS * 0.2);
  await arena.kill();
  await flush(redisUrl);
  await arena.start();
  await emptyAt(CONTACTS * 0.6);
  await finished();
  await accountFor(CONTACTS);
}, 180_000);

async function flush(redisUrl: string): Promise<void> {
  const { default: Redis } = await import('ioredis');
  const redis = new Redis(redisUrl);
  await redis.flushall();
  redis.disconnect();
}
