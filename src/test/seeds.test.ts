/** The list of what this product takes over names files and tests that exist: it cannot rot. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const page = read('docs/seeds.md');

interface Row {
  readonly mark: string;
  readonly behaviour: string;
  readonly place: string;
  readonly proofs: readonly (readonly [file: string, title: string])[];
}
const rows = page.split('\n').filter((line) => /^\| [✔~✘] \|/u.test(line)).map((line): Row => {
  const [, mark = '', behaviour = '', place = '', proofs = ''] = line.split(/\s*\|\s*/u);
  const named = [...proofs.matchAll(/`([^`]+?) › ([^`]+)`/gu)];
  return { mark, behaviour, place: place.replaceAll('`', ''), proofs: named.map(([, file = '', title = '']) => [file, title]) };
});

/** The text of a test file, its titles as they are read rather than as they are written. */
const texts = new Map<string, string>();
function textOf(file: string): string {
  const text = texts.get(file) ?? read(file).replaceAll("\\'", "'");
  texts.set(file, text);
  return text;
}

it('has a mark, a place and a proof for every behaviour that is said to be here', () => {
  expect(rows.length).toBeGreaterThan(150);
  const unproven = rows.filter(({ mark, behaviour, place, proofs }) => behaviour === '' || (mark !== '✘' && (place === '' || proofs.length === 0)));
  expect(unproven.map(({ behaviour }) => behaviour)).toEqual([]);
});

it('names no file that is not there', () => {
  const named = rows.flatMap(({ place, proofs }) => [...(place === '' ? [] : [place]), ...proofs.map(([file]) => file)]);
  expect([...new Set(named)].filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});

it('names no test that is not there', () => {
  const proofs = rows.flatMap((row) => row.proofs).filter(([file]) => existsSync(join(ROOT, file)));
  expect(proofs.filter(([file, title]) => !textOf(file).includes(title))).toEqual([]);
});
