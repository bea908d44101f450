import { setTimeout as sleep } from 'node:timers/promises';
import type { CompanyId, UserId } from '../../kernel/ids';
import { silentLog } from '../../kernel/log';
import { buildCompany, buildUser } from '../../test/build';
import { testDatabase, type TestDatabase } from '../../test/database';
import { createPresence, type Presence } from './presence';
import { verifyLoginStatusHandler } from './presence.jobs';

let database: TestDatabase;
let companyId: CompanyId;
let connected: number;
let presence: Presence;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.db.query('DELETE FROM "Companies"');
  companyId = await buildCompany(database.db);
  connected = 0;
  presence = process1();
});

const process1 = () => createPresence({ transact: database.transact, log: silentLog, connectionsOf: async () => connected });
const someone = async (over: object = {}) => ({ companyId, userId: await buildUser(database.db, companyId, { ...over }) });
const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);
const stored = async (userId: UserId) => (await database.db.query<{ online: boolean; lastSeenAt: Date | null }>('SELECT * FROM "Users" WHERE "id" = $1', [userId]))[0]!;
const told = () => database.released.events.splice(0).map(({ payload }) => payload as { action: string; user?: { id: number; online: boolean } });
/** Counts statements that reach the database. */
const monitor = () => verifyLoginStatusHandler({ transact: database.transact, log: silentLog }).run({}, { jobId: '', attempt: 1, traceId: '', stopping: () => false, progress: async () => undefined });

it('writes what many do by one statement, and tells who came once', async () => {
  const users = await Promise.all(Array.from({ length: 5 }, () => someone()));
  told();
  let units = 0;
  const counting = createPresence({ transact: (work) => ((units += 1), database.transact(work)), log: silentLog, connectionsOf: async () => 0 });
  for (let click = 0; click < 100; click += 1) for (const user of users) counting.seen(user);
  await counting.flush();
  for (const user of users) counting.seen(user);
  await counting.flush();
  expect(units).toBe(1);
  expect(told().map(({ action, user }) => [action, user?.online])).toEqual(Array.from({ length: 5 }, () => ['update', true]));
});

it('writes by itself a moment after the sign', async () => {
  const user = await someone();
  presence.seen(user);
  while (!(await stored(user.userId)).online) await sleep(20);
  expect((await stored(user.userId)).lastSeenAt!.getTime()).toBeGreaterThan(ago(1).getTime());
});

it('tells only who was not here before, whichever process heard him', async () => {
  const user = await someone({ online: true, lastSeenAt: ago(2) });
  told();
  const before = (await stored(user.userId)).lastSeenAt!;
  await Promise.all([process1(), process1()].map((one) => (one.seen(user), one.flush())));
  expect((await stored(user.userId)).lastSeenAt!.getTime()).toBeGreaterThan(before.getTime());
  expect(told()).toEqual([]);
});

it('tells a crowd by one refresh, and keeps companies apart', async () => {
  const crowd = await Promise.all(Array.from({ length: 21 }, () => someone()));
  const other = await buildCompany(database.db);
  const alone = { companyId: other, userId: await buildUser(database.db, other) };
  told();
  for (const user of [...crowd, alone]) presence.seen(user);
  await presence.flush();
  expect(database.released.events.splice(0)).toEqual([
    { companyId, topic: 'user', payload: { action: 'refresh' } },
    { companyId: other, topic: 'user', payload: { action: 'update', user: expect.objectContaining({ id: alone.userId, online: true }) } },
  ]);
});

it('takes a sign again after the database was away', async () => {
  const user = await someone();
  let away = true;
  const unlucky = createPresence({ transact: (work) => (away ? Promise.reject(new Error('away')) : database.transact(work)), log: silentLog, connectionsOf: async () => 0 });
  unlucky.seen(user);
  await unlucky.flush();
  away = false;
  unlucky.seen(user);
  await unlucky.flush();
  expect(await stored(user.userId)).toMatchObject({ online: true });
});

describe('logging out', () => {
  it('is offline at once; what his socket still says is no return, a log-in is', async () => {
    const user = await someone();
    presence.seen(user);
    await presence.flush();
    presence.seen(user);
    told();
    await presence.left(user);
    presence.seen(user);
    await presence.flush();
    expect(await stored(user.userId)).toMatchObject({ online: false });
    expect(told()).toEqual([{ action: 'update', user: expect.objectContaining({ id: user.userId, online: false }) }]);
    presence.arrived(user);
    await presence.flush();
    expect(await stored(user.userId)).toMatchObject({ online: true });
  });

  it('leaves him online while he is connected elsewhere', async () => {
    const user = await someone({ online: true, lastSeenAt: ago(0) });
    connected = 2;
    await presence.left(user);
    expect(await stored(user.userId)).toMatchObject({ online: true });
  });
});

describe('VerifyLoginStatus', () => {
  it('takes the silent offline, whatever was edited meanwhile, and nobody who answers', async () => {
    const silent = await someone({ online: true, lastSeenAt: ago(6), updatedAt: new Date() });
    const idle = await someone({ online: true, lastSeenAt: ago(4), updatedAt: ago(600) });
    told();
    await monitor();
    expect([(await stored(silent.userId)).online, (await stored(idle.userId)).online]).toEqual([false, true]);
    expect(told().map(({ user }) => user?.id)).toEqual([silent.userId]);
    await monitor();
    expect(told()).toEqual([]);
  });

  it('tells once when two look at once', async () => {
    const users = await Promise.all(Array.from({ length: 3 }, () => someone({ online: true, lastSeenAt: ago(6) })));
    told();
    await Promise.all([monitor(), monitor(), monitor()]);
    expect(told().map(({ user }) => user?.id).sort()).toEqual(users.map(({ userId }) => userId).sort());
  });
});

it('takes nobody offline, nor waits for him, whose sign of life is just being written', async () => {
  const [back, gone] = [await someone({ online: true, lastSeenAt: ago(6) }), await someone({ online: true, lastSeenAt: ago(6) })];
  await database.transact(async (tx) => {
    await tx.query('UPDATE "Users" SET "lastSeenAt" = now() WHERE "id" = $1', [back.userId]);
    await monitor();
  });
  expect([(await stored(back.userId)).online, (await stored(gone.userId)).online]).toEqual([true, false]);
});
