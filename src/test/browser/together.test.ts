/** Two people at one campaign, each in a browser of his own: what one does the other sees, and who comes second is told so. */
import type { Browser, Page } from 'playwright-core';
import { becomes, campaign, captured, connection, eventually, list, pace, someNumbers, start } from '../operator';
import { startProduct, type RunningProduct } from '../product';
import { openBrowser, visit, type Visit } from './browser';
import { logIn, open, type Person } from './operator';

jest.setTimeout(60_000);

const BRUNO: Person & { name: string } = { name: 'Bruno', email: 'bruno@example.com', password: 'outra senha comprida' };

let p: RunningProduct;
let browser: Browser;
let visitors: readonly Visit[];
let ana: Page;
let bruno: Page;
let sender: { id: number };
let id: number;

beforeAll(async () => {
  [p, browser] = await Promise.all([startProduct(null), openBrowser()]);
  await p.api('POST', '/users', BRUNO);
  sender = await connection(p, 'Vendas');
  await p.api('PUT', `/whatsapp/${sender.id}`, { limiterMax: 2, limiterDurationMs: 1_000 });
  await pace(p, 0, 0, 0);
  id = await start(p, { name: 'Promoção', contactListId: await list(p, someNumbers(400, 0)), whatsappId: sender.id });
  await becomes(p, id, 'EM_ANDAMENTO');
  visitors = await Promise.all([visit(browser, p.url), visit(browser, p.url)]);
  [ana, bruno] = visitors.map(({ page }) => page) as [Page, Page];
  await Promise.all([logIn(ana, `/campaigns/${id}`), logIn(bruno, `/campaigns/${id}`, BRUNO)]);
  await Promise.all([ana, bruno].map((page) => page.getByText('Ao vivo').waitFor()));
});
afterAll(async () => {
  await browser.close();
  await p.stop();
});

const press = (page: Page, name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();
const isNow = (page: Page, word: string): Promise<void> => page.locator('main h1').locator('..').getByText(word, { exact: true }).waitFor();

async function choose(page: Page, name: string, item: string): Promise<void> {
  await press(page, `Ações de ${name}`);
  await page.getByRole('menuitem', { name: item }).click();
}

/** Holds back the next request to that address until the function it gives is called. */
async function holdBack(page: Page, address: string): Promise<{ readonly held: Promise<void>; release(): void }> {
  let caught = (): void => undefined;
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (caught = resolve));
  const until = new Promise<void>((resolve) => (release = resolve));
  await page.route(address, async (route) => {
    caught();
    await until;
    await route.continue();
  }, { times: 1 });
  return { held, release };
}

it('one pauses, and the other reads who it was', async () => {
  await press(bruno, 'Pausar');
  await ana.getByText(/^Pausada por Bruno/).waitFor();
  await ana.getByRole('button', { name: 'Retomar', exact: true }).waitFor();
});

it('both resume at the same moment: both have what they wanted, and it is done once', async () => {
  const { seq } = (await p.api<{ seq: number }>('GET', `/campaigns/${id}`)).body;
  await Promise.all([press(ana, 'Retomar'), press(bruno, 'Retomar')]);
  await Promise.all([ana, bruno].map((page) => page.getByRole('button', { name: 'Pausar', exact: true }).waitFor()));
  expect((await campaign(p, id)).status).toBe('EM_ANDAMENTO');
  expect(seq).toBeGreaterThan(0);
  expect(await Promise.all([ana, bruno].map((page) => page.getByRole('alert').filter({ hasText: /\S/ }).count()))).toEqual([0, 0]);
});

it('one pauses while the other cancels: who comes second is told what it has become', async () => {
  const { held, release } = await holdBack(bruno, `**/campaigns/${id}/pause`);
  await press(bruno, 'Pausar');
  await held;
  await choose(ana, 'Promoção', 'Cancelar campanha');
  await ana.getByRole('dialog').getByRole('button', { name: 'Cancelar campanha' }).click();
  await isNow(bruno, 'Cancelada');
  release();
  await bruno.getByText('Alguém foi mais rápido').waitFor();
  await bruno.getByText(/“Promoção” mudou agora há pouco e está: Cancelada/).waitFor();
  const taken = await eventually(() => campaign(p, id), ({ counters }) => counters['sending'] === 0);
  expect(taken.status).toBe('CANCELADA');
  expect(await captured(p, sender.id)).toHaveLength(taken.counters['total']! - taken.counters['cancelled']!);
});

it('a copy made by one is in the list of the other, and so is what becomes of it', async () => {
  await open(bruno, '/campaigns');
  const rows = bruno.getByRole('table').getByRole('row').filter({ hasText: 'Promoção' });
  expect(await rows.count()).toBe(1);

  await choose(ana, 'Promoção', 'Fazer uma cópia');
  await ana.waitForURL('**/campaigns/*/edit');
  await rows.filter({ hasText: 'Rascunho' }).waitFor();
  expect(await rows.count()).toBe(2);

  const copy = Number(/campaigns\/(\d+)/.exec(ana.url())?.[1]);
  await open(ana, `/campaigns/${copy}`);
  await ana.getByRole('button', { name: /^Ações de/ }).click();
  await ana.getByRole('menuitem', { name: 'Excluir' }).click();
  await ana.getByRole('dialog').getByRole('button', { name: 'Excluir' }).click();
  await eventually(() => rows.count(), (count) => count === 1);
});

it('met no error on the way', () => {
  expect(visitors.flatMap(({ faults }) => faults)).toEqual([]);
});
