/** Files that are no list: refused with words that help, as early as can be, and the same page goes on with a good one. */
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { startProduct, type RunningProduct } from '../product';
import { openBrowser, visit, type Visit } from './browser';
import { logIn } from './operator';

jest.setTimeout(60_000);

let p: RunningProduct;
let browser: Browser;
let visitor: Visit;
let page: Page;
let folder: string;
const sent: string[] = [];

beforeAll(async () => {
  [p, browser, folder] = await Promise.all([startProduct(null), openBrowser(), mkdtemp(join(tmpdir(), 'esquadrao-files-'))]);
  const { id } = (await p.api<{ id: number }>('POST', '/contact-lists', { name: 'Clientes' })).body;
  visitor = await visit(browser, p.url);
  ({ page } = visitor);
  page.on('request', (request) => {
    if (request.url().includes('/upload')) sent.push(request.url());
  });
  await logIn(page, `/lists/${id}/import`);
});
afterAll(async () => {
  await browser.close();
  await p.stop();
  await rm(folder, { recursive: true });
});

const choose = (path: string): Promise<void> => page.setInputFiles('input[type=file]', path);
const refusal = () => page.getByRole('alert').filter({ hasText: 'O arquivo não pode ser usado' });

async function fileOf(name: string, content: string | Buffer): Promise<string> {
  await writeFile(join(folder, name), content);
  return join(folder, name);
}

it('300 MB: the limit is told, and not a byte is sent', async () => {
  const path = await fileOf('enorme.csv', 'Nome;Número\n');
  await truncate(path, 300 * 1024 ** 2);
  await page.getByText('até 50 MB e 200.000 linhas').waitFor();
  await choose(path);
  await refusal().getByText('“enorme.csv” tem 300 MB, e o limite é 50 MB. Nada foi enviado.').waitFor();
  expect(sent).toEqual([]);
});

it('an empty file: it is told at once, and not sent', async () => {
  await choose(await fileOf('vazio.csv', ''));
  await refusal().getByText('“vazio.csv” está vazio').waitFor();
  expect(sent).toEqual([]);
});

it('a picture called lista.csv: what it is counts, and the words say what to do', async () => {
  const png = Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), Buffer.alloc(2_000, '\0ÿ')]);
  await choose(await fileOf('lista.csv', png));
  const words = await refusal().innerText();
  expect(words).toMatch(/Salve|Exporte/);
  expect(words).toMatch(/\.xlsx|CSV/);
});

it('then a good file: nothing of the refused ones is left', async () => {
  await page.getByRole('button', { name: 'Escolher outro arquivo' }).click();
  await choose(await fileOf('boa.csv', 'Nome;Número\nAna;11 98888-0001\nBia;11 98888-0002\n'));
  await page.getByRole('button', { name: 'Importar 2 contatos' }).click();
  await page.getByRole('heading', { name: '2 contatos importados' }).waitFor();
  expect(await refusal().count()).toBe(0);
  const { contacts } = (await p.api<{ contacts: { number: string }[] }>('GET', '/contact-list-items?contactListId=1')).body;
  expect(contacts.map(({ number }) => number).sort()).toEqual(['5511988880001', '5511988880002']);
});

it('met no error on the way', () => {
  expect(visitor.faults).toEqual([]);
});
