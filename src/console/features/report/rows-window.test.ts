import { createRowsWindow, type RowsPage } from './rows-window';

interface Row {
  readonly id: number;
  readonly text: string;
}

/** A list of `total` rows, in pages of `size`; every third page is empty when `gaps`. */
function listOf(total: number, { size = 10, gaps = false } = {}) {
  const loads: (string | null)[] = [];
  const fail = { next: false };
  async function load(cursor: string | null): Promise<RowsPage<Row>> {
    loads.push(cursor);
    if (fail.next) throw new Error('away');
    const [turn = 0, from = 0] = cursor === null ? [] : cursor.split('/').map(Number);
    const records = gaps && turn % 3 === 2 ? [] : Array.from({ length: Math.min(size, total - from) }, (_, i) => ({ id: from + i, text: 'old' }));
    const next = from + records.length;
    return { records, cursor: next < total ? `${turn + 1}/${next}` : null };
  }
  const rows = createRowsWindow<Row>({ load, id: (row) => row.id, merge: (_, told) => told, pagesAround: 2, ahead: 10 });
  return { rows, loads, fail };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

/** Reads on until the end, a screen of five rows at a time. */
async function readOn(rows: ReturnType<typeof listOf>['rows'], most = 1_000): Promise<number[]> {
  const seen: number[] = [];
  for (let row = 0; row < most; row += 1) {
    rows.look(row, row + 4);
    await settled();
    if (rows.state().ended && row >= rows.state().known) break;
    seen.push(rows.at(row)?.id ?? -1);
  }
  return seen;
}

it.each([false, true])('shows every row once, in order, and holds a few pages only (with empty pages: %s)', async (gaps) => {
  const { rows } = listOf(230, { gaps });
  expect(await readOn(rows)).toEqual(Array.from({ length: 230 }, (_, i) => i));
  expect(rows.state()).toMatchObject({ known: 230, ended: true, error: null });
  expect(rows.held()).toBeLessThanOrEqual(60);
});

it('fetches what it has given up when someone goes back, by its own cursor', async () => {
  const { rows, loads } = listOf(230);
  await readOn(rows);
  loads.length = 0;
  expect(rows.at(31)).toBeUndefined();
  rows.look(30, 34);
  await settled();
  expect([rows.at(31)?.id, loads]).toEqual([31, ['3/30']]);
});

it('never reads ahead of what is looked at by more than it was told to', async () => {
  const { rows, loads } = listOf(10_000);
  rows.look(0, 4);
  await settled();
  await settled();
  expect(loads.length).toBeLessThanOrEqual(2);
});

it('goes on with page after page while they are empty', async () => {
  const loads: (string | null)[] = [];
  const rows = createRowsWindow<Row>({
    load: async (cursor) => {
      loads.push(cursor);
      return loads.length < 6 ? { records: [], cursor: String(loads.length) } : { records: [{ id: 7, text: '' }], cursor: null };
    },
    id: (row) => row.id, merge: (_, told) => told, pagesAround: 2, ahead: 10,
  });
  rows.look(0, 4);
  await settled();
  expect([rows.at(0)?.id, loads.length, rows.state().ended]).toEqual([7, 6, true]);
});

it('tells a failure, and goes on when asked', async () => {
  const { rows, fail } = listOf(30);
  fail.next = true;
  rows.look(0, 4);
  await settled();
  expect(rows.state()).toMatchObject({ known: 0, error: new Error('away') });
  fail.next = false;
  rows.again();
  await settled();
  expect(rows.state()).toMatchObject({ known: 20, error: null });
});

it('lets rows change where they stand', async () => {
  const { rows } = listOf(30);
  rows.look(0, 4);
  await settled();
  rows.patch([{ id: 3, text: 'new' }, { id: 99, text: 'new' }]);
  expect([rows.at(2)?.text, rows.at(3)?.text]).toEqual(['old', 'new']);
});
