import fc from 'fast-check';
import { compileTemplate, render, templateKey, templateKeys } from './text';

const values = (given: Record<string, string>) => new Map(Object.entries(given));

describe('render', () => {
  test.each([
    ['Oi {nome}!', { nome: 'Ana' }, 'Oi Ana!', []],
    ['{{nome}} {NOME} { nome }', { nome: 'Ana' }, 'Ana Ana { nome }', []],
    ['{Preço} de {cidade}', { preco: '10', cidade: '' }, '10 de ', []],
    ['{x}{y}', { x: '{y}', y: '$&' }, '{y}$&', []],
    ['{nada} {{outro}}', {}, '{nada} {{outro}}', ['nada', 'outro']],
    ['sem lugares', {}, 'sem lugares', []],
    ['', {}, '', []],
    ['{(a+)+b} {} {a b}', {}, '{(a+)+b} {} {a b}', []],
    ['{{{nome}}}', { nome: 'Ana' }, '{Ana}', []],
    ['{constructor}', {}, '{constructor}', ['constructor']],
  ])('%p', (template, given, text, unresolved) => {
    expect(render(template, values(given as Record<string, string>))).toEqual({ text, unresolved });
  });

  it('never expands a value again, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(render('{a}|{b}', values({ a, b })).text).toBe(`${a}|${b}`);
      }),
    );
  });

  it('is the same compiled once and used for many', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('{', '}', 'a', 'b', ' ', 'ç') }), fc.string(), (template, a) => {
        const compiled = compileTemplate(template);
        expect(compiled(values({ a }))).toEqual(compiled(values({ a })));
        expect(compiled(values({ a }))).toEqual(render(template, values({ a })));
      }),
    );
  });

  it('takes time in proportion to the text, hostile or not', () => {
    const time = (size: number): number => {
      const template = '{'.repeat(size) + 'a'.repeat(size);
      const start = performance.now();
      render(template, new Map());
      return performance.now() - start;
    };
    time(64_000);
    expect(time(64_000)).toBeLessThan(500);
  });
});

describe('templateKey', () => {
  it('is blind to case, accents and outer blanks, and settled at once', () => {
    expect(templateKey(' Endereço ')).toBe('endereco');
    fc.assert(fc.property(fc.string(), (name) => expect(templateKey(templateKey(name))).toBe(templateKey(name))));
  });

  it('names each place once', () => {
    expect(templateKeys('{Nome} {{nome}} {cupom} {a-b}')).toEqual(['nome', 'cupom']);
  });
});
