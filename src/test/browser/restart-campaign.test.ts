/** The server dies in mid-campaign: the open page says so, and is right again by itself when the server is back. */
import type { Browser, Page } from 'playwright-core';
import { captured, connection, eventually, list, pace, someNumbers, start, type CampaignRecord } from '../operator';
import { openBrowser, visit, type Visit } from './browser';
import { startMortal, type Mortal } from './mortal';
import { logIn, open } from './operator';

jest.setTimeout(85_000);

const PEOPLE = 150;

let p: Mortal;
let browser: Browser;
let visitor: Visit;
let page: Page;

beforeAll(async () => {
  [p, browser] = await Promise.all([startMortal(), openBrowser()]);
  visitor = await visit(browser, p.url);
  ({ page } = visitor);
  await logIn(page);
});
afterAll(async () => {
  await browser.close();
  await p.stop();
});

/** In this very page, from now on: a page that was loaded anew has forgotten. */
const mark = () => page.evaluate('window.sinceHere = true');
const isMarked = () => page.evaluate('window.sinceHere === true');

it('the open page catches up, its numbers never go back, and each number is written to once', async () => {
  const sender = await connection(p, 'Vendas');
  await p.api('PUT', `/whatsapp/${sender.id}`, { limiterMax: 15, limiterDurationMs: 1_000 });
  await pace(p, 0, 0, 0);
  const id = await start(p, { name: 'Promoção', contactListId: await list(p, someNumbers(PEOPLE, 0)), whatsappId: sender.id });
  await open(page, `/campaigns/${id}`);
  await mark();
  await page.evaluate(NOTE_NUMBERS);

  await eventually(() => captured(p, sender.id), (sent) => sent.length > PEOPLE / 5);
  await p.kill();
  await page.getByText('Sem conexão com o servidor. Tentando de novo…').waitFor();
  await p.start();
  await page.getByText('Finalizada').first().waitFor({ timeout: 40_000 });

  expect(await isMarked()).toBe(true);
  expect(await page.getByText('Tentando de novo…').count()).toBe(0);
  await eventually(() => page.getByRole('progressbar', { name: 'Progresso' }).getAttribute('aria-valuetext'), (text) => text === `100%: ${PEOPLE} de ${PEOPLE}`);
  const noted = await page.evaluate<number[]>('window.notedNumbers');
  expect(noted.length).toBeGreaterThan(3);
  expect(noted).toEqual([...noted].sort((a, b) => a - b));

  const { counters } = (await p.api<CampaignRecord>('GET', `/campaigns/${id}`)).body;
  expect(counters).toMatchObject({ total: PEOPLE, failed: 0, pending: 0, unknown: 0 });
  const took = (await captured(p, sender.id)).map(({ to }) => to);
  expect([took.length, new Set(took).size]).toEqual([PEOPLE, PEOPLE]);
});

it('met no error on the way', () => {
  expect(visitor.faults).toEqual([]);
});

/** Every count of those it has gone to that the page ever showed. */
const NOTE_NUMBERS = `{
  const noted = (window.notedNumbers = []);
  const look = () => {
    const said = document.querySelector('[role=progressbar]')?.getAttribute('aria-valuetext');
    const count = said && Number(/: ([\\d.]+) de/.exec(said)[1].replace('.', ''));
    if (count !== undefined && count !== noted.at(-1)) noted.push(count);
  };
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ['aria-valuetext'] });
  look();
}`;
