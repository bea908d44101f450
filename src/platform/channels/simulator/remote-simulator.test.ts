import { systemClock } from '../../../kernel/clock';
import { connectionId } from '../../../kernel/ids';
import { silentLog } from '../../../kernel/log';
import { call } from '../../../test/simulator-call';
import type { Simulator } from '../simulator';
import { serveSimulator } from './http-server';
import { openSimulator } from './open-simulator';
import { createRemoteSimulator } from './remote-simulator';
import { createSimulatorChannel } from './simulator-channel';

const ONE = connectionId().parse(1);
const signal = new AbortController().signal;
const json = { 'content-type': 'application/json' };

let simulator: Simulator;
let server: { url: string; close(): Promise<void> };
let remote: Simulator;

beforeEach(async () => {
  simulator = openSimulator({ file: ':memory:', clock: systemClock, log: silentLog });
  server = await serveSimulator({ simulator, port: 0, log: silentLog });
  remote = createRemoteSimulator({ url: server.url });
});
afterEach(async () => {
  await remote.close();
  await server.close();
  await simulator.close();
});

it('answers each call of a turn by itself, in one request', async () => {
  await simulator.setFaults(connectionId().parse(2), { failRate: 1 });
  const answers = await Promise.all([remote.send(call('a')), remote.send({ ...call('b'), connectionId: connectionId().parse(2) }), remote.send(call('c'))]);
  expect(answers.map((answer) => answer.outcome)).toEqual(['accepted', 'rejected', 'accepted']);
  expect((await remote.messages({ limit: 10 })).map((entry) => entry.reference)).toEqual(['a', 'c']);
});

it('says the same of its ledger and its faults as the one it speaks to', async () => {
  await remote.setFaults(ONE, { latencyMs: 1, errorCode: 190 });
  await remote.send(call('a'));
  expect(await remote.faults(ONE)).toEqual(await simulator.faults(ONE));
  expect(await remote.messages({ connectionIds: [ONE], to: '5511987654321', limit: 10 })).toEqual(await simulator.messages({ limit: 10 }));
  expect(await remote.messages({ connectionIds: [], limit: 10 })).toEqual([]);
  expect(await remote.clear([])).toBe(0);
  expect(await remote.clear([ONE])).toBe(1);
});

it('leases an event to one of two processes', async () => {
  const other = createRemoteSimulator({ url: server.url });
  await simulator.injectInbound({ connectionId: ONE, from: '5521912345678', body: 'Oi' });
  const takes = await Promise.all([remote.take({ limit: 10, waitMs: 0, signal }), other.take({ limit: 10, waitMs: 0, signal })]);
  await other.close();
  expect(takes.map((events) => events.length).sort()).toEqual([0, 1]);
});

it('shares events among listeners, each told once', async () => {
  await simulator.setFaults(null, { ackMs: 10 });
  const other = createRemoteSimulator({ url: server.url });
  const told: string[] = [];
  let complete = (): void => undefined;
  const all = new Promise<void>((resolve) => {
    complete = resolve;
  });
  const channels = [remote, other].map((of) => createSimulatorChannel({ simulator: of, log: silentLog }));
  const listeners = await Promise.all(
    channels.map((channel) =>
      channel.listen(async (events) => {
        for (const event of events) told.push(event.type === 'status' ? `${event.reference} ${event.status}` : event.type);
        if (told.length >= 300) complete();
      }),
    ),
  );
  await Promise.all(Array.from({ length: 100 }, (_, i) => remote.send(call(`d-${i}`))));
  await all;
  for (const listener of listeners) await listener.stop();
  await other.close();
  expect(new Set(told).size).toBe(300);
  expect(told).toHaveLength(300);
});

it('refuses what is not for it, by status', async () => {
  const post = (path: string, body: string, headers: Record<string, string> = json) => fetch(`${server.url}${path}`, { method: 'POST', headers, body });
  expect((await post('/send', '{"calls":[]}')).status).toBe(400);
  expect((await post('/send', 'not json')).status).toBe(400);
  // A form of some web page: browsers send it without asking.
  expect((await post('/inbound', '{"connectionId":1,"from":"1","body":"x"}', { 'content-type': 'text/plain' })).status).toBe(400);
  expect((await fetch(`${server.url}/nothing`)).status).toBe(404);
});

it('is unreachable, not in doubt, when nobody listens', async () => {
  await server.close();
  expect(await remote.send(call('a'))).toMatchObject({ outcome: 'unavailable' });
  await expect(remote.messages({ limit: 1 })).rejects.toMatchObject({ code: 'ERR_SIMULATOR_UNREACHABLE' });
});
