import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { manualClock, minutes, seconds } from '../../../kernel/clock';
import { connectionId } from '../../../kernel/ids';
import { silentLog } from '../../../kernel/log';
import { call } from '../../../test/simulator-call';
import type { FaultsInput, Simulator } from '../simulator';
import { serveSimulator } from './http-server';
import { openSimulator } from './open-simulator';
import { createRemoteSimulator } from './remote-simulator';

const START = new Date('2026-03-02T12:00:00Z');
const ONE = connectionId().parse(1);
const TWO = connectionId().parse(2);
const signal = new AbortController().signal;

let dir: string;
let clock: ReturnType<typeof manualClock>;
let simulator: Simulator;
const open = (file = 'simulator.sqlite') => openSimulator({ file: join(dir, file), clock, log: silentLog });

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'simulator-'));
  clock = manualClock(START);
  simulator = open();
});
afterEach(async () => {
  await simulator.close();
  rmSync(dir, { recursive: true });
});

const due = (limit = 1_000) => simulator.take({ limit, waitMs: 0, signal });
const sendMany = (count: number) => Promise.all(Array.from({ length: count }, (_, i) => simulator.send(call(`d-${i}`))));

describe('the ledger', () => {
  it('never de-duplicates: what is sent twice stands there twice', async () => {
    await simulator.send(call('twice'));
    await simulator.send(call('twice'));
    expect((await simulator.messages({ limit: 10 })).map((entry) => entry.reference)).toEqual(['twice', 'twice']);
  });

  it('holds an accepted message whose answer was lost, and refused ones only when asked', async () => {
    await simulator.setFaults(ONE, { dropAnswerRate: 1 });
    await simulator.setFaults(TWO, { failRate: 1 });
    expect(await simulator.send(call('lost'))).toEqual({ outcome: 'answer_lost' });
    expect(await simulator.send(call('refused', { connectionId: TWO }))).toMatchObject({ outcome: 'rejected', code: '131026' });
    expect(await simulator.messages({ limit: 10 })).toMatchObject([{ reference: 'lost', status: 'accepted' }]);
    expect(await simulator.messages({ limit: 10, refused: true })).toMatchObject([
      { reference: 'lost' },
      { reference: 'refused', status: 'refused', outcome: 'rejected' },
    ]);
  });

  it('is read as conversations, both ways, the last written in first', async () => {
    const [ana, bia] = ['5511911110000', '5511922220000'];
    await simulator.send(call('a', { to: ana, body: 'Oi, Ana' }));
    await simulator.send(call('b', { to: bia, body: 'Oi, Bia' }));
    await simulator.send(call('other', { connectionId: TWO, to: ana }));
    await simulator.injectInbound({ connectionId: ONE, from: ana, body: 'SAIR' });
    const threads = async (over: object = {}) =>
      (await simulator.threads({ connectionIds: [ONE], search: '', limit: 10, ...over })).map(({ contact, messages, last }) => [contact, messages, last.body, last.status]);
    const [ofAna, ofBia] = [[ana, 2, 'SAIR', 'heard'], [bia, 1, 'Oi, Bia', 'accepted']];
    expect(await threads()).toEqual([ofAna, ofBia]);
    expect(await threads({ search: '2222' })).toEqual([ofBia]);
    expect(await threads({ search: '%' })).toEqual([]);
    const [first] = await simulator.threads({ connectionIds: [ONE], search: '', limit: 1 });
    expect(await threads({ before: first!.last.id })).toEqual([ofBia]);
    expect((await simulator.thread({ connectionId: ONE, contact: ana, limit: 10 })).map(({ body }) => body)).toEqual(['Oi, Ana', 'SAIR']);
    expect(await simulator.total([ONE])).toBe(2);
    expect((await simulator.messages({ limit: 10, refused: true })).map(({ reference }) => reference)).toEqual(['a', 'b', 'other']);
  });

  it('shows an answer of chance when it comes, not before', async () => {
    await simulator.setFaults(ONE, { replyRate: 1, replyTexts: ['Quero'], ackMs: 1_000 });
    await simulator.send(call('asked', { to: '5511911110000', body: 'Quer?' }));
    const bodies = async () => (await simulator.thread({ connectionId: ONE, contact: '5511911110000', limit: 10 })).map(({ body }) => body);
    const last = async () => (await simulator.threads({ connectionIds: [ONE], search: '', limit: 1 })).map((thread) => thread.last.body);
    expect([await bodies(), await last()]).toEqual([['Quer?'], ['Quer?']]);
    clock.advance(minutes(10));
    expect([await bodies(), await last()]).toEqual([['Quer?', 'Quero'], ['Quero']]);
  });

  it('is read by connection, recipient and page', async () => {
    await simulator.send(call('a'));
    await simulator.send(call('b', { connectionId: TWO }));
    await simulator.send(call('c', { to: '5521912345678', mediaName: 'tabela.pdf' }));
    const references = async (query: Parameters<Simulator['messages']>[0]) => (await simulator.messages(query)).map((entry) => entry.reference);
    expect(await references({ connectionIds: [ONE], limit: 10 })).toEqual(['a', 'c']);
    expect(await references({ connectionIds: [], limit: 10 })).toEqual([]);
    expect(await references({ to: '5521912345678', limit: 10 })).toEqual(['c']);
    const [first] = await simulator.messages({ limit: 1 });
    expect(await references({ cursor: first!.id, limit: 1 })).toEqual(['b']);
  });

  it('forgets the connections it is told to, and no others', async () => {
    await simulator.send(call('a'));
    await simulator.send(call('b', { connectionId: TWO }));
    expect(await simulator.clear([ONE])).toBe(1);
    expect((await simulator.messages({ limit: 10 })).map((entry) => entry.reference)).toEqual(['b']);
    expect(await simulator.clear()).toBe(1);
  });

  it('names messages so that a new file never repeats the names of an old one', async () => {
    const other = open('other.sqlite');
    const answers = await Promise.all([simulator.send(call('a')), other.send(call('a'))]);
    await other.close();
    expect(new Set(answers.map((answer) => (answer.outcome === 'accepted' ? answer.providerMessageId : '?'))).size).toBe(2);
  });

  it('is all in its one file once it is closed', async () => {
    await simulator.send(call('a'));
    await simulator.close();
    expect(readdirSync(dir)).toEqual(['simulator.sqlite']);
    simulator = open();
    expect(await simulator.messages({ limit: 10 })).toMatchObject([{ reference: 'a' }]);
  });
});

describe('receipts', () => {
  it('come when due, climb in the ledger once acknowledged, and end', async () => {
    await simulator.send(call('a'));
    const [sent] = await due();
    expect(sent!.event).toMatchObject({ type: 'status', status: 'sent', reference: 'a' });
    await simulator.acknowledge([sent!.id]);
    expect(await simulator.messages({ limit: 1 })).toMatchObject([{ status: 'sent' }]);
    clock.advance(minutes(1));
    const events = await due();
    expect(events.map(({ event }) => event.type === 'status' && event.status)).toEqual(['delivered', 'read']);
    await simulator.acknowledge(events.map(({ id }) => id));
    expect(await simulator.messages({ limit: 1 })).toMatchObject([{ status: 'read' }]);
    clock.advance(minutes(1));
    expect(await due()).toEqual([]);
  });

  it('are leased to one taker at a time, and come again when he says nothing', async () => {
    await simulator.injectInbound({ connectionId: ONE, from: '5521912345678', body: 'Oi' });
    const [first] = await due();
    expect(await due()).toEqual([]);
    clock.advance(seconds(2));
    expect(await due()).toEqual([first]);
  });

  it('survive a restart, leased ones included', async () => {
    await simulator.send(call('a'));
    await simulator.injectInbound({ connectionId: ONE, from: '5521912345678', body: 'Oi' });
    await due();
    await simulator.close();
    clock.advance(minutes(1));
    simulator = open();
    expect((await due()).map(({ event }) => event.type).sort()).toEqual(['message', 'status', 'status', 'status']);
  });

  it('still come for messages that were forgotten', async () => {
    await simulator.send(call('a'));
    await simulator.clear();
    const [event] = await due();
    expect(event).toMatchObject({ event: { reference: 'a', status: 'sent' } });
    await simulator.acknowledge([event!.id]);
  });

  it('do not keep a taker waiting once they are there', async () => {
    const taking = simulator.take({ limit: 10, waitMs: minutes(1), signal });
    await simulator.injectInbound({ connectionId: ONE, from: '5521912345678', body: 'Oi' });
    expect(await taking).toHaveLength(1);
  });

  it('end a taker who is told to leave', async () => {
    const leaving = new AbortController();
    const taking = simulator.take({ limit: 10, waitMs: minutes(1), signal: leaving.signal });
    leaving.abort();
    expect(await taking).toEqual([]);
  });
});

describe('a run', () => {
  const rough: FaultsInput = {
    seed: 42,
    failRate: 0.1,
    unavailableRate: 0.1,
    dropAnswerRate: 0.2,
    lostAckRate: 0.2,
    duplicateAckRate: 0.2,
    lateAckMs: 3_000,
    reorderAcks: true,
    replyRate: 0.3,
  };

  async function run(file: string, faults: FaultsInput) {
    await simulator.close();
    clock = manualClock(START);
    simulator = open(file);
    await simulator.setFaults(null, faults);
    const outcomes = (await sendMany(200)).map((answer) => answer.outcome);
    clock.advance(minutes(5));
    const told = (await due()).map(({ event }) => (event.type === 'status' ? [event.reference, event.status, event.at] : [event.from, event.text, event.at]));
    return { outcomes, told };
  }

  it('is replayed by its seed: the same outcomes, the same receipts in the same order', async () => {
    const first = await run('first.sqlite', rough);
    expect(await run('second.sqlite', rough)).toEqual(first);
    expect((await run('third.sqlite', { ...rough, seed: 43 })).outcomes).not.toEqual(first.outcomes);
  });

  it('gives a repeated reference new luck', async () => {
    await simulator.setFaults(null, { unavailableRate: 0.5 });
    const outcomes = new Set<string>();
    for (let i = 0; i < 20; i += 1) outcomes.add((await simulator.send(call('again'))).outcome);
    expect(outcomes).toEqual(new Set(['accepted', 'unavailable']));
  });
});

describe('faults', () => {
  it('of a connection go before those of all, and outlive a restart', async () => {
    await simulator.setFaults(null, { failRate: 1 });
    await simulator.setFaults(TWO, { latencyMs: 5 });
    await simulator.close();
    simulator = open();
    expect(await simulator.faults(ONE)).toMatchObject({ failRate: 1 });
    expect(await simulator.faults(TWO)).toMatchObject({ failRate: 0, latencyMs: 5 });
    expect((await simulator.send(call('a'))).outcome).toBe('rejected');
    expect((await simulator.send(call('b', { connectionId: TWO }))).outcome).toBe('accepted');
  });

  it('disconnect for a while', async () => {
    await simulator.setFaults(ONE, { disconnectMs: 5_000 });
    expect(await simulator.send(call('a'))).toMatchObject({ outcome: 'unavailable', code: 'ERR_CONNECTION_DOWN' });
    clock.advance(5_000);
    expect((await simulator.send(call('a'))).outcome).toBe('accepted');
  });

  it('hold a connection to so many messages in any second', async () => {
    await simulator.setFaults(null, { maxPerSecond: 3 });
    const accepted = async () => (await sendMany(5)).filter(({ outcome }) => outcome === 'accepted').length;
    expect(await accepted()).toBe(3);
    clock.advance(999);
    expect(await accepted()).toBe(0);
    clock.advance(1);
    expect(await accepted()).toBe(3);
    expect((await simulator.send(call('x', { connectionId: TWO }))).outcome).toBe('accepted');
  });

  it('are refused when they make no sense', async () => {
    await expect(simulator.setFaults(null, { failRate: 2 })).rejects.toThrow();
    await expect(simulator.setFaults(null, { failrate: 1 } as FaultsInput)).rejects.toThrow();
  });
});

it('shares its file with another process: one ledger, one set of faults, each event to one of them', async () => {
  const other = open();
  await other.setFaults(TWO, { failRate: 1 });
  await Promise.all([simulator.send(call('a')), other.send(call('b')), simulator.send(call('c', { connectionId: TWO }))]);
  expect((await other.messages({ limit: 10 })).map((entry) => entry.reference).sort()).toEqual(['a', 'b']);
  const taken = [...(await other.take({ limit: 1, waitMs: 0, signal })), ...(await due())];
  expect(taken.map(({ event }) => event.type === 'status' && event.reference).sort()).toEqual(['a', 'b']);
  await other.close();
});

it('answers calls under way as lost, and later ones as not accepted, when it closes', async () => {
  await simulator.setFaults(null, { latencyMs: 60_000 });
  const underWay = simulator.send(call('a'));
  await simulator.close();
  expect(await underWay).toEqual({ outcome: 'answer_lost' });
  expect(await simulator.send(call('b'))).toMatchObject({ outcome: 'unavailable' });
});

it('hands over a file with its message, in this process and over HTTP, until it is acknowledged', async () => {
  const served = await serveSimulator({ simulator, port: 0, log: silentLog });
  const remote = createRemoteSimulator({ url: served.url });
  const content = Buffer.from([0x89, 0x50, 0x00, 0xff]);
  for (const [writer, reader] of [[simulator, remote], [remote, simulator]] as const) {
    await writer.injectInbound({ connectionId: ONE, from: '5521912345678', body: '', file: { name: 'foto.png', mimeType: 'image/png', content } });
    const [taken] = await reader.take({ limit: 1, waitMs: 0, signal });
    if (taken?.event.type !== 'message') throw new Error('no message');
    const { media, text } = taken.event;
    expect([text, media?.name, media?.mimeType]).toEqual(['', 'foto.png', 'image/png']);
    expect(await media?.read()).toEqual(content);
    expect(await media?.read()).toEqual(content);
    await reader.acknowledge([taken.id]);
    await expect(simulator.file(taken.id)).rejects.toMatchObject({ status: 404 });
  }
  await remote.close();
  await served.close();
});
