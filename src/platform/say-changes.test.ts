import { sayChanges } from './say-changes';

it('says a fault when it begins, when it changes and when it comes back, not while it lasts', () => {
  const said: unknown[] = [];
  const tell = sayChanges(({ fields }) => void said.push(fields['why']));
  const fault = (key: number, why: string) => ({ key, fields: { why } });
  tell([fault(1, 'a'), fault(2, 'b')]);
  tell([fault(1, 'a'), fault(2, 'b')]);
  tell([fault(2, 'c')]);
  tell([fault(1, 'a'), fault(2, 'c')]);
  expect(said).toEqual(['a', 'b', 'c', 'a']);
});
