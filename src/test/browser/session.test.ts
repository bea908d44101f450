/** What a person types outlives the session, the network and the tab; and what was saved is saved once. */
import type { Browser, Page } from 'playwright-core';
import type { CompanyId, UserId } from '../../kernel/ids';
import { connection, eventually, list, someNumbers } from '../operator';
import { ADMIN, startProduct, type RunningProduct } from '../product';
import { openBrowser, visit, type Visit } from './browser';
import { logIn, open, settled } from './operator';

jest.setTimeout(60_000);

const TWENTY_MINUTES = 20 * 60_000;

interface Saved {
  readonly id: number;
  readonly name: string;
  readonly message1: string;
}

let p: RunningProduct;
let browser: Browser;
let visitor: Visit;
let page: Page;

beforeAll(async () => {
  [p, browser] = await Promise.all([startProduct(null, {}, new Date()), openBrowser()]);
  await connection(p, 'Vendas');
  await list(p, someNumbers(3, 0));
  visitor = await visit(browser, p.url);
  ({ page } = visitor);
  await logIn(page, '/campaigns/new');
});
afterAll(async () => {
  await browser.close();
  await p.stop();
});

/** As of now: the token of the test's own admin expires as well. */
async function saved(): Promise<Saved[]> {
  const admin = p.as(p.tokenOf({ userId: 1 as UserId, companyId: p.companyId as CompanyId, profile: 'admin', super: false }));
  return (await admin<{ records: Saved[] }>('GET', '/campaigns')).body.records;
}

/** Ended elsewhere (a new password, a log-out on another device), and what this tab still holds has run out. */
async function endSession(): Promise<void> {
  await p.database.db.query(`UPDATE "Users" SET "tokenVersion" = "tokenVersion" + 1`);
  await p.advance(TWENTY_MINUTES);
}

const next = () => page.getByRole('button', { name: 'Continuar' }).click();
const dialog = () => page.getByRole('dialog', { name: 'Sua sessão terminou' });

async function enter(password: string): Promise<void> {
  await dialog().getByLabel('Senha', { exact: true }).fill(password);
  await dialog().getByRole('button', { name: 'Entrar', exact: true }).click();
}

async function describeIt(name: string): Promise<void> {
  await page.getByLabel('Nome da campanha').fill(name);
  await page.getByLabel('Lista de contatos').first().click();
  await page.getByRole('option').first().click();
}

it('the session ends before the first save: the password is asked for over the page, and the save goes on by itself, once', async () => {
  await describeIt('Volta às aulas');
  await endSession();
  await next();
  await dialog().waitFor();
  expect(await page.getByLabel('Nome da campanha').inputValue()).toBe('Volta às aulas');
  expect(await saved()).toEqual([]);

  await enter('senha errada');
  await dialog().getByRole('alert').waitFor();
  await page.keyboard.press('Escape');
  expect(await dialog().isVisible()).toBe(true);

  await enter(ADMIN.password);
  await page.getByLabel('Texto: Versão 1').waitFor();
  expect(await dialog().isVisible()).toBe(false);
  expect((await saved()).map(({ name }) => name)).toEqual(['Volta às aulas']);
});

it('the cookie is gone in mid-text: the same, and the text is saved as it was typed', async () => {
  await page.getByLabel('Texto: Versão 1').fill('Oi {nome}, tudo pronto?\nAté já!');
  await visitor.context.clearCookies();
  await p.advance(TWENTY_MINUTES);
  await next();
  await dialog().waitFor();
  await enter(ADMIN.password);
  await page.getByRole('heading', { name: 'Confirmação e atendimento' }).waitFor();
  expect((await saved()).map(({ message1 }) => message1)).toEqual(['Oi {nome}, tudo pronto?\nAté já!']);
});

it('the tab is loaded again in mid-typing: the words are back, and may be thrown away', async () => {
  await page.getByRole('button', { name: 'Voltar' }).click();
  await page.getByLabel('Texto: Versão 1').fill('Oi {nome}, mudou tudo');
  await page.getByText('Guardado neste navegador').waitFor();
  await page.reload();
  await settled(page);
  await page.getByText('Recuperamos o que você tinha digitado').waitFor();
  expect(await page.getByLabel('Texto: Versão 1').inputValue()).toBe('Oi {nome}, mudou tudo');

  await page.getByRole('button', { name: 'Descartar' }).click();
  expect(await page.getByLabel('Texto: Versão 1').inputValue()).toBe('Oi {nome}, tudo pronto?\nAté já!');
  await page.reload();
  await settled(page);
  expect(await page.getByText('Recuperamos o que você tinha digitado').count()).toBe(0);
});

it('the tab is closed over a new campaign: another one has its words', async () => {
  await open(page, '/campaigns/new');
  await describeIt('Páscoa');
  await page.close();
  page = await visitor.context.newPage();
  await open(page, '/campaigns/new');
  expect(await page.getByLabel('Nome da campanha').inputValue()).toBe('Páscoa');
});

it('the answer to the first save is lost: it is told, and the next press makes no second campaign', async () => {
  let lost = 0;
  await page.route('**/campaigns', async (route) => {
    if (route.request().method() !== 'POST' || lost > 0) return route.fallback();
    lost += 1;
    await route.fetch();
    await route.abort('connectionreset');
  });
  await next();
  await page.getByText('Sem conexão com o servidor', { exact: true }).waitFor();
  expect((await saved()).map(({ name }) => name)).toEqual(['Páscoa', 'Volta às aulas']);

  await eventually(() => page.getByText('Tentando de novo…').count(), (banners) => banners === 0);
  expect(await page.getByLabel('Nome da campanha').inputValue()).toBe('Páscoa');
  await next();
  await page.getByLabel('Texto: Versão 1').waitFor();
  expect((await saved()).map(({ name }) => name)).toEqual(['Páscoa', 'Volta às aulas']);
});

it('met no error on the way', () => {
  expect(visitor.faults).toEqual([]);
});
