/** Who is no admin: what is not his is not offered, refused with the name of whom to ask, and refused by the API as well. */
import type { Browser, Page } from 'playwright-core';
import { connection } from '../operator';
import { startProduct, type Api, type RunningProduct } from '../product';
import { openBrowser, PHONE, visit, type Visit } from './browser';
import { logIn, open, type Person } from './operator';

jest.setTimeout(60_000);

const BRUNO: Person & { name: string } = { name: 'Bruno', email: 'bruno@example.com', password: 'outra senha comprida' };

let p: RunningProduct;
let browser: Browser;
let visitor: Visit;
let page: Page;
let asBruno: Api;
let sender: { id: number };

beforeAll(async () => {
  [p, browser] = await Promise.all([startProduct(null), openBrowser()]);
  sender = await connection(p, 'Vendas');
  await p.api('POST', '/users', BRUNO);
  asBruno = p.as((await p.as(null)<{ token: string }>('POST', '/auth/login', BRUNO)).body.token);
  visitor = await visit(browser, p.url);
  ({ page } = visitor);
  await logIn(page, '/', BRUNO);
});
afterAll(async () => {
  await browser.close();
  await p.stop();
});

const places = async (of: Page, menu: string): Promise<string[]> => of.getByRole('navigation', { name: menu }).getByRole('link').allInnerTexts();

it('the menu offers what is his', async () => {
  expect(await places(page, 'Menu principal')).toEqual(['Início', 'Campanhas', 'Listas', 'Configurações']);
});

it('on a phone too', async () => {
  const phone = await visit(browser, p.url, { size: PHONE });
  await logIn(phone.page, '/', BRUNO);
  await phone.page.getByRole('button', { name: 'Mais' }).click();
  const more = phone.page.getByRole('dialog');
  await more.getByRole('link', { name: 'Configurações' }).waitFor();
  expect(await more.getByRole('link', { name: 'Simulador' }).count()).toBe(0);
  await phone.context.close();
});

it('the simulator by its address: no permission, and whom to ask', async () => {
  await open(page, '/simulator');
  await page.getByRole('heading', { name: 'Sem permissão', level: 1 }).waitFor();
  await page.getByText(/Peça acesso a um administrador de /).waitFor();
  expect(await page.locator('main').getByRole('textbox').count()).toBe(0);
});

it('the settings may be read: no field takes a word, nothing can be saved, and the admins are named', async () => {
  await open(page, '/settings');
  await page.getByText('Você pode ver, mas não mudar').waitFor();
  await page.getByText(/^Só administradores mudam as configurações\. Peça a: .+\.$/).waitFor();
  await page.getByLabel('Pausa entre mensagens').waitFor();
  const main = page.locator('main');
  expect(await main.locator('input:enabled, textarea:enabled, select:enabled').count()).toBe(0);
  expect(await main.getByRole('button', { name: /Salvar|Adicionar|Retirar|Descartar/ }).and(page.locator(':enabled')).count()).toBe(0);
});

it('the home screen shows him nothing that is refused', async () => {
  const refused: string[] = [];
  page.on('response', (response) => {
    if (response.status() >= 400) refused.push(`${response.status()} ${response.url()}`);
  });
  await open(page, '/');
  expect(refused).toEqual([]);
  expect(await page.locator('main').getByRole('alert').count()).toBe(0);
});

it.each<[string, string, object | undefined]>([
  ['GET', '/users', undefined],
  ['POST', '/users', { ...BRUNO, email: 'outro@example.com' }],
  ['GET', '/simulator/messages', undefined],
  ['PUT', '/simulator/faults', { latencyMs: 1 }],
  ['POST', '/campaign-settings', { settings: { messageInterval: 0 } }],
  ['PUT', '/whatsapp/1', { limiterMax: 1_000 }],
  ['DELETE', '/whatsapp/1', undefined],
  ['GET', '/api/queues/stats', undefined],
])('%s %s: the API refuses him by itself', async (method, path, body) => {
  expect(sender.id).toBe(1);
  const { status, body: problem } = await asBruno<{ error: string }>(method, path, body);
  expect([status, problem.error]).toEqual([403, 'ERR_NO_PERMISSION']);
});

it('met no error on the way', () => {
  expect(visitor.faults).toEqual([]);
});
