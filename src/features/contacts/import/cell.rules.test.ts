import fc from 'fast-check';
import { cleanLine, cleanValue, variableKey } from './cell.rules';

describe('cleanLine', () => {
  test.each([
    ['  José   da\tSilva\r\n', 'José da Silva'],
    ['=HYPERLINK("http://x")', '=HYPERLINK("http://x")'],
    ['José $& {nome} {cupom}', 'José $& {nome} {cupom}'],
    ['a\0b\x07c', 'abc'],
    ['\u200c Oferta', 'Oferta'],
    ['\u202eanA', 'anA'],
    ['👩‍👩‍👧 Família', '👩‍👩‍👧 Família'],
    ['\ud800x', 'x'],
  ])('%j → %j', (cell, clean) => {
    expect(cleanLine(cell, 200)).toBe(clean);
  });

  it('cuts, never through the middle of a character', () => {
    expect(cleanLine('😀😀', 3)).toBe('😀');
  });
});

describe('cleanValue', () => {
  it('keeps the line breaks that a person typed', () => {
    expect(cleanValue(' Rua A\nn. 1 ')).toBe('Rua A\nn. 1');
  });

  it('leaves of anything at all a text that the database takes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (cell) => {
        const clean = cleanValue(cell);
        return !clean.includes('\0') && JSON.parse(JSON.stringify(clean)) === clean && Buffer.from(clean).toString() === clean;
      }),
    );
  });
});

describe('variableKey', () => {
  test.each([
    ['Data de Nascimento', 'data_de_nascimento'],
    [' Cupom (2026) ', 'cupom_2026'],
    ['CIDADE', 'cidade'],
    ['Endereço', 'endereco'],
    ['***', ''],
    ['x'.repeat(50), 'x'.repeat(40)],
  ])('%p → %p', (header, key) => {
    expect(variableKey(header)).toBe(key);
  });
});
