/** The whole way without a mouse: log in, a list, an import, a campaign. What has the focus can be seen at every step. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { captured, connection, eventually, pace } from '../operator';
import { ADMIN, startProduct, type RunningProduct } from '../product';
import { openBrowser, visit, type Visit } from './browser';
import { settled } from './operator';

jest.setTimeout(60_000);

/** More than any screen has places to stop at. */
const MOST_STOPS = 80;

let p: RunningProduct;
let browser: Browser;
let visitor: Visit;
let page: Page;
let sender: { id: number };
let folder: string;
const unseen = new Set<string>();

beforeAll(async () => {
  [p, browser, folder] = await Promise.all([startProduct(null), openBrowser(), mkdtemp(join(tmpdir(), 'esquadrao-keys-'))]);
  sender = await connection(p, 'Vendas');
  await pace(p, 0, 0, 0);
  visitor = await visit(browser, p.url);
  ({ page } = visitor);
});
afterAll(async () => {
  await browser.close();
  await p.stop();
  await rm(folder, { recursive: true });
});

interface Focused {
  readonly name: string;
  /** By an outline or a ring of shadow. */
  readonly seen: boolean;
}

const FOCUSED = `(() => {
  const one = document.activeElement;
  const label = one.labels?.[0]?.textContent ?? (one.getAttribute('aria-labelledby') ?? '').split(' ').map((id) => document.getElementById(id)?.textContent ?? '').join(' ');
  const ringed = (element) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    return (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none';
  };
  // What no Tab stops at, as the title of a new screen, has nothing to press. A password lies in what is drawn as its field.
  const seen = one.tabIndex < 0 || ringed(one) || (one.type === 'password' && ringed(one.parentElement));
  return { name: (one.getAttribute('aria-label') ?? (label.trim() || one.innerText || one.getAttribute('placeholder') || one.tagName)).trim(), seen };
})()`;

async function focused(): Promise<string> {
  const { name, seen } = await page.evaluate<Focused>(FOCUSED);
  if (!seen) unseen.add(name);
  return name;
}

async function tabTo(wanted: RegExp): Promise<void> {
  const passed: string[] = [];
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    const name = await focused();
    if (wanted.test(name)) return;
    passed.push(name);
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not come to ${wanted}, but to: ${[...new Set(passed)].join(' | ')}`);
}

async function press(wanted: RegExp): Promise<void> {
  await tabTo(wanted);
  await page.keyboard.press('Enter');
}

async function type(wanted: RegExp, text: string): Promise<void> {
  await tabTo(wanted);
  await page.keyboard.type(text);
}

it('logs in: the first field has the focus, Enter sends', async () => {
  await page.goto('/login');
  await page.getByRole('button', { name: 'Entrar' }).waitFor();
  await eventually(focused, (name) => name.startsWith('E-mail'));
  await page.keyboard.type(ADMIN.email);
  await page.keyboard.press('Tab');
  await type(/^Senha/, ADMIN.password);
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.pathname === '/');
  await settled(page);
});

it('opens the lists, looks into the dialog and leaves it: the focus is back where it was', async () => {
  await press(/^Listas$/);
  await page.getByRole('heading', { name: 'Listas', level: 1 }).waitFor();
  await settled(page);
  await press(/^Nova lista$/);
  await page.getByRole('dialog').waitFor();
  await eventually(focused, (name) => name.startsWith('Nome'));
  await page.keyboard.press('Escape');
  await eventually(focused, (name) => name === 'Nova lista');
});

it('makes a list: the dialog keeps the focus inside', async () => {
  await page.keyboard.press('Enter');
  await eventually(focused, (name) => name.startsWith('Nome'));
  for (let stop = 0; stop < 8; stop += 1) {
    await page.keyboard.press('Tab');
    await focused();
    expect(await page.evaluate(`document.activeElement.closest('[role=dialog]') !== null`)).toBe(true);
  }
  await type(/^Nome/, 'Clientes');
  await press(/^Criar e importar/);
  await page.waitForURL('**/import');
  await settled(page);
});

it('imports a file', async () => {
  const sheet = join(folder, 'boa.csv');
  await writeFile(sheet, 'Nome;Número\nAna;11 98888-0001\nBia;11 98888-0002\n');
  const asked = page.waitForEvent('filechooser');
  await press(/^Escolher um arquivo/);
  await (await asked).setFiles(sheet);
  await page.getByRole('button', { name: 'Importar 2 contatos' }).waitFor();
  await press(/^Importar 2 contatos$/);
  await page.getByRole('heading', { name: '2 contatos importados' }).waitFor();
});

it('writes a campaign and starts it', async () => {
  await press(/^Criar campanha com esta lista$/);
  await type(/^Nome da campanha/, 'Volta às aulas');
  await tabTo(/^Conexão que envia/);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await press(/^Continuar$/);
  await type(/^Texto: Versão 1/, 'Oi {nome}');
  await page.getByText(/Contato 1 de/).waitFor();
  await press(/^Continuar$/);
  await page.getByRole('heading', { name: 'Confirmação e atendimento' }).waitFor();
  await press(/^Continuar$/);
  await page.getByRole('heading', { name: 'Ritmo e horário' }).waitFor();
  await press(/^Continuar$/);
  await page.getByRole('button', { name: 'Enviar para 2 contatos' }).waitFor();
  await press(/^Enviar para 2 contatos$/);
  await page.waitForURL((url) => /^\/campaigns\/\d+$/.test(url.pathname));
  const sent = await eventually(() => captured(p, sender.id), (all) => all.length === 2);
  expect(sent.map(({ body }) => body).sort()).toEqual(['Oi Ana', 'Oi Bia']);
});

it('walks through a menu by arrows; Escape gives the focus back', async () => {
  await page.getByText('Finalizada').first().waitFor();
  await press(/^Ações de Volta às aulas$/);
  await page.getByRole('menu').waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  expect(await page.evaluate(`document.activeElement.getAttribute('role')`)).toBe('menuitem');
  await focused();
  await page.keyboard.press('Escape');
  await eventually(focused, (name) => name === 'Ações de Volta às aulas');
});

it('always saw where the focus was, and met no error', () => {
  expect([...unseen]).toEqual([]);
  expect(visitor.faults).toEqual([]);
});
