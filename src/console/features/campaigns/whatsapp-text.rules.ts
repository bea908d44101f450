/** The marks by which WhatsApp shapes a text: *bold*, _italic_, ~struck~, ```code```. Pure. */
export type Shape = 'plain' | 'bold' | 'italic' | 'struck' | 'code';

export interface Piece {
  readonly shape: Shape;
  readonly text: string;
}

const SHAPES: Readonly<Record<string, Shape>> = { '*': 'bold', _: 'italic', '~': 'struck', '```': 'code' };
/** A mark stands at the edge of words, and does not enclose blanks at its own edges. */
const MARKED = /(^|[^\p{L}\p{N}])(```|\*|_|~)(?=\S)([^\n]*?\S)\2(?![\p{L}\p{N}])/gu;

/** Marks within marks are left as they are. */
export function piecesOf(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const { index, 0: whole, 1: before = '', 2: mark = '', 3: inner = '' } of text.matchAll(MARKED)) {
    const plain = text.slice(end, index) + before;
    if (plain !== '') pieces.push({ shape: 'plain', text: plain });
    pieces.push({ shape: SHAPES[mark] ?? 'plain', text: inner });
    end = index + whole.length;
  }
  if (end < text.length) pieces.push({ shape: 'plain', text: text.slice(end) });
  return pieces;
}
