/**
 * `npm run demo:campaign`: a list of 12,000 lines, imported and sent through the simulator at full speed, with its
 * progress drawn live from Socket.IO. Starts a product of its own in a temporary folder, and removes it at the end;
 * with ESQUADRAO_URL, ADMIN_EMAIL and ADMIN_PASSWORD it uses a running one (and leaves its campaign settings as they were).
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { io } from 'socket.io-client';

const LIST = join(__dirname, '../src/test/data/contatos-12k.csv');
const TEXT = 'Olá {primeiro_nome}! Em {cidade} o seu cupom é {cupom}. Responda SAIR para não receber mais.';

interface Progress {
  readonly id: number;
  readonly status: string;
  readonly counters: Readonly<Record<string, number>>;
}
interface Site {
  readonly url: string;
  readonly email: string;
  readonly password: string;
  stop(): Promise<void>;
}

async function main(): Promise<void> {
  const site = await open();
  try {
    const { token, user } = await call<{ token: string; user: { companyId: number } }>(site.url, null, 'POST', '/auth/login', { email: site.email, password: site.password });
    const api = <T>(method: string, path: string, body?: object | FormData): Promise<T> => call<T>(site.url, token, method, path, body);

    const list = await api<{ id: number }>('POST', '/contact-lists', { name: `Demonstração ${new Date().toISOString()}` });
    const form = new FormData();
    form.append('file', new Blob([readFileSync(LIST)]), 'contatos-12k.csv');
    const imported = await api<Record<string, unknown>>('POST', `/contact-lists/${list.id}/upload`, form);
    console.log(`Lista: ${imported['lines']} linhas = ${imported['imported']} importadas + ${imported['updated']} atualizadas + ${imported['duplicate']} repetidas + ${imported['optOut']} descadastradas + ${imported['invalid']} inválidas`);

    const connections = await api<{ id: number; channel: string }[]>('GET', '/whatsapp/');
    const simulator = connections.find(({ channel }) => channel === 'simulator');
    if (simulator === undefined) throw new Error('Esta instalação não tem conexão do simulador; nada foi enviado.');

    const settings = await api<{ key: string; value: string }[]>('GET', '/campaign-settings');
    await api('POST', '/campaign-settings', { settings: { messageInterval: 0, longerIntervalAfter: 0, greaterInterval: 0 } });
    const body = { name: 'Demonstração 12 mil', contactListId: list.id, whatsappId: simulator.id, message1: TEXT, status: 'PROGRAMADA', scheduledAt: new Date().toISOString() };
    const since = new Date().toISOString();
    const finished = watch(site.url, token, user.companyId);
    const campaign = await api<{ id: number }>('POST', '/campaigns', body);
    const final = await finished(campaign.id);
    const pace = Object.fromEntries(settings.map(({ key, value }) => [key, JSON.parse(value) as unknown]));
    await api('POST', '/campaign-settings', { settings: pace });

    const ledger = await deliveredTo(api, simulator.id, campaign.id, since);
    console.log(`\n${final.status}: ${final.counters['total']} contatos; no livro do simulador: ${ledger.messages} mensagens a ${ledger.numbers} números.`);
    if (final.status !== 'FINALIZADA' || ledger.messages !== ledger.numbers) process.exitCode = 1;
  } finally {
    await site.stop();
  }
}

/** Draws the bar from events as they come. @returns waits for that campaign to end. */
function watch(url: string, token: string, companyId: number): (campaignId: number) => Promise<Progress> {
  const socket = io(url, { auth: { token }, transports: ['websocket'] });
  const seen = new Map<number, Progress>();
  const startedAt = performance.now();
  let wanted = 0;
  let settle: (progress: Progress) => void = () => undefined;
  const look = (): void => {
    const progress = seen.get(wanted);
    if (progress === undefined) return;
    draw(progress, performance.now() - startedAt);
    if (['FINALIZADA', 'CANCELADA', 'PAUSADA'].includes(progress.status)) settle(progress);
  };
  socket.on(`company-${companyId}-campaign`, ({ record }: { record: Progress }) => {
    seen.set(record.id, record);
    look();
  });
  return async (campaignId) => {
    wanted = campaignId;
    const ended = new Promise<Progress>((resolve) => { settle = resolve; });
    look();
    const progress = await ended;
    socket.disconnect();
    return progress;
  };
}

function draw({ counters }: Progress, ms: number): void {
  const total = counters['total'] ?? 0;
  const open = (counters['pending'] ?? 0) + (counters['sending'] ?? 0) + (counters['unknown'] ?? 0);
  const done = total - open;
  const share = total === 0 ? 0 : done / total;
  const perSecond = done / (ms / 1000);
  const left = perSecond > 0 ? Math.ceil(open / perSecond) : 0;
  const bar = '█'.repeat(Math.round(share * 40)).padEnd(40, '░');
  const line = `${bar} ${String(Math.round(share * 100)).padStart(3)} %  ${done} de ${total}  ${Math.round(perSecond)}/s  faltam ${left} s`;
  process.stdout.write(process.stdout.isTTY ? `\r\x1b[K${line}` : `${line}\n`);
}

/** What the simulator accepted of this connection since then: the oracle, not our own counters. */
async function deliveredTo(api: <T>(method: string, path: string) => Promise<T>, connectionId: number, campaignId: number, since: string): Promise<{ messages: number; numbers: number }> {
  const to: string[] = [];
  const ours = new Set<string>();
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query = new URLSearchParams({ limit: '200', ...(cursor !== '' && { cursor }) });
    const page: { records: { id: number; number: string }[]; cursor: string | null } = await api('GET', `/campaigns/${campaignId}/detailed-report?${query}`);
    for (const { number } of page.records) ours.add(number);
    cursor = page.cursor;
  }
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query = new URLSearchParams({ connectionId: String(connectionId), limit: '200', ...(cursor !== '' && { cursor }) });
    const page: { messages: { to: string; acceptedAt: string }[]; cursor: string | null } = await api('GET', `/simulator/messages?${query}`);
    for (const message of page.messages) if (message.acceptedAt >= since && ours.has(message.to)) to.push(message.to);
    cursor = page.cursor;
  }
  return { messages: to.length, numbers: new Set(to).size };
}

async function open(): Promise<Site> {
  const { ESQUADRAO_URL: url, ADMIN_EMAIL: email = 'admin@esquadrao.local', ADMIN_PASSWORD: given } = process.env;
  if (url !== undefined) {
    if (given === undefined) throw new Error('Informe ADMIN_PASSWORD (e ADMIN_EMAIL) do sistema em ESQUADRAO_URL.');
    return { url, email, password: given, stop: async () => undefined };
  }
  const dataDir = mkdtempSync(join(tmpdir(), 'esquadrao-demo-'));
  const password = randomBytes(12).toString('base64url');
  console.log('Iniciando um sistema próprio para a demonstração…');
  const child = spawn(process.execPath, [join(__dirname, 'start.mjs')], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, PORT: '0', DATA_DIR: dataDir, PUBLIC_DIR: join(dataDir, 'public'), ADMIN_EMAIL: email, ADMIN_PASSWORD: password, LOG_LEVEL: 'warn' },
  });
  const address = await readyLine(child);
  return {
    url: address, email, password,
    async stop() {
      child.kill('SIGTERM');
      await new Promise((resolve) => child.once('exit', resolve));
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function readyLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`O sistema não iniciou (código ${code}).`)));
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      const match = /(http:\/\/\S+)/.exec(text);
      if (match?.[1] !== undefined) resolve(match[1]);
    });
  });
}

async function call<T>(url: string, token: string | null, method: string, path: string, body?: object | FormData): Promise<T> {
  const isForm = body instanceof FormData;
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { ...(token !== null && { authorization: `Bearer ${token}` }), ...(body !== undefined && !isForm && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: isForm ? body : JSON.stringify(body) }),
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(answer)}`);
  return answer as T;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
