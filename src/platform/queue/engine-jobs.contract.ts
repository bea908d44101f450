/** One job at a time: order, time, retries, ids. */
import { NotFound, RateLimited, Unavailable } from '../../kernel/errors';
import { currentTraceId, runWithTrace } from '../trace';
import { fixed } from './backoff';
import { createBench, gate, until } from './contract-kit.contract';
import type { Bench, NewStore, StoreUnderTest } from './contract-kit.contract';
import { request } from './engine';

export function jobsContract(newStore: NewStore): void {
  let store: StoreUnderTest;
  let bench: Bench;
  const use = (concurrency?: number): Bench => (bench = createBench(store, concurrency));

  beforeEach(async () => {
    store = await newStore();
  });
  afterEach(async () => {
    await bench.close();
    await store.dispose();
  });

  it('runs jobs in the order they came, urgent ones first', async () => {
    use(1);
    const normal = bench.job('Normal');
    const low = bench.job('Low', undefined, { priority: 'low' });
    const engine = bench.engine();
    await engine.add([request(low, { n: 5 })]);
    await engine.add([request(normal, { n: 3 })]);
    await engine.add([request(low, { n: 1 }, { priority: 'high' })]);
    await engine.add([request(normal, { n: 4 })]);
    await engine.add([request(normal, { n: 6 }, { priority: 'low' })]);
    await engine.add([request(normal, { n: 2 }, { priority: 'high' })]);
    await engine.start(bench.handlers());
    await until(() => bench.runs.length === 6, 'six runs');
    expect(bench.numbers()).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('runs many jobs added at once, each once', async () => {
    use(7);
    const job = bench.job('Count');
    const engine = await bench.started();
    await engine.add(Array.from({ length: 300 }, (_, n) => request(job, { n })));
    await Promise.all(Array.from({ length: 100 }, (_, n) => engine.add([request(job, { n: 300 + n })])));
    await bench.drained(engine);
    expect(bench.numbers().sort((a, b) => a - b)).toEqual(Array.from({ length: 400 }, (_, n) => n));
  });

  it('holds a delayed job until its time', async () => {
    use();
    const job = bench.job('Later');
    const engine = await bench.started();
    const addedAt = performance.now();
    await engine.add([request(job, {}, { delayMs: 150 })]);
    expect((await bench.stats(engine)).delayed).toBe(1);
    await until(() => bench.runs.length === 1, 'the delayed run');
    expect(bench.runs[0]!.at - addedAt).toBeGreaterThanOrEqual(149);
    expect(bench.runs[0]!.at - addedAt).toBeLessThan(1_000);
  });

  it('keeps one concurrency for a queue, all its job names together', async () => {
    use(3);
    const door = gate();
    let running = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      most = Math.max(most, (running += 1));
      await door.opened;
      running -= 1;
    };
    const jobs = [bench.job('A', work), bench.job('B', work)];
    const engine = await bench.started();
    await engine.add(Array.from({ length: 10 }, (_, n) => request(jobs[n % 2]!, { n })));
    await until(() => running === 3, 'three at once');
    door.open();
    await bench.drained(engine);
    expect(most).toBe(3);
    expect(bench.runs).toHaveLength(10);
  });

  it('refills a slot as soon as it is free: a slow job holds up nobody else', async () => {
    use(2);
    const door = gate();
    const job = bench.job('Mixed', ({ n }) => (n === 0 ? door.opened : undefined));
    const engine = await bench.started();
    await engine.add(Array.from({ length: 8 }, (_, n) => request(job, { n })));
    await until(() => bench.runs.length === 8, 'seven jobs passing the slow one');
    door.open();
  });

  it('retries with the waits of its back-off, gives up once, reports once', async () => {
    use();
    const waits: number[] = [];
    const backoff = (attempt: number): number => [60, 120][attempt - 1]!;
    const job = bench.job('Fails', () => Promise.reject(new Unavailable('ERR_DOWN', 'down')), { attempts: 3, backoff });
    const engine = await bench.started();
    await engine.add([request(job, { n: 7 })]);
    await until(() => bench.gaveUp.length > 0, 'the give-up');
    await bench.drained(engine);
    bench.runs.forEach((run, i) => i > 0 && waits.push(run.at - bench.runs[i - 1]!.at));
    expect(bench.runs.map((run) => run.ctx.attempt)).toEqual([1, 2, 3]);
    expect(waits[0]).toBeGreaterThanOrEqual(59);
    expect(waits[1]).toBeGreaterThanOrEqual(119);
    expect(bench.gaveUp).toEqual([{ payload: { n: 7 }, error: expect.objectContaining({ code: 'ERR_DOWN' }) }]);
    expect(bench.reports).toHaveLength(1);
    expect((await bench.stats(engine)).failed).toBe(1);
  });

  it('spends no attempt when told to wait', async () => {
    use();
    let refusals = 2;
    const job = bench.job('Limited', () => (refusals-- > 0 ? Promise.reject(new RateLimited(40)) : undefined), { attempts: 1 });
    const engine = await bench.started();
    await engine.add([request(job, {})]);
    await until(() => bench.runs.length === 3, 'three runs');
    await bench.drained(engine);
    expect(bench.runs.map((run) => run.ctx.attempt)).toEqual([1, 1, 1]);
    expect(bench.runs[1]!.at - bench.runs[0]!.at).toBeGreaterThanOrEqual(39);
    expect(bench.gaveUp).toEqual([]);
    expect((await bench.stats(engine)).completed).toBe(1);
  });

  it('never repeats what cannot succeed', async () => {
    use();
    const job = bench.job('Gone', () => Promise.reject(NotFound.of('Contact')), { attempts: 5, backoff: fixed(1) });
    const engine = await bench.started();
    await engine.add([request(job, {})]);
    await until(() => bench.gaveUp.length === 1, 'the give-up');
    await bench.drained(engine);
    expect(bench.runs).toHaveLength(1);
    expect((await bench.stats(engine)).failed).toBe(1);
  });

  it('refuses an unreadable payload once, naming the field, and keeps it', async () => {
    use();
    const job = bench.job('Count', undefined, { attempts: 5, backoff: fixed(1) });
    const engine = await bench.started();
    await engine.add([{ job: request(job, {}).job, payload: { n: 'seven' } }]);
    await until(() => bench.reports.length > 0, 'the report');
    await bench.drained(engine);
    expect(bench.runs).toEqual([]);
    expect(bench.gaveUp).toEqual([]);
    expect(String(bench.reports[0]!.error)).toMatch(/unreadable payload: n: /);
    expect((await bench.stats(engine)).failed).toBe(1);
  });

  it('fails a job nobody handles and runs one of an older name', async () => {
    use();
    const old = bench.job('OldName');
    const unknown = bench.job('Unknown');
    bench.handlers().length = 0;
    const renamed = bench.job('NewName', undefined, { aliases: ['OldName'] });
    const engine = bench.engine([request(renamed, {}).job]);
    await engine.start(bench.handlers());
    await engine.add([request(old, { n: 1 }), request(unknown, { n: 2 })]);
    await until(() => bench.reports.length === 1 && bench.runs.length === 1, 'both ended');
    await bench.drained(engine);
    expect(bench.numbers()).toEqual([1]);
    expect(String(bench.reports[0]!.error)).toContain('no handler is declared for job "Unknown"');
  });

  it('takes word of progress', async () => {
    use();
    const job = bench.job('Long', async (_, ctx) => {
      await ctx.progress(40.5);
      await ctx.progress(100);
    });
    const engine = await bench.started();
    await engine.add([request(job, {})]);
    await bench.drained(engine);
    expect((await bench.stats(engine)).completed).toBe(1);
  });

  it('carries the trace of the one who added, or makes one', async () => {
    use();
    const seen: (string | undefined)[] = [];
    const job = bench.job('Traced', () => void seen.push(currentTraceId()));
    const engine = await bench.started();
    await engine.add([{ ...request(job, {}), traceId: 'given' }]);
    await runWithTrace('surrounding', () => engine.add([request(job, {})]));
    await engine.add([request(job, {})]);
    await bench.drained(engine);
    expect(seen.sort()).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/), 'given', 'surrounding'].sort());
    expect(bench.runs.map((run) => run.ctx.traceId).sort()).toEqual(seen);
  });

  describe('job ids', () => {
    const jobId = ({ n }: { n: number }): string => `ring-${n}`;

    it('folds pending rings of one id into one job', async () => {
      use();
      const job = bench.job('Ring', undefined, { jobId });
      const engine = bench.engine();
      await engine.add([request(job, { n: 1 }), request(job, { n: 2 }), request(job, { n: 1 })]);
      await engine.add([request(job, { n: 1 }, { delayMs: 60_000 })]);
      await engine.start(bench.handlers());
      await bench.drained(engine);
      expect(bench.numbers().sort()).toEqual([1, 2]);
    });

    it('accepts an id again once its job has completed, and once it has failed', async () => {
      use();
      let fails = false;
      const job = bench.job('Ring', () => (fails ? Promise.reject(NotFound.of('Row')) : undefined), { jobId });
      const engine = await bench.started();
      for (const failing of [false, true, false]) {
        fails = failing;
        await engine.add([request(job, { n: 1 })]);
        await bench.drained(engine);
      }
      expect(bench.runs).toHaveLength(3);
    });

    it('runs again after a ring that came during the work', async () => {
      use();
      const door = gate();
      const job = bench.job('Ring', () => (bench.runs.length === 1 ? door.opened : undefined), { jobId });
      const engine = await bench.started();
      await engine.add([request(job, { n: 1 })]);
      await until(() => bench.runs.length === 1, 'the first run');
      const rangAt = performance.now();
      await engine.add([request(job, { n: 1 })]);
      door.open();
      await until(() => bench.runs.length === 2, 'the run of the second ring');
      expect(bench.runs[1]!.at).toBeGreaterThanOrEqual(rangAt);
      await bench.drained(engine);
      expect(bench.runs).toHaveLength(2);
    });

    it('brings a delayed job forward when someone rings at once', async () => {
      use();
      const job = bench.job('Ring', undefined, { jobId });
      const engine = await bench.started();
      await engine.add([request(job, { n: 1 }, { delayMs: 60_000 })]);
      await engine.add([request(job, { n: 1 })]);
      await until(() => bench.runs.length === 1, 'the run');
      await bench.drained(engine);
      expect(bench.runs).toHaveLength(1);
    });

    it('lets rings neither shorten a back-off nor multiply the retries', async () => {
      use();
      const job = bench.job('Ring', () => Promise.reject(new Unavailable('ERR_DOWN', 'down')), { jobId, attempts: 2, backoff: fixed(200) });
      const engine = await bench.started();
      await engine.add([request(job, { n: 1 })]);
      await until(async () => (await bench.stats(engine)).delayed === 1, 'the back-off');
      await engine.add([request(job, { n: 1 })]);
      await engine.add([request(job, { n: 1 })]);
      await bench.drained(engine);
      expect(bench.runs.map((run) => run.ctx.attempt)).toEqual([1, 2]);
      expect(bench.runs[1]!.at - bench.runs[0]!.at).toBeGreaterThanOrEqual(199);
      expect(bench.gaveUp).toHaveLength(1);
    });

    it('makes a ring during a failing run the retry of it', async () => {
      use(1);
      const door = gate();
      const job = bench.job('Ring', () => door.opened.then(() => Promise.reject(new Unavailable('ERR_DOWN', 'down'))), {
        jobId,
        attempts: 2,
        backoff: fixed(60_000),
      });
      const engine = await bench.started();
      await engine.add([request(job, { n: 1 })]);
      await until(() => bench.runs.length === 1, 'the first run');
      await engine.add([request(job, { n: 1 })]);
      door.open();
      await bench.drained(engine);
      expect(bench.runs.map((run) => run.ctx.attempt)).toEqual([1, 2]);
      expect(bench.gaveUp).toHaveLength(1);
    });
  });
}
