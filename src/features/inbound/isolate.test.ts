import { Unavailable } from '../../kernel/errors';
import { isolated } from './isolate';

const setup = (failing: (item: string, nth: number) => Error | undefined) => {
  const tries: string[] = [];
  const done: string[] = [];
  const given: string[] = [];
  const isolation = {
    streamOf: (item: string) => item[0]!,
    work: async (item: string) => {
      tries.push(item);
      const error = failing(item, tries.filter((tried) => tried === item).length);
      if (error) throw error;
      done.push(item);
    },
    giveUp: (item: string) => void given.push(item),
  };
  return { tries, done, given, isolation };
};

it('keeps the order of each stream', async () => {
  const { done, isolation } = setup(() => undefined);
  await isolated(['a1', 'b1', 'a2', 'c1', 'a3', 'b2'], isolation);
  expect(done.filter((item) => item.startsWith('a'))).toEqual(['a1', 'a2', 'a3']);
  expect(done.filter((item) => item.startsWith('b'))).toEqual(['b1', 'b2']);
  expect(done).toHaveLength(6);
});

it('does the neighbours of poison, and gives poison up after five tries', async () => {
  const { tries, done, given, isolation } = setup((item) => (item === 'a1' ? new Error('poison') : undefined));
  await isolated(['a1', 'a2', 'b1'], isolation);
  expect(done.sort()).toEqual(['a2', 'b1']);
  expect(given).toEqual(['a1']);
  expect(tries.filter((item) => item === 'a1')).toHaveLength(5);
});

it('does what fails at first and succeeds later', async () => {
  const { done, given, isolation } = setup((_item, nth) => (nth < 3 ? new Error('busy') : undefined));
  await isolated(['a1', 'b1'], isolation);
  expect(done.sort()).toEqual(['a1', 'b1']);
  expect(given).toEqual([]);
});

it('blames nobody while the database is away', async () => {
  const away = new Unavailable('ERR_DATABASE_UNAVAILABLE', 'away');
  const { given, isolation } = setup((item) => (item === 'b1' ? away : undefined));
  await expect(isolated(['a1', 'b1', 'c1'], isolation)).rejects.toBe(away);
  expect(given).toEqual([]);
});
