import { keysIn, rowsOf, variablesOf } from './variables.rules';

it('lays variables out as rows, with those that the list knows', () => {
  expect(rowsOf({ cidade: 'Recife' }, ['cidade', 'cupom'])).toEqual([{ key: 'cidade', value: 'Recife' }, { key: 'cupom', value: '' }]);
});

it('takes rows with a name, the last of its name', () => {
  expect(variablesOf([{ key: ' cidade ', value: 'Recife' }, { key: ' ', value: 'x' }, { key: 'cidade', value: 'Natal' }])).toEqual({ cidade: 'Natal' });
});

it('knows the keys of contacts', () => {
  expect(keysIn([{ variables: { a: '1' } }, { variables: {} }, { variables: { b: '', a: '2' } }])).toEqual(['a', 'b']);
});
