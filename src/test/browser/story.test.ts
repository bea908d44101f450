/**
 * The whole story as its operator lives it: a sheet from Excel becomes a list, the list a campaign, and the campaign a report; on the
 * embedded engine and on Bull. What the provider took is the judge, not what the screens say.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { captured, connection, eventually, pace, setFaults } from '../operator';
import { startProduct, type RunningProduct } from '../product';
import { openBrowser, visit, type Visit } from './browser';
import { logIn, open } from './operator';

jest.setTimeout(180_000);

const SHEET = join(__dirname, '../data/contatos-500.csv');
const PEOPLE = 474;

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

describe.each([
  ['embedded engine', () => null],
  ['Bull on Redis', () => `${process.env['TEST_REDIS_URL']}/9`],
])('%s', (_, redis) => {
  let p: RunningProduct;
  let visitor: Visit;
  let page: Page;
  let sender: { id: number };
  const at: { campaign?: string } = {};

  beforeAll(async () => {
    p = await startProduct(redis());
    // Slow enough to be stopped half-way, by the provider's answers alone.
    sender = await connection(p, 'Vendas', { latencyMs: 1_200, failRate: 0.04, seed: 7 });
    await pace(p, 0, 0, 0);
    visitor = await visit(browser, p.url);
    ({ page } = visitor);
    await logIn(page, '/lists');
  });
  afterAll(async () => {
    await visitor.context.close();
    await p.stop();
  });

  it('imports the sheet: every line has a verdict before one is written', async () => {
    await page.getByRole('button', { name: 'Nova lista' }).first().click();
    await page.getByLabel('Nome', { exact: true }).fill('Clientes');
    await page.getByRole('button', { name: 'Criar e importar contatos' }).click();
    await page.waitForURL('**/import');
    await page.setInputFiles('input[type=file]', SHEET);

    await page.getByText('Nada foi gravado ainda.').waitFor();
    expect(await page.getByLabel('Codificação').inputValue()).toBe('windows-1252');
    expect(await page.getByLabel('Separador').inputValue()).toBe(';');
    expect(await sumOnScreen(page)).toEqual([500, PEOPLE, 0, 13, 0, 13]);
    expect((await p.api<{ count: number }>('GET', '/contact-list-items?contactListId=1')).body.count).toBe(0);

    await page.getByRole('button', { name: `Importar ${PEOPLE} contatos` }).click();
    await page.getByRole('heading', { name: `${PEOPLE} contatos importados` }).waitFor();
    expect(await sumOnScreen(page)).toEqual([500, PEOPLE, 0, 13, 0, 13]);
  });

  it('writes a campaign in five steps, and sees it as a contact will', async () => {
    await page.getByRole('link', { name: 'Criar campanha com esta lista' }).click();
    await page.getByLabel('Nome da campanha').fill('Volta às aulas');
    await choose(page, 'Conexão que envia', /^Vendas/);
    await next(page);

    await page.getByLabel('Texto: Versão 1').fill('Oi {primeiro_nome}, seu cupom em {cidade} é ');
    await page.getByRole('group', { name: 'Inserir variável' }).getByRole('button', { name: /cupom/ }).click();
    await page.getByRole('button', { name: 'Outra versão' }).click();
    await page.getByLabel('Texto: Versão 2').fill('Olá {nome}, temos novidades em {cidade}.');
    await page.getByText(/Contato 1 de/).waitFor();
    await next(page);
    await next(page);
    await next(page);

    await page.getByText('Vão receber').waitFor();
    await page.getByRole('button', { name: `Enviar para ${PEOPLE} contatos` }).waitFor();
    // A name of the sheet is «José $& {nome} {cupom}»: it is shown as it is, and is no variable of ours.
    expect(await page.getByText('Variáveis sem valor').count()).toBe(0);
    at.campaign = new URL(page.url()).pathname.replace(/\/edit$/, '');
  });

  it('sends a test to a number of his own', async () => {
    await page.getByRole('combobox', { name: 'Números de teste' }).fill('11 98888-7777');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Enviar teste' }).click();
    await page.getByText('2 mensagens de teste a caminho').waitFor();
    const sent = await eventually(() => captured(p, sender.id), (all) => all.length === 2);
    expect(sent.map(({ to }) => to)).toEqual(['5511988887777', '5511988887777']);
  });

  it('takes a start back within ten seconds: nothing has left', async () => {
    await page.getByRole('button', { name: `Enviar para ${PEOPLE} contatos` }).click();
    await page.getByRole('button', { name: 'Desfazer' }).click();
    await page.getByText('Desfeito: nada foi enviado').waitFor();
    expect((await p.api<{ status: string }>('GET', at.campaign!)).body.status).toBe('INATIVA');
    expect(await captured(p, sender.id)).toHaveLength(2);
  });

  it('starts it, watches it go, stops it half-way and lets it go on', async () => {
    await open(page, `${at.campaign}/edit`);
    await page.getByRole('button', { name: 'Revisão' }).click();
    await page.getByRole('button', { name: `Enviar para ${PEOPLE} contatos` }).click();
    await open(page, at.campaign!);

    const bar = page.getByRole('progressbar', { name: 'Progresso' });
    const percent = async () => Number(await bar.getAttribute('aria-valuenow'));
    await eventually(percent, (now) => now > 5);
    await page.getByRole('button', { name: 'Pausar' }).click();
    await page.getByText(/Pausada por/).first().waitFor();
    const stopped = (await captured(p, sender.id)).length;
    expect(stopped).toBeLessThan(PEOPLE);

    await setFaults(p, sender.id, { latencyMs: 2, failRate: 0.04, seed: 7 });
    await page.getByRole('button', { name: 'Retomar' }).click();
    await page.getByText('Finalizada').first().waitFor();
    await eventually(percent, (now) => now === 100);
  });

  it('finds in the report what became of each, and why', async () => {
    const { counters } = (await p.api<{ counters: Record<string, number> }>('GET', at.campaign!)).body;
    expect(counters['total']).toBe(PEOPLE);
    const took = (await captured(p, sender.id)).slice(2).map(({ to }) => to);
    expect(new Set(took).size).toBe(took.length);
    expect(took.length).toBe(PEOPLE - counters['failed']!);
    expect(counters['failed']).toBeGreaterThan(0);

    await open(page, `${at.campaign}/report`);
    await page.getByRole('button', { name: /^Falh/ }).click();
    await page.waitForURL('**/report?status=failed');
    const rows = page.getByRole('grid', { name: 'Contatos' }).getByRole('row');
    await eventually(() => rows.count(), (count) => count > 1);
    await rows.nth(1).click();
    await page.getByRole('dialog').getByText(/falh|recus/i).first().waitFor();
    await page.keyboard.press('Escape');

    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Baixar CSV' }).click()]);
    const lines = (await readFile((await file.path()), 'utf8')).trimEnd().split(/\r?\n(?=")/);
    expect(lines).toHaveLength(1 + counters['failed']!);
  });

  it('tries the failed ones again, until nobody is left', async () => {
    await setFaults(p, sender.id, { latencyMs: 2 });
    await page.getByRole('button', { name: /Repetir|Reenviar/ }).first().click();
    await page.getByRole('dialog').getByRole('button', { name: /Repetir|Reenviar|Tentar/ }).click();
    const { counters } = await eventually(async () => (await p.api<{ status: string; counters: Record<string, number> }>('GET', at.campaign!)).body, ({ status, counters }) => status === 'FINALIZADA' && counters['failed'] === 0);
    expect(counters['total']).toBe(PEOPLE);
    const took = (await captured(p, sender.id)).slice(2).map(({ to }) => to);
    expect([took.length, new Set(took).size]).toEqual([PEOPLE, PEOPLE]);
  });

  it('met no error on the way', () => {
    expect(visitor.faults).toEqual([]);
  });
});

/** lines = imported + updated + repeated + opted out + invalid, as it stands there for those who listen. */
async function sumOnScreen(page: Page): Promise<number[]> {
  const words = await page.getByText(/^500 linhas =/).first().innerText();
  return [...words.matchAll(/\d+/g)].map(([digits]) => Number(digits));
}

async function choose(page: Page, label: string, option: RegExp): Promise<void> {
  await page.getByLabel(label).first().click();
  await page.getByRole('option', { name: option }).click();
}

async function next(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Continuar' }).click();
}
