/** Repeatables: once per slot over all processes, and always as declared. */
import { createBench, until } from './contract-kit.contract';
import type { Bench, NewStore, StoreUnderTest } from './contract-kit.contract';
import { every } from './job';

const PERIOD_MS = 200;

export function repeatsContract(newStore: NewStore): void {
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

  /** Ticks one period apart, however late a busy machine makes the first of them: two clocks would halve the span. */
  function expectOneClock(ticks: readonly { at: number }[]): void {
    const span = ticks.at(-1)!.at - ticks[0]!.at;
    expect(span).toBeGreaterThan(PERIOD_MS * (ticks.length - 2));
  }

  it('runs once per slot over two instances', async () => {
    bench.job('Tick', undefined, { repeat: every(PERIOD_MS) });
    await bench.started();
    await bench.started();
    await until(() => bench.runs.length >= 6, 'six ticks');
    expectOneClock(bench.runs);
  });

  it('has exactly one period after it was changed', async () => {
    const slow = bench.job('Tick', undefined, { repeat: every(PERIOD_MS / 2) });
    const before = await bench.started();
    await until(() => bench.runs.length >= 2, 'ticks of the old period');
    await before.stop();
    expect(slow.repeat).toEqual({ everyMs: PERIOD_MS / 2 });

    bench.handlers().length = 0;
    bench.job('Tick', undefined, { repeat: every(PERIOD_MS) });
    await bench.started();
    // A tick of the old period may still have been waiting.
    await until(() => bench.runs.length >= 4, 'ticks of the new period');
    const seen = bench.runs.length;
    await until(() => bench.runs.length >= seen + 6, 'more ticks');
    expectOneClock(bench.runs.slice(seen));
  });

  it('forgets one that is no longer declared', async () => {
    bench.job('Old', undefined, { repeat: every(PERIOD_MS) });
    const before = await bench.started();
    await until(() => bench.runs.length >= 1, 'the first tick');
    await before.stop();

    bench.handlers().length = 0;
    bench.job('New', undefined, { repeat: every(PERIOD_MS) });
    const after = await bench.started();
    const seen = bench.runs.length;
    await until(() => bench.runs.length >= seen + 3, 'ticks of the other one');
    await until(async () => (await bench.stats(after)).active === 0, 'a quiet moment');
    expect((await bench.stats(after)).delayed).toBeLessThanOrEqual(1);
    // Handled by nobody now: it would have been reported, and counted as failed.
    expect((await bench.stats(after)).failed).toBeLessThanOrEqual(1);
  });

  it('lets ticks be late behind a slow handler, not many', async () => {
    let release = (): void => undefined;
    const slow = new Promise<void>((resolve) => {
      release = resolve;
    });
    bench = createBench(store, 1);
    bench.job('Tick', () => slow, { repeat: every(50) });
    const engine = await bench.started();
    await until(() => bench.runs.length === 1, 'the first tick');
    const since = performance.now();
    await until(() => performance.now() - since > 400, 'eight slots');
    const { waiting, delayed } = await bench.stats(engine);
    expect(waiting + delayed).toBeLessThanOrEqual(1);
    release();
  });
}
