/** The server dies in mid-import: the page says what happened, the list holds all of the file or nothing, and trying again doubles nobody. */
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { eventually } from '../operator';
import { openBrowser, visit, type Visit } from './browser';
import { startMortal, type Mortal } from './mortal';
import { logIn, open } from './operator';

jest.setTimeout(85_000);

const SHEET = join(__dirname, '../data/contatos-12k.csv');

let p: Mortal;
let browser: Browser;
let visitor: Visit;
let page: Page;

beforeAll(async () => {
  [p, browser] = await Promise.all([startMortal(), openBrowser()]);
  visitor = await visit(browser, p.url);
  ({ page } = visitor);
  await logIn(page, '/lists');
});
afterAll(async () => {
  await browser.close();
  await p.stop();
});

/** In this very page, from now on: a page that was loaded anew has forgotten. */
const mark = () => page.evaluate('window.sinceHere = true');
const isMarked = () => page.evaluate('window.sinceHere === true');

let people = 0;

async function written(): Promise<{ all: number; different: number }> {
  const [row] = await p.database.db.query<{ all: number; different: number }>(`SELECT count(*)::int AS "all", count(DISTINCT "number")::int AS "different" FROM "ContactListItems"`);
  return row!;
}

it('while the file goes up: nothing is written, and the page says so', async () => {
  const { id } = (await p.api<{ id: number }>('POST', '/contact-lists', { name: 'Clientes' })).body;
  await open(page, `/lists/${id}/import`);
  await page.setInputFiles('input[type=file]', SHEET);
  const button = page.getByRole('button', { name: /^Importar [\d.]+ contatos$/ });
  people = Number((await button.innerText()).replace(/\D/g, ''));
  await mark();

  const wire = await visitor.context.newCDPSession(page);
  await wire.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 200_000 });
  await button.click();
  await page.getByText(/^Enviando: [1-9]/).waitFor();
  await p.kill();
  await wire.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 });

  await page.getByText('A resposta do servidor se perdeu').waitFor();
  await page.getByText('Sem conexão com o servidor. Tentando de novo…').waitFor();
  await p.start();
  await page.getByRole('heading', { name: 'A importação foi interrompida' }).waitFor();
  expect(await written()).toEqual({ all: 0, different: 0 });
});

it('while the lines are written: all of it is undone, and the page says so', async () => {
  const { db } = p.database;
  const held = await holdItems();
  await page.getByRole('button', { name: 'Tentar de novo' }).click();
  await eventually(() => db.query(`SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`), (waiting) => waiting.length > 0);
  await page.getByText('Pode sair desta tela').waitFor();
  await p.kill();
  await held.release();

  await p.start();
  await page.getByRole('heading', { name: 'A importação foi interrompida' }).waitFor();
  expect(await written()).toEqual({ all: 0, different: 0 });
});

it('trying again works, and nobody is there twice', async () => {
  await page.getByRole('button', { name: 'Tentar de novo' }).click();
  await page.getByRole('heading', { name: /contatos importados/ }).waitFor();
  expect(await written()).toEqual({ all: people, different: people });
});

it('just as it was written: the page finds the record of it', async () => {
  await page.getByRole('button', { name: 'Importar outro arquivo' }).click();
  await page.setInputFiles('input[type=file]', SHEET);
  await page.getByRole('button', { name: /^Importar [\d.]+ contatos$/ }).click();
  await eventually(() => p.database.db.query(`SELECT 1 FROM "Imports"`), (records) => records.length === 2);
  await p.kill();
  await p.start();
  await page.getByRole('heading', { name: /contatos? importado/ }).waitFor();
  expect(await written()).toEqual({ all: people, different: people });
  expect(await isMarked()).toBe(true);
});

it('met no error on the way', () => {
  expect(visitor.faults).toEqual([]);
});

/** Whoever writes contacts waits, until it is released. */
async function holdItems() {
  let release = (): void => undefined;
  const until = new Promise<void>((resolve) => {
    release = resolve;
  });
  let locked = (): void => undefined;
  const isLocked = new Promise<void>((resolve) => {
    locked = resolve;
  });
  const holding = p.database.transact(async (tx) => {
    await tx.query(`LOCK TABLE "ContactListItems" IN SHARE MODE`);
    locked();
    await until;
  });
  await isLocked;
  return {
    release(): Promise<void> {
      release();
      return holding;
    },
  };
}
