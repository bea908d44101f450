import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLog } from '../../kernel/log';
import { bundle, childEnvironment } from '../../test/bundle';
import { testDatabase, type TestDatabase } from '../../test/database';
import { createLeaderLock } from './leader-lock';

jest.setTimeout(60_000);

/** From the death or the freezing of a leader to the next one, as promised. */
const TAKEN_OVER_WITHIN_MS = 10_000;

let t: TestDatabase;
let folder: string;
let program: string;
const children: ChildProcess[] = [];
const contenders: { stop(): Promise<void> }[] = [];

beforeAll(async () => {
  t = await testDatabase();
  folder = await mkdtemp(join(tmpdir(), 'esquadrao-leader-'));
  program = await bundle('src/test/leader-program.ts', folder);
});
afterEach(async () => {
  for (const child of children.splice(0)) if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  await Promise.all(contenders.splice(0).map((contender) => contender.stop()));
});
afterAll(async () => {
  await t.close();
  await rm(folder, { recursive: true });
});

function contender(): { words: string[]; next(): Promise<string>; stop(): Promise<void> } {
  const words: string[] = [];
  let heard: (word: string) => void = () => undefined;
  const say = (word: string) => () => { words.push(word); heard(word); };
  const contention = createLeaderLock({ url: t.url, log: silentLog }).contend({ gained: say('gained'), lost: say('lost') });
  contenders.push(contention);
  return { words, next: () => new Promise((resolve) => { heard = resolve; }), stop: () => contention.stop() };
}

async function leadingChild(): Promise<ChildProcess> {
  const child = fork(program, [], { env: { ...childEnvironment, DATABASE_URL: t.url } });
  children.push(child);
  expect(await once(child, 'message')).toEqual(['gained', undefined]);
  return child;
}

const cutOff = () => t.db.query(`SELECT pg_terminate_backend("pid") FROM pg_stat_activity WHERE "application_name" = 'esquadrao-leader' AND "datname" = current_database()`);

it('lets one lead, and the next one when that one stops', async () => {
  const first = contender();
  expect(await first.next()).toBe('gained');
  const second = contender();
  const gained = second.next();
  await first.stop();
  expect(await gained).toBe('gained');
  expect([first.words, second.words]).toEqual([['gained', 'lost'], ['gained']]);
});

it('knows at once that it lost its connection, and comes back', async () => {
  const only = contender();
  expect(await only.next()).toBe('gained');
  const lost = only.next();
  await cutOff();
  expect(await lost).toBe('lost');
  expect(await only.next()).toBe('gained');
});

it.each([['killed', 'SIGKILL'], ['frozen', 'SIGSTOP']] as const)('takes over from a leader that was %s', async (_, signal) => {
  const child = await leadingChild();
  const next = contender();
  const gained = next.next();
  const at = performance.now();
  child.kill(signal);
  await gained;
  expect(performance.now() - at).toBeLessThan(TAKEN_OVER_WITHIN_MS);
  if (signal === 'SIGKILL') return;
  const word = once(child, 'message');
  child.kill('SIGCONT');
  expect(await word).toEqual(['lost', undefined]);
});
