/** What an operator does with a running product, over its HTTP API. */
import type { FaultsInput } from '../platform/channels/simulator';
import type { RunningProduct } from './product';

/** Whatever answers to its first admin. */
export type Served = Pick<RunningProduct, 'api'>;

export interface CampaignRecord {
  readonly id: number;
  readonly name: string;
  readonly status: string;
  readonly pauseCode: string | null;
  readonly pauseReason: string | null;
  readonly counters: Readonly<Record<string, number>>;
  readonly forecast: { readonly remaining: number; readonly endsAt: string } | null;
}

/** A send that the simulator accepted. */
export interface Captured {
  /** Of the delivery, as the simulator was given it. */
  readonly clientRef: string;
  readonly to: string;
  readonly body: string;
  readonly mediaName: string | null;
  readonly acceptedAt: string;
}

/** A connected number of the simulator that answers at once, with `faults`. */
export async function connection(p: Served, name: string, faults: FaultsInput = {}): Promise<{ id: number; token: string }> {
  const { body } = await p.api<{ id: number; token: string }>('POST', '/whatsapp', { name, channel: 'simulator' });
  await p.api('POST', `/whatsappsession/${body.id}`);
  await setFaults(p, body.id, faults);
  return body;
}

export async function setFaults(p: Served, connectionId: number, faults: FaultsInput): Promise<void> {
  const { status } = await p.api('PUT', '/simulator/faults', { connectionId, ackMs: 0, ...faults });
  expect(status).toBe(200);
}

/** A list of people called Pessoa 0, Pessoa 1, …, of Recife. @returns its id */
export async function list(p: Served, numbers: readonly string[]): Promise<number> {
  const { body } = await p.api<{ id: number }>('POST', '/contact-lists', { name: `Lista ${Math.random()}` });
  const rows = numbers.map((number, i) => `Pessoa ${i};${number};Recife`).join('\n');
  const upload = await p.api<{ imported: number }>('POST', `/contact-lists/${body.id}/upload`, formOf('lista.csv', `Nome;Número;Cidade\n${rows}\n`));
  expect(upload.body.imported).toBe(numbers.length);
  return body.id;
}

export function formOf(fileName: string, content: string | Uint8Array<ArrayBuffer>, field = 'file'): FormData {
  const form = new FormData();
  form.append(field, new Blob([content]), fileName);
  return form;
}

/** Seconds between messages, the count after which a longer pause comes, its seconds: for campaigns that start from now on. */
export const pace = (p: Served, messageInterval: number, longerIntervalAfter: number, greaterInterval: number) =>
  p.api('POST', '/campaign-settings', { settings: { messageInterval, longerIntervalAfter, greaterInterval } });

/** A campaign that is due now, unless `body` says otherwise. @returns its id */
export async function start(p: Served, body: object): Promise<number> {
  const created = await p.api<{ id: number }>('POST', '/campaigns', { name: 'Campanha', status: 'PROGRAMADA', scheduledAt: new Date().toISOString(), message1: 'Oi {nome}', ...body });
  expect([created.status, created.body]).toEqual([expect.any(Number), expect.objectContaining({ id: expect.any(Number) })]);
  return created.body.id;
}

export async function campaign(p: Served, id: number): Promise<CampaignRecord> {
  return (await p.api<CampaignRecord>('GET', `/campaigns/${id}`)).body;
}

/** Asks until it is so; the test's own time-out is the only clock. */
export async function eventually<T>(ask: () => Promise<T>, wanted: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (wanted(answer)) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export const becomes = (p: Served, id: number, wanted: string): Promise<CampaignRecord> =>
  eventually(() => campaign(p, id), ({ status }) => status === wanted);
export const ended = (p: Served, id: number): Promise<CampaignRecord> => becomes(p, id, 'FINALIZADA');

/** What the provider took from a connection, in order. */
export async function captured(p: Served, connectionId: number): Promise<Captured[]> {
  const all: Captured[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: { messages: Captured[]; cursor: string | null } = (
      await p.api<{ messages: Captured[]; cursor: string | null }>('GET', `/simulator/messages?connectionId=${connectionId}&limit=200${cursor === '' ? '' : `&cursor=${cursor}`}`)
    ).body;
    all.push(...page.messages);
    cursor = page.cursor;
  }
  return all;
}

export const someNumbers = (count: number, from: number): string[] => Array.from({ length: count }, (_, i) => `55119${String(91_000_000 + from + i)}`);
