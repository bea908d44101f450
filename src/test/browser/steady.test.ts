/** Numbers move, and nothing else does: what a person is about to press stays where it is. */
import type { Browser, Page } from 'playwright-core';
import { becomes, connection, ended, eventually, list, pace, someNumbers, start } from '../operator';
import { startProduct, type RunningProduct } from '../product';
import { DESK, openBrowser, PHONE, visit } from './browser';
import { logIn, open } from './operator';

jest.setTimeout(60_000);

/** Of Google's Core Web Vitals «good» is 0.1 for a whole visit; a screen that only counts has no reason for any of it. */
const MOST_SHIFT = 0.02;
/** Of the running campaign, each with other numbers: with one a second, more than three seconds. */
const CHANGES = 4;

let p: RunningProduct;
let browser: Browser;
let id: number;

beforeAll(async () => {
  [p, browser] = await Promise.all([startProduct(null), openBrowser()]);
  const sender = await connection(p, 'Vendas', { failRate: 0.2, seed: 3 });
  await pace(p, 0, 0, 0);
  const small = await list(p, someNumbers(20, 0));
  await ended(p, await start(p, { name: 'Terminada', contactListId: small, whatsappId: sender.id }));
  await p.api('POST', '/campaigns', { name: 'Rascunho', contactListId: small, whatsappId: sender.id });
  await p.api('PUT', `/whatsapp/${sender.id}`, { limiterMax: 8, limiterDurationMs: 1_000 });
  // Through 9 → 10 and 99 → 100 while it is looked at.
  id = await start(p, { name: 'Promoção', contactListId: await list(p, someNumbers(1_200, 100)), whatsappId: sender.id });
  await becomes(p, id, 'EM_ANDAMENTO');
});
afterAll(async () => {
  await browser.close();
  await p.stop();
});

const WATCH = `{
  window.shifted = [];
  new PerformanceObserver((seen) => {
    for (const { value, sources } of seen.getEntries()) window.shifted.push({ value, what: sources.map(({ node }) => node?.outerHTML?.slice(0, 120) ?? node?.textContent) });
  }).observe({ type: 'layout-shift' });
}`;

/** Where each row, card and button is. */
const places = (page: Page) => page.evaluate<string[]>(`[...document.querySelectorAll('main tr, main li, main button, main h2')].map((one) => {
  const { x, y, width, height } = one.getBoundingClientRect();
  return [one.tagName, x, y, width, height].map((part) => (typeof part === 'number' ? Math.round(part) : part)).join(' ');
})`);

describe.each([['a desk', DESK], ['a phone', PHONE]] as const)('on %s', (_, size) => {
  let page: Page;
  beforeAll(async () => {
    ({ page } = await visit(browser, p.url, { size }));
    await logIn(page);
    await page.getByRole('status').getByText('Ao vivo', { exact: true }).waitFor({ state: 'attached' });
  });
  afterAll(() => page.context().close());

  it.each([
    ['campaigns', () => '/campaigns'],
    ['one campaign', () => `/campaigns/${id}`],
    ['its report', () => `/campaigns/${id}/report`],
    ['home', () => '/'],
  ])('%s', async (name, path) => {
    await open(page, path());
    const numbers = () => page.locator('main').innerText();
    // The first event may bring what the first answer did not have.
    const first = await numbers();
    await eventually(numbers, (now) => now !== first);
    await page.evaluate(WATCH);
    const before = await places(page);

    let last = await numbers();
    for (let change = 0; change < CHANGES; change += 1) {
      const seen = last;
      last = await eventually(numbers, (now) => now !== seen);
    }
    const shifted = await page.evaluate<{ value: number; what: string[] }[]>('window.shifted');
    const sum = shifted.reduce((total, { value }) => total + value, 0);
    console.log(`${name}: layout shift ${sum.toFixed(4)} over ${CHANGES} changes`);
    expect([sum < MOST_SHIFT, shifted]).toEqual([true, expect.anything()]);
    expect(await places(page)).toEqual(before);
  });
});
