import { GUESSED, queryOf, reached, refusalOf, samplesOf, settled, columnUse, withSeparator, withUse, type PastImport } from './import.rules';

const limits = { maxBytes: 1_000, maxLines: 10 };

test.each([
  [0, limits, 'empty'],
  [1_000, limits, null],
  [1_001, limits, 'tooLarge'],
  [1_001, undefined, null],
])('a file of %i bytes: %j %j', (size, of, refusal) => {
  expect(refusalOf({ size }, of)).toBe(refusal);
});

it('says in the address only what was chosen', () => {
  expect(queryOf(GUESSED)).toEqual({});
  expect(queryOf({ encoding: 'utf-8', separator: '\t', columns: ['nome', null] })).toEqual({ encoding: 'utf-8', separator: 'tab', columns: '["nome",null]' });
});

it('forgets the columns when the separator changes', () => {
  expect(withSeparator({ encoding: 'utf-8', separator: ';', columns: ['nome'] }, ',')).toEqual({ encoding: 'utf-8', separator: ',', columns: null });
});

describe('what a column is', () => {
  const keys = ['nome', 'numero', 'cidade', null];
  const own = ['cliente', 'fone', 'cidade', null];

  test.each([['nome', 'nome'], ['cidade', 'variable'], [null, 'ignored'], [undefined, 'ignored']] as const)('%s is %s', (key, use) => {
    expect(columnUse(key)).toBe(use);
  });

  test.each([
    [2, 'numero', ['nome', 'fone', 'numero', null]],
    [0, 'variable', ['cliente', 'numero', 'cidade', null]],
    [2, 'ignored', ['nome', 'numero', null, null]],
    [3, 'email', ['nome', 'numero', 'cidade', 'email']],
    [3, 'nome', ['cliente', 'numero', 'cidade', 'nome']],
    [0, 'nome', keys],
  ] as const)('column %i as %s', (column, use, after) => {
    expect(withUse(keys, own, column, use)).toEqual(after);
  });
});

it('shows what stands in a column, each once', () => {
  const line = (...cells: string[]) => ({ line: 1, number: '', name: '', verdict: 'invalid' as const, cells });
  expect(samplesOf([line('a', 'x'), line('', 'x'), line('b'), line('c'), line('d')], 0)).toEqual(['a', 'b', 'c']);
  expect(samplesOf([line('a', 'x'), line('', 'x')], 1)).toEqual(['x']);
});

it('counts new and updated contacts as reached', () => {
  expect(reached({ lines: 9, imported: 4, updated: 2, duplicate: 1, optOut: 1, invalid: 1 })).toBe(6);
});

it('finds the import whose answer was lost, and no older one of the same file', () => {
  const past = (id: string, fileName: string) => ({ id, fileName }) as PastImport;
  const now = [past('c', 'outra.csv'), past('b', 'lista.csv'), past('a', 'lista.csv')];
  expect(settled(['a'], now, 'lista.csv')?.id).toBe('b');
  expect(settled(['a', 'b'], now, 'lista.csv')).toBeNull();
});
