import { filledFor } from './contact-values';

const bia = { name: ' Bia  Souza ', number: '5511988887777', email: 'bia@example.com' };

it.each([
  ['Oi {nome}', 'Oi  Bia  Souza '],
  ['Oi {{primeiro_nome}}, {Numero}', 'Oi Bia, 5511988887777'],
  ['{name} <{email}>', ' Bia  Souza  <bia@example.com>'],
  ['{cidade} stays', '{cidade} stays'],
])('%j says %j', (template, text) => {
  expect(filledFor(bia, template)).toBe(text);
});

it('a contact without a name has no first name', () => {
  expect(filledFor({ ...bia, name: '' }, '[{primeiro_nome}]')).toBe('[]');
});
