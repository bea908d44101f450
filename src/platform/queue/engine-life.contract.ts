/** Start, stop, pause, and what an operator does. */
import { NotFound, Unavailable } from '../../kernel/errors';
import { createBench, gate, until } from './contract-kit.contract';
import type { Bench, NewStore, StoreUnderTest } from './contract-kit.contract';
import { request } from './engine';

export function lifeContract(newStore: NewStore): void {
  let store: StoreUnderTest;
  let bench: Bench;

  beforeEach(async () => {
    store = await newStore();
    bench = createBench(store);
  });
  afterEach(async () => {
    await bench.close();
    await store.dispose();
  });

  it('refuses to start with a job without a handler, or with two', async () => {
    bench.job('Handled');
    const forgotten = bench.job('Forgotten');
    const engine = bench.engine();
    const [handled] = bench.handlers();
    await expect(engine.start([handled!, handled!])).rejects.toThrow(
      /TestQueue\/Handled has two handlers: remove one[^]*TestQueue\/Forgotten has no handler: add handle/,
    );
    expect(forgotten.name).toBe('Forgotten');
  });

  it('waits for the running job when it stops, and starts no other', async () => {
    const door = gate();
    let ended = false;
    const job = bench.job('Slow', async (_, ctx) => {
      await door.opened;
      expect(ctx.stopping()).toBe(true);
      ended = true;
    });
    const engine = await bench.started();
    await engine.add(Array.from({ length: 8 }, () => request(job, {})));
    await until(() => bench.runs.length === 5, 'all slots at work');
    const stopped = engine.stop(5_000);
    setTimeout(() => door.open(), 50);
    await stopped;
    expect(ended).toBe(true);
    expect(bench.runs).toHaveLength(5);
    const next = bench.engine();
    expect(await bench.stats(next)).toMatchObject({ waiting: 3, active: 0 });
  });

  it('gives back what did not end within the grace: not failed, no attempt spent', async () => {
    const door = gate();
    const job = bench.job('Endless', () => (bench.runs.length === 1 ? door.opened : undefined));
    const first = await bench.started();
    await first.add([request(job, {})]);
    await until(() => bench.runs.length === 1, 'the run');
    await first.stop(20);
    const second = await bench.started();
    await until(() => bench.runs.length === 2, 'the run in the next process');
    expect(bench.runs[1]!.ctx.attempt).toBe(1);
    await bench.drained(second);
    expect((await bench.stats(second)).failed).toBe(0);
    door.open();
  });

  it('puts back a job that the stop interrupted', async () => {
    const door = gate();
    const job = bench.job('Interrupted', () =>
      bench.runs.length === 1 ? door.opened.then(() => Promise.reject(new Unavailable('ERR_STOPPED', 'stopped'))) : undefined,
    );
    const first = await bench.started();
    await first.add([request(job, {})]);
    await until(() => bench.runs.length === 1, 'the run');
    const stopped = first.stop(5_000);
    setTimeout(() => door.open(), 20);
    await stopped;
    expect(bench.gaveUp).toEqual([]);
    const second = await bench.started();
    await until(() => bench.runs.length === 2, 'the run in the next process');
    await bench.drained(second);
  });

  it('may be stopped twice, and before it started', async () => {
    bench.job('Any');
    const engine = bench.engine();
    await Promise.all([engine.stop(), engine.stop()]);
    await engine.stop();
  });

  it('keeps jobs over a restart', async () => {
    const job = bench.job('Kept');
    const producer = bench.engine();
    await producer.add([request(job, { n: 1 }), request(job, { n: 2 }, { delayMs: 50 })]);
    await producer.stop();
    const engine = await bench.started();
    await bench.drained(engine);
    expect(bench.numbers()).toEqual([1, 2]);
  });

  it('pauses a queue for every instance, and resumes it', async () => {
    const job = bench.job('Paused');
    const [one, two] = [await bench.started(), await bench.started()];
    await one.pause('TestQueue');
    expect((await bench.stats(two)).paused).toBe(true);
    await two.add([request(job, { n: 1 }), request(job, { n: 2 })]);
    expect(await bench.stats(one)).toMatchObject({ waiting: 2, active: 0, paused: true });
    expect((await bench.stats(one)).oldestWaitingMs).toBeLessThan(1_000);
    expect(bench.runs).toEqual([]);
    await one.resume('TestQueue');
    await bench.drained(two);
    expect(bench.runs).toHaveLength(2);
    expect((await bench.stats(two)).paused).toBe(false);
  });

  it('retries a failed job on request, its attempts anew', async () => {
    let broken = true;
    const job = bench.job('Mended', () => (broken ? Promise.reject(NotFound.of('Row')) : undefined), { attempts: 2 });
    const engine = await bench.started();
    await engine.add([request(job, { n: 3 })]);
    await until(async () => (await bench.stats(engine)).failed === 1, 'the failure');
    broken = false;
    await engine.retry('TestQueue', bench.runs[0]!.ctx.jobId);
    await until(() => bench.runs.length === 2, 'the second run');
    await bench.drained(engine);
    expect(bench.runs[1]).toMatchObject({ payload: { n: 3 }, ctx: { attempt: 1, jobId: bench.runs[0]!.ctx.jobId } });
    expect(await bench.stats(engine)).toMatchObject({ failed: 0, completed: 1 });
    await expect(engine.retry('TestQueue', '424242')).rejects.toBeInstanceOf(NotFound);
  });

  it('counts what waits, runs, is delayed, completed and failed', async () => {
    const door = gate();
    const bad = bench.job('Bad', () => Promise.reject(NotFound.of('Row')));
    const good = bench.job('Good');
    const slow = bench.job('Slow', () => door.opened);
    const engine = await bench.started();
    await engine.add([request(bad, {}), request(good, {}), request(good, {})]);
    await bench.drained(engine);
    await engine.add(Array.from({ length: 7 }, () => request(slow, {})));
    await engine.add([request(good, {}, { delayMs: 60_000 })]);
    await until(() => bench.runs.length === 8, 'five slow ones running');
    // An engine may have claimed ahead after the short jobs, and gives those back within moments.
    await until(async () => (await bench.stats(engine)).waiting === 2, 'two waiting');
    expect(await bench.stats(engine)).toMatchObject({ queue: 'TestQueue', waiting: 2, active: 5, delayed: 1, completed: 2, failed: 1 });
    door.open();
  });

  it('removes old finished jobs', async () => {
    const job = bench.job('Bad', () => Promise.reject(NotFound.of('Row')));
    const engine = await bench.started();
    await engine.add([request(job, {}), request(job, {})]);
    await bench.drained(engine);
    expect(await engine.clean('TestQueue', 'failed', 60_000)).toBe(0);
    expect(await engine.clean('TestQueue', 'failed', 0)).toBe(2);
    expect((await bench.stats(engine)).failed).toBe(0);
  });
}
