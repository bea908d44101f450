import fc from 'fast-check';
import { answerOf } from './reply.rules';

describe('answerOf', () => {
  test.each([
    ['1', 'yes'],
    ['Sim', 'yes'],
    ['  SIM!!! ', 'yes'],
    ['s', 'yes'],
    ['yes', 'yes'],
    ['Ok, pode mandar', 'yes'],
    ['quero sim', 'yes'],
    ['Confirmo.', 'yes'],
    ['*sim*', 'yes'],
    ['👍🏽', 'yes'],
    ['2', 'no'],
    ['Não', 'no'],
    ['NAO QUERO', 'no'],
    ['não, obrigado', 'no'],
    ['n', 'no'],
    ['sim, mas não agora', 'no'],
    ['SAIR', 'no'],
    ['❌', 'no'],
    ['', null],
    ['???', null],
    ['1 real?', null],
    ['12', null],
    ['simples', null],
    ['quanto custa?', null],
    ['sim eu queria saber quanto custa isso', null],
  ] as const)('%p is %p', (text, answer) => {
    expect(answerOf(text)).toBe(answer);
  });

  it('never throws, and is blind to case and outer blanks', () => {
    fc.assert(fc.property(fc.string(), (text) => expect(answerOf(`  ${text.toLowerCase()}\n`)).toBe(answerOf(text.toLowerCase()))));
  });
});
