import fc from 'fast-check';
import { optOutWish } from './opt-out.rules';

describe('optOutWish', () => {
  test.each(['SAIR', 'sair', ' Sair. ', '*SAIR*', 'sair 🙏', 'Parar!', 'STOP', 'cancelar…', '“Cancelar”', 'Saír'])('%p leaves', (text) => {
    expect(optOutWish(text)).toBe('leave');
  });

  test.each(['VOLTAR', 'voltar!'])('%p returns', (text) => {
    expect(optOutWish(text)).toBe('return');
  });

  test.each(['', 'quero sair amanhã', 'não quero parar', 'sair sair', 'para', 'stopped', 'cancelar o pedido 12', '🙏', `sair${' '.repeat(100)}`])('%p is no such word', (text) => {
    expect(optOutWish(text)).toBeNull();
  });

  it('never hears a wish in a longer sentence', () => {
    fc.assert(fc.property(fc.stringMatching(/^[a-z]{1,8}$/), (word) => optOutWish(`sair ${word}`) === null && optOutWish(`${word} parar`) === null));
  });
});
