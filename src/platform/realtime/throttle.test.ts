import { createThrottle } from './throttle';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

function counted(run?: (key: string) => Promise<void>) {
  const calls: string[] = [];
  const throttle = createThrottle<string>(1000, async (key) => {
    calls.push(key);
    await run?.(key);
  });
  return { calls, throttle };
}

it('runs at once, then at most once a second, and keeps the last touch', async () => {
  const { calls, throttle } = counted();
  for (let i = 0; i < 50; i += 1) throttle.touch('a');
  expect(calls).toEqual(['a']);
  await jest.advanceTimersByTimeAsync(999);
  expect(calls).toHaveLength(1);
  await jest.advanceTimersByTimeAsync(1);
  expect(calls).toHaveLength(2);
  await jest.advanceTimersByTimeAsync(5000);
  expect(calls).toHaveLength(2);
});

it('knows keys apart', async () => {
  const { calls, throttle } = counted();
  throttle.touch('a');
  throttle.touch('b');
  expect(calls).toEqual(['a', 'b']);
});

it('is at once again after a quiet second', async () => {
  const { calls, throttle } = counted();
  throttle.touch('a');
  await jest.advanceTimersByTimeAsync(1000);
  throttle.touch('a');
  expect(calls).toHaveLength(2);
});

it('never runs one key twice at once, however long a run takes', async () => {
  let finish = () => {};
  const { calls, throttle } = counted(() => new Promise<void>((resolve) => (finish = resolve)));
  throttle.touch('a');
  throttle.touch('a');
  await jest.advanceTimersByTimeAsync(3000);
  expect(calls).toHaveLength(1);
  finish();
  await jest.advanceTimersByTimeAsync(0);
  expect(calls).toHaveLength(2);
});

it('tries again what failed, a second later', async () => {
  let failures = 2;
  const { calls, throttle } = counted(async () => {
    if (failures-- > 0) throw new Error('the database is away');
  });
  throttle.touch('a');
  await jest.advanceTimersByTimeAsync(10_000);
  expect(calls).toHaveLength(3);
});

it('flushes what waits, and nothing runs after a stop', async () => {
  const { calls, throttle } = counted();
  throttle.touch('a');
  throttle.touch('a');
  await throttle.flush();
  expect(calls).toHaveLength(2);
  throttle.touch('a');
  throttle.stop();
  await jest.advanceTimersByTimeAsync(5000);
  expect(calls).toHaveLength(2);
});
