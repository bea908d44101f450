import { recentOf, seriesOf } from './queue-series.rules';

const until = Date.parse('2026-03-02T12:00:30Z');
const point = (at: string, done: number, failed = 0, waiting = 0) => ({ at, done, failed, waiting });

it('fills the slots in which nothing was written, and sums the queues', () => {
  const series = seriesOf([[point('2026-03-02T11:58:00Z', 3, 1, 2)], [point('2026-03-02T11:58:00Z', 4), point('2026-03-02T12:00:00Z', 1)]], 1, 4, until);
  expect(series).toEqual({
    times: ['11:57', '11:58', '11:59', '12:00'].map((time) => Date.parse(`2026-03-02T${time}:00Z`) / 1_000),
    done: [0, 7, 0, 1], failed: [0, 1, 0, 0], waiting: [0, 2, 0, 0],
  });
});

it('leaves out what is older than the chart', () => {
  expect(seriesOf([[point('2026-03-02T10:00:00Z', 9)]], 1, 2, until).done).toEqual([0, 0]);
});

it('says what a queue did lately', () => {
  const points = [point('2026-03-02T11:40:00Z', 100, 5), point('2026-03-02T11:56:00Z', 20, 1), point('2026-03-02T11:59:00Z', 30)];
  expect(recentOf(points, 5, until)).toEqual({ perMinute: 10, failed: 1 });
  expect(recentOf([], 5, until)).toEqual({ perMinute: 0, failed: 0 });
});
