import { separatorOf } from './separator.rules';

test.each([
  ['Nome;Número\nA,B,C,D;1', ';', false],
  ['name,number,city\n', ',', false],
  ['Nome\tNúmero', '\t', false],
  ['Nome|Número', '|', false],
  ['"a,b,c";Número', ';', false],
  ['Número', ';', false],
  ['', ';', false],
  ['sep=,\r\nNome;x,Número', ',', true],
  ['\ufeffsep=;\nNome;Número', ';', true],
])('%j is parted by %j', (head, separator, declared) => {
  expect(separatorOf(head)).toEqual({ separator, declared });
});
