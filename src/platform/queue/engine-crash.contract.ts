/** Workers that die, freeze and come back: real processes, killed by their id. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createBench, gate, until } from './contract-kit.contract';
import type { Bench, NewStore, StoreUnderTest } from './contract-kit.contract';
import { request } from './engine';

export function crashContract(newStore: NewStore): void {
  let store: StoreUnderTest;
  let bench: Bench;
  let victims: ChildProcess[] = [];

  beforeEach(async () => {
    store = await newStore();
    bench = createBench(store);
  });
  afterEach(async () => {
    for (const victim of victims) victim.kill('SIGKILL');
    victims = [];
    await bench.close();
    await store.dispose();
  });

  /** Starts another process on the same store. */
  function spawnVictim(poisoned = false): { child: ChildProcess; said(text: string): boolean } {
    let output = '';
    const child = spawn(process.execPath, ['--import', 'tsx', join(__dirname, 'killed-worker.contract.ts'), JSON.stringify({ ...store.address, poisoned })], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    victims.push(child);
    return { child, said: (text) => output.includes(text) };
  }

  it('takes a job from a killed process', async () => {
    const job = bench.job('Victim');
    const engine = bench.engine();
    await engine.add([request(job, { n: 9 })]);
    const { child, said } = spawnVictim();
    await until(() => said('started 1'), 'the victim at work');
    child.kill('SIGKILL');
    await engine.start(bench.handlers());
    await until(() => bench.runs.length === 1, 'the rescue');
    expect(bench.runs[0]).toMatchObject({ payload: { n: 9 }, ctx: { attempt: 1 } });
    await bench.drained(engine);
    expect(await bench.stats(engine)).toMatchObject({ completed: 1, failed: 0 });
  });

  it('ignores the late end of a job that was taken away', async () => {
    const door = gate();
    const job = bench.job('Victim', () => door.opened);
    const engine = bench.engine();
    await engine.add([request(job, {})]);
    const { child, said } = spawnVictim();
    await until(() => said('started 1'), 'the victim at work');
    child.kill('SIGSTOP');
    await engine.start(bench.handlers());
    await until(() => bench.runs.length === 1, 'the rescue');
    child.kill('SIGCONT');
    child.stdin!.write('go on\n');
    await until(() => said('ended'), 'the late end');
    expect(await bench.stats(engine)).toMatchObject({ active: 1, completed: 0 });
    door.open();
    await bench.drained(engine);
    expect(await bench.stats(engine)).toMatchObject({ completed: 1, failed: 0 });
    expect(bench.runs).toHaveLength(1);
  });

  it('fails a job that killed three processes, and tells its handler once', async () => {
    const job = bench.job('Victim');
    const engine = bench.engine();
    await engine.add([request(job, { n: 5 })]);
    for (let death = 1; death <= 3; death += 1) await once(spawnVictim(true).child, 'exit');
    await engine.start(bench.handlers());
    await until(() => bench.gaveUp.length === 1, 'the give-up');
    expect(bench.gaveUp[0]!.payload).toEqual({ n: 5 });
    expect(bench.reports).toHaveLength(1);
    expect(bench.runs).toEqual([]);
    expect(await bench.stats(engine)).toMatchObject({ waiting: 0, active: 0, failed: 1 });
  });
}
