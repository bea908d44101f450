import { silentLog } from '../../kernel/log';
import { testDatabase, type TestDatabase } from '../../test/database';
import { createNotifications } from './notifications';

let test: TestDatabase;
beforeAll(async () => {
  test = await testDatabase();
});
afterAll(() => test.close());

const listening = `SELECT pid FROM pg_stat_activity WHERE application_name = 'esquadrao-listen' AND datname = current_database() AND state = 'idle' AND query LIKE 'LISTEN%'`;
const pids = async (): Promise<number[]> => (await test.db.query<{ pid: number }>(listening)).map(({ pid }) => pid);

it('hears a channel, again after its connection was cut, and nothing once stopped', async () => {
  let heard: (payload: string) => void = () => undefined;
  const next = (): Promise<string> => new Promise((resolve) => (heard = resolve));
  const subscription = await createNotifications(test.url, silentLog).listen('lane "1"', (payload) => heard(payload));

  const first = next();
  await test.db.query(`SELECT pg_notify('lane "1"', 'a')`);
  expect(await first).toBe('a');

  const [cut] = await pids();
  await test.db.query('SELECT pg_terminate_backend($1)', [cut]);
  for (let now = await pids(); now[0] === undefined || now[0] === cut; now = await pids());
  const second = next();
  await test.db.query(`SELECT pg_notify('lane "1"', 'b')`);
  expect(await second).toBe('b');

  await subscription.stop();
  // The server forgets a closed connection a moment later.
  while ((await pids()).length > 0);
});

it('rejects when there is no database to listen to', async () => {
  const away = createNotifications(new URL('/missing', test.url).href, silentLog);
  await expect(away.listen('c', () => undefined)).rejects.toThrow('missing');
});
