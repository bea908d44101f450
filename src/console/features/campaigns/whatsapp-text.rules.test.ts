import { piecesOf } from './whatsapp-text.rules';

const told = (text: string): string => piecesOf(text).map((piece) => (piece.shape === 'plain' ? piece.text : `<${piece.shape}>${piece.text}</>`)).join('');

it.each([
  ['Oi *Bia*, tudo _bem_?', 'Oi <bold>Bia</>, tudo <italic>bem</>?'],
  ['de ~R$ 90~ por *R$ 60*!', 'de <struck>R$ 90</> por <bold>R$ 60</>!'],
  ['```CUPOM10```', '<code>CUPOM10</>'],
  ['2*3*4 e snake_case_name', '2*3*4 e snake_case_name'],
  ['* item *', '* item *'],
  ['*a\nb*', '*a\nb*'],
  ['', ''],
])('%s', (text, shaped) => {
  expect(told(text)).toBe(shaped);
});
