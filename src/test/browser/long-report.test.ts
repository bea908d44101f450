/** A hundred thousand recipients in one list: read to the end by wheel and by keys, with few of them in the page at any time. */
import type { Browser, CDPSession, Page } from 'playwright-core';
import type { CompanyId } from '../../kernel/ids';
import { buildCampaign } from '../build';
import { connection, eventually } from '../operator';
import { startProduct, type RunningProduct } from '../product';
import { openBrowser, visit, type Visit } from './browser';
import { logIn } from './operator';

jest.setTimeout(85_000);

const PEOPLE = 100_000;
/** What a window shows, and some on either side. */
const MOST_DRAWN = 60;
/** All rows would be three times as much. */
const MOST_KEPT_MB = 25;

let p: RunningProduct;
let browser: Browser;
let visitor: Visit;
let page: Page;
let engine: CDPSession;
let emptyMb = 0;

beforeAll(async () => {
  [p, browser] = await Promise.all([startProduct(null), openBrowser()]);
  const { db } = p.database;
  const { id: whatsappId } = await connection(p, 'Vendas');
  const id = await buildCampaign(db, p.companyId as CompanyId, { name: 'Cem mil', whatsappId, status: 'FINALIZADA' });
  await db.query(`UPDATE "Campaigns" SET "startedAt" = now() - interval '1 day', "preparedAt" = now(), "completedAt" = now() WHERE "id" = $1`, [id]);
  await db.query(
    `INSERT INTO "Deliveries" ("companyId", "connectionId", "campaignId", "kind", "recipient", "name", "body", "variant", "attempts", "state", "sentAt", "deliveredAt", "failedAt", "errorCode")
     SELECT $1, $2, $3, 'campaign', '55119' || (90000000 + n), 'Pessoa ' || n, 'Oi Pessoa ' || n || ', temos novidades para você', 1, 1,
            CASE WHEN n % 20 = 0 THEN 'failed' ELSE 'delivered' END,
            CASE WHEN n % 20 <> 0 THEN now() END, CASE WHEN n % 20 <> 0 THEN now() END, CASE WHEN n % 20 = 0 THEN now() END, CASE WHEN n % 20 = 0 THEN 'invalid_number' END
       FROM generate_series(1, $4::int) n`,
    [p.companyId, whatsappId, id, PEOPLE],
  );
  await db.query('ANALYZE "Deliveries"');
  visitor = await visit(browser, p.url);
  ({ page } = visitor);
  engine = await visitor.context.newCDPSession(page);
  await logIn(page, `/campaigns/${id}/report`);
  await page.getByText('Pessoa 1', { exact: true }).waitFor();
  await page.getByRole('grid', { name: 'Contatos' }).scrollIntoViewIfNeeded();
  emptyMb = await heapMb();
});
afterAll(async () => {
  await browser.close();
  await p.stop();
});

async function heapMb(): Promise<number> {
  await engine.send('HeapProfiler.collectGarbage');
  return (await engine.send('Runtime.getHeapUsage')).usedSize / 1024 ** 2;
}

interface Seen {
  /** Of the rows that lie in the frame: the index and the name of each, '' where it is still on its way. */
  readonly rows: readonly (readonly [index: number, name: string])[];
  readonly mostDrawn: number;
  readonly frames: readonly number[];
}

const WATCH = `{
  window.watched = { frames: [], mostDrawn: 0 };
  let last = performance.now();
  const frame = (now) => {
    window.watched.frames.push(now - last);
    last = now;
    window.watched.mostDrawn = Math.max(window.watched.mostDrawn, document.querySelectorAll('[data-row]').length);
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}`;

const look = () => page.evaluate<Seen>(`(() => {
  const frame = document.querySelector('[role=grid]').getBoundingClientRect();
  const rows = [...document.querySelectorAll('[data-row]')].filter((row) => {
    const { top, bottom } = row.getBoundingClientRect();
    return bottom > frame.top && top < frame.bottom;
  });
  return { ...window.watched, rows: rows.map((row) => [Number(row.dataset.row), row.querySelector('[data-column=name]')?.textContent ?? '']) };
})()`);

/** Nothing blank is left in the frame, and each row is the one that belongs there. */
async function settles(): Promise<Seen> {
  const seen = await eventually(look, ({ rows }) => rows.length > 5 && rows.every(([, name]) => name !== ''));
  expect(seen.rows.map(([, name]) => name)).toEqual(seen.rows.map(([index]) => `Pessoa ${index + 1}`));
  expect(seen.mostDrawn).toBeLessThanOrEqual(MOST_DRAWN);
  return seen;
}

const isLast = ({ rows }: Seen): boolean => rows.at(-1)?.[0] === PEOPLE - 1;

/** Times belong to the machine: they are told, and nothing is asked of them. */
function tell(what: string, seconds: number, { frames, rows, mostDrawn }: Seen): void {
  const sorted = [...frames].sort((a, b) => a - b);
  const at = (share: number): string => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!.toFixed(1);
  console.log(`${what}: ${rows.at(-1)![0] + 1} rows in ${seconds.toFixed(1)} s, ${frames.length} frames, median ${at(0.5)} ms, p95 ${at(0.95)} ms, longest ${at(1)} ms; at most ${mostDrawn} rows drawn`);
}

async function timed(work: () => Promise<void>): Promise<number> {
  await page.evaluate('window.watched.frames.length = 0');
  const from = performance.now();
  await work();
  return (performance.now() - from) / 1_000;
}

it('by the wheel, as one reads', async () => {
  await page.getByText('Pessoa 5', { exact: true }).hover();
  await page.evaluate(WATCH);
  const seconds = await timed(async () => {
    for (let turn = 0; turn < 150; turn += 1) await page.mouse.wheel(0, 400);
  });
  tell('reading', seconds, await settles());
});

it('by the wheel, as fast as it turns, to the last', async () => {
  const seconds = await timed(async () => {
    while (!isLast(await look())) await page.mouse.wheel(0, 40_000);
  });
  tell('rushing', seconds, await settles());
  const kept = (await heapMb()) - emptyMb;
  console.log(`${kept.toFixed(1)} MB kept`);
  expect(kept).toBeLessThan(MOST_KEPT_MB);
});

it('a jump into the middle, where the rows have been let go of: they come back', async () => {
  await page.evaluate(`document.querySelector('[role=grid]').scrollTop = ${PEOPLE / 2} * 48`);
  const { rows } = await settles();
  expect(Math.abs(rows[0]![0] - PEOPLE / 2)).toBeLessThan(5);
});

it('by keys: Home, PageDown, End', async () => {
  const focusedRow = () => page.evaluate<number>(`Number(document.activeElement.closest('[data-row]')?.dataset.row)`);
  const opened = page.locator('[data-row]').nth(10);
  const row = Number(await opened.getAttribute('data-row'));
  await opened.click({ position: { x: 5, y: 5 } });
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  // The row that was left has the focus again.
  await eventually(focusedRow, (focused) => focused === row);

  await page.keyboard.press('Home');
  await eventually(focusedRow, (focused) => focused === 0);
  expect((await settles()).rows[0]![0]).toBe(0);
  let before = 0;
  for (let turn = 0; turn < 20; turn += 1) {
    await page.keyboard.press('PageDown');
    const last = before;
    before = await eventually(focusedRow, (focused) => focused > last);
  }
  await settles();
  await page.keyboard.press('End');
  await eventually(focusedRow, (focused) => focused === PEOPLE - 1);
  expect(isLast(await settles())).toBe(true);
  // Keys that come faster than rows are drawn: none is lost.
  await page.keyboard.press('Home');
  await page.keyboard.press('PageDown');
  await eventually(focusedRow, (focused) => focused > 0 && focused < 100);
  expect((await heapMb()) - emptyMb).toBeLessThan(MOST_KEPT_MB);
});

it('met no error on the way', () => {
  expect(visitor.faults).toEqual([]);
});
