/** How much script stands between a person and the first screen: what the build says, and what a browser is really sent. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { FIRST_LOAD_LIMIT, firstLoadBytes, type Manifest } from '../../console/first-load';
import { installedConsole } from '../../installed-console';
import { connection } from '../operator';
import { startProduct, type RunningProduct } from '../product';
import { openBrowser, visit } from './browser';
import { logIn } from './operator';

jest.setTimeout(60_000);

let p: RunningProduct;
let browser: Browser;
beforeAll(async () => {
  [p, browser] = await Promise.all([startProduct(null), openBrowser()]);
  await connection(p, 'Vendas');
});
afterAll(async () => {
  await browser.close();
  await p.stop();
});

it('the entry and all that it imports', () => {
  const read = (file: string): Buffer => readFileSync(join(installedConsole, file));
  const manifest = JSON.parse(read('.vite/manifest.json').toString()) as Manifest;
  const bytes = firstLoadBytes(manifest, (file) => gzipSync(read(file)).length);
  console.log(`first load by the build: ${bytes} bytes of gzip, of ${FIRST_LOAD_LIMIT}`);
  expect(bytes).toBeLessThanOrEqual(FIRST_LOAD_LIMIT);
});

it.each([
  ['the log-in', '/login', 'h1', false],
  ['the home screen', '/', 'main h1', true],
])('%s, before it is drawn', async (name, path, title, isLoggedIn) => {
  const visitor = await visit(browser, p.url);
  if (isLoggedIn) await logIn(visitor.page);
  await visitor.page.close();
  // A browser that has a session, and nothing of the console.
  const fresh = await browser.newContext({ baseURL: p.url, storageState: await visitor.context.storageState() });
  await fresh.addInitScript(`new MutationObserver((_, seen) => {
    if (document.querySelector('${title}') === null) return;
    seen.disconnect();
    window.drawnAt = performance.now();
  }).observe(document, { subtree: true, childList: true });`);
  const page = await fresh.newPage();
  // The slow phone that the limit is made for. On a quick line the browser has fetched what comes next before it has drawn.
  await (await fresh.newCDPSession(page)).send('Network.emulateNetworkConditions', { offline: false, latency: 50, downloadThroughput: 200_000, uploadThroughput: 200_000 });
  await page.goto(path);
  await page.locator(title).waitFor();
  const { bytes, files, ms } = await page.evaluate<{ bytes: number; files: number; ms: number }>(`(() => {
    const scripts = performance.getEntriesByType('resource').filter(({ name, responseEnd }) => /\\.js$/.test(name) && responseEnd <= window.drawnAt);
    return { bytes: scripts.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0), files: scripts.length, ms: Math.round(window.drawnAt) };
  })()`);
  console.log(`${name}: ${files} scripts, ${bytes} bytes as they were sent, drawn after ${ms} ms`);
  expect(files).toBeGreaterThan(0);
  expect(bytes).toBeLessThanOrEqual(FIRST_LOAD_LIMIT);
  await Promise.all([fresh.close(), visitor.context.close()]);
});
