import { csvRow } from './csv';

test.each([
  [['Linha', 12, ''], '"Linha";"12";""\r\n'],
  [['diz "oi"; tchau'], '"diz ""oi""; tchau"\r\n'],
  [['=1+1', '+55 11', '-1', '@x', '\tx', '\rx'], `"'=1+1";"'+55 11";"'-1";"'@x";"'\tx";"'\rx"\r\n`],
])('%j', (cells, row) => {
  expect(csvRow(cells)).toBe(row);
});
