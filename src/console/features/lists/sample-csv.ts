/** A list to begin with, made here: what its columns are called is what an import recognises. */
const ROWS = [
  ['nome', 'numero', 'email', 'cidade'],
  ['Ana Souza', '(11) 98888-7777', 'ana@exemplo.com.br', 'São Paulo'],
  ['Bruno Lima', '21 97777-6666', '', 'Rio de Janeiro'],
] as const;

/** With the mark by which Excel knows UTF-8, and its line ends. */
const text = `\ufeff${ROWS.map((cells) => cells.join(';')).join('\r\n')}\r\n`;

export function downloadSample(name: string): void {
  const link = Object.assign(document.createElement('a'), { href: `data:text/csv;charset=utf-8,${encodeURIComponent(text)}`, download: name });
  link.click();
}
