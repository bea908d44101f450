/** Every screen, in both themes and two widths: nothing that axe finds, nothing wider than its window, no error in the browser. */
import type { Browser } from 'playwright-core';
import { becomes, connection, ended, list, pace, someNumbers, start } from '../operator';
import { startProduct, type RunningProduct } from '../product';
import { accessibilityFaults, openBrowser, overflows, PHONE, visit, WIDE, type Theme, type Visit } from './browser';
import { logIn, open, settled } from './operator';

jest.setTimeout(180_000);

let p: RunningProduct;
let browser: Browser;
const ids = { list: 0, draft: 0, running: 0, finished: 0 };

beforeAll(async () => {
  [p, browser] = await Promise.all([startProduct(null), openBrowser()]);
  const quick = await connection(p, 'Avisos');
  const slow = await connection(p, 'Vendas', { failRate: 0.2, seed: 3 });
  ids.list = await list(p, someNumbers(40, 0));
  await pace(p, 0, 0, 0);
  ids.finished = await start(p, { name: 'Aviso de vencimento', contactListId: ids.list, whatsappId: slow.id, message2: 'Olá {nome}' });
  await ended(p, ids.finished);
  await pace(p, 20, 20, 60);
  ids.running = await start(p, { name: 'Promoção de verão', contactListId: ids.list, whatsappId: quick.id });
  await becomes(p, ids.running, 'EM_ANDAMENTO');
  ids.draft = (await p.api<{ id: number }>('POST', '/campaigns', { name: 'Rascunho', contactListId: ids.list, whatsappId: quick.id, message1: 'Oi {nome}' })).body.id;
});
afterAll(async () => {
  await browser.close();
  await p.stop();
});

const screens: readonly [name: string, path: () => string][] = [
  ['Início', () => '/'],
  ['Campanhas', () => '/campaigns'],
  ['Nova campanha', () => '/campaigns/new'],
  ['Editar campanha', () => `/campaigns/${ids.draft}/edit`],
  ['Campanha em andamento', () => `/campaigns/${ids.running}`],
  ['Campanha terminada', () => `/campaigns/${ids.finished}`],
  ['Relatório', () => `/campaigns/${ids.finished}/report`],
  ['Listas', () => '/lists'],
  ['Lista', () => `/lists/${ids.list}`],
  ['Importar', () => `/lists/${ids.list}/import`],
  ['Simulador', () => '/simulator'],
  ['Configurações', () => '/settings'],
  ['Endereço que não existe', () => '/nowhere'],
];

describe.each<[Theme, typeof PHONE | typeof WIDE]>([['light', PHONE], ['light', WIDE], ['dark', PHONE], ['dark', WIDE]])('%s, %o', (theme, size) => {
  let visitor: Visit;
  beforeAll(async () => {
    visitor = await visit(browser, p.url, { theme, size });
  });
  afterAll(() => visitor.context.close());

  it('Entrar', async () => {
    await visitor.page.goto('/login');
    await visitor.page.getByRole('button', { name: 'Entrar' }).waitFor();
    expect(await accessibilityFaults(visitor.page)).toEqual([]);
    expect(await overflows(visitor.page)).toBeLessThanOrEqual(0);
    await logIn(visitor.page);
  });

  it.each(screens)('%s', async (_, path) => {
    await open(visitor.page, path());
    await settled(visitor.page);
    expect(await accessibilityFaults(visitor.page)).toEqual([]);
    expect(await overflows(visitor.page)).toBeLessThanOrEqual(0);
    expect(visitor.faults.splice(0)).toEqual([]);
  });
});
