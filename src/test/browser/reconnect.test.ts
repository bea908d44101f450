/** The network fails while a campaign goes on: the page says so, and afterwards it is right without being loaded again. */
import type { Browser, Page } from 'playwright-core';
import { becomes, campaign, connection, ended, eventually, list, pace, someNumbers, start, type CampaignRecord } from '../operator';
import { startProduct, type RunningProduct } from '../product';
import { openBrowser, visit, type Visit } from './browser';
import { logIn, settled } from './operator';
import { layWire, type Wire } from './wire';

jest.setTimeout(60_000);

const PEOPLE = 240;
const STATES = ['pending', 'sending', 'sent', 'delivered', 'read', 'replied', 'failed', 'skipped', 'unknown', 'cancelled'] as const;

let p: RunningProduct;
let browser: Browser;
let wire: Wire;
let visitor: Visit;
let page: Page;
let id: number;
/** Of the campaign's events as they came in, over all connections. */
const told: number[] = [];

beforeAll(async () => {
  [p, browser] = await Promise.all([startProduct(null), openBrowser()]);
  wire = await layWire(p.url);
  const sender = await connection(p, 'Vendas', { failRate: 0.1, seed: 5 });
  await p.api('PUT', `/whatsapp/${sender.id}`, { limiterMax: 20, limiterDurationMs: 1_000 });
  await pace(p, 0, 0, 0);
  const contactListId = await list(p, someNumbers(PEOPLE, 0));
  visitor = await visit(browser, wire.url);
  ({ page } = visitor);
  page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => note(String(payload))));
  await logIn(page);
  id = await start(p, { name: 'Promoção', contactListId, whatsappId: sender.id });
  await becomes(p, id, 'EM_ANDAMENTO');
  await page.goto(`/campaigns/${id}`);
  await settled(page);
  await page.getByText('Ao vivo', { exact: true }).waitFor();
  await page.evaluate('window.sinceHere = true');
});
afterAll(async () => {
  await browser.close();
  await wire.close();
  await p.stop();
});

function note(frame: string): void {
  const [, , record] = /^42\["company-\d+-campaign",(.*"record":(\{.*\})).*\]$/s.exec(frame) ?? [];
  const seq = record === undefined ? null : /"seq":(\d+)/.exec(record);
  if (seq !== null) told.push(Number(seq[1]));
}

/** What stands on the page by each state. */
async function shown(): Promise<Record<string, number>> {
  const counts = await Promise.all(STATES.map(async (state) => Number((await page.locator(`main a[href$="status=${state}"]`).first().innerText()).replace(/\D/g, ''))));
  return Object.fromEntries(STATES.map((state, i) => [state, counts[i]!]));
}

const counted = ({ counters }: CampaignRecord): Record<string, number> => Object.fromEntries(STATES.map((state) => [state, counters[state]!]));
const catchesUp = async (): Promise<void> => {
  const wanted = counted(await campaign(p, id));
  await eventually(shown, (now) => JSON.stringify(now) === JSON.stringify(wanted));
};

it('cut for long: the page says so, and is right when the network is back, with what was done meanwhile', async () => {
  await eventually(() => page.getByRole('progressbar', { name: 'Progresso' }).getAttribute('aria-valuenow'), (percent) => Number(percent) > 5);
  wire.cut();
  await page.getByText('Sem conexão com o servidor. Tentando de novo…').waitFor();
  await page.getByText('Reconectando…').waitFor();

  const { counters } = await campaign(p, id);
  await eventually(() => campaign(p, id), (now) => now.counters['pending']! < counters['pending']! - 20);
  await p.api('POST', `/campaigns/${id}/pause`);
  await eventually(() => campaign(p, id), (now) => now.counters['sending'] === 0);
  expect(await page.getByText('Em andamento').first().isVisible()).toBe(true);

  wire.mend();
  await page.getByText(/^Pausada por /).first().waitFor();
  await page.getByText('Ao vivo', { exact: true }).waitFor();
  expect(await page.getByText('Tentando de novo…').count()).toBe(0);
  await catchesUp();
});

it('what a person presses while it is cut fails at once and says so; it does not go out by itself later', async () => {
  wire.cut();
  await page.getByText('Sem conexão com o servidor. Tentando de novo…').waitFor();
  await page.getByRole('button', { name: 'Retomar', exact: true }).click();
  await page.getByText('Sem conexão com o servidor', { exact: true }).waitFor();
  wire.mend();
  await page.getByText('Ao vivo', { exact: true }).waitFor();
  await catchesUp();
  expect((await campaign(p, id)).status).toBe('PAUSADA');
});

it('three blinks while it goes on: nothing is missed, nothing is told twice', async () => {
  await page.getByRole('button', { name: 'Retomar', exact: true }).click();
  for (let blink = 0; blink < 3; blink += 1) {
    const before = told.length;
    await eventually(async () => told.length, (now) => now > before + 1);
    wire.blink();
  }
  await ended(p, id);
  await page.getByText('Finalizada').first().waitFor();
  await catchesUp();
  console.log(`${told.length} events, seq ${told[0]}..${told.at(-1)}`);
  expect(told).toEqual([...new Set(told)].sort((a, b) => a - b));
});

it('was never loaded again, and met no error', async () => {
  expect(await page.evaluate('window.sinceHere === true')).toBe(true);
  expect(visitor.faults).toEqual([]);
});
