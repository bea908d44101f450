/** How many messages the simulator takes a second, in the process and from another one, while their receipts are consumed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { systemClock } from '../src/kernel/clock';
import { companyId, connectionId } from '../src/kernel/ids';
import { silentLog } from '../src/kernel/log';
import type { Channel } from '../src/platform/channels/channel';
import type { Simulator } from '../src/platform/channels/simulator';
import { openSimulator } from '../src/platform/channels/simulator/open-simulator';
import { createRemoteSimulator } from '../src/platform/channels/simulator/remote-simulator';
import { createSimulatorChannel } from '../src/platform/channels/simulator/simulator-channel';
import { expectThat, perSecond, printTable, record, timed } from './support';

const IN_FLIGHT = [50, 200];
const company = companyId().parse(1);
const connection = connectionId().parse(1);

async function sendAll(channel: Channel, count: number, inFlight: number): Promise<void> {
  let next = 0;
  const content = { text: 'Olá, tudo bem? Esta é uma mensagem de teste.', media: null };
  const sender = async (): Promise<void> => {
    while (next < count) {
      next += 1;
      await channel.send({ companyId: company, connectionId: connection, to: `55119${next}`, isGroup: false, content, reference: `d-${next}` });
    }
  };
  await Promise.all(Array.from({ length: inFlight }, sender));
}

async function entriesOf(simulator: Simulator): Promise<number> {
  let entries = 0;
  for (let cursor = 0; ;) {
    const page = await simulator.messages({ cursor, limit: 10_000 });
    const last = page.at(-1);
    if (last === undefined) return entries;
    entries += page.length;
    cursor = last.id;
  }
}

async function measure(transport: string, simulator: Simulator, count: number, inFlight: number) {
  await simulator.setFaults(null, { ackMs: 100 });
  const channel = createSimulatorChannel({ simulator, log: silentLog });
  const told = { sent: 0, delivered: 0, read: 0, failed: 0 };
  let complete = (): void => undefined;
  const allRead = new Promise<void>((resolve) => {
    complete = resolve;
  });
  const listening = await channel.listen(async (events) => {
    for (const event of events) if (event.type === 'status') told[event.status] += 1;
    if (told.read >= count) complete();
  });
  const cpu = process.cpuUsage();
  const sending = timed(() => sendAll(channel, count, inFlight));
  const { ms: totalMs } = await timed(() => allRead);
  const { ms: sendMs } = await sending;
  const { user, system } = process.cpuUsage(cpu);
  await listening.stop();

  expectThat((await entriesOf(simulator)) === count, `${transport}: the ledger holds each message once`);
  expectThat(told.sent === count && told.delivered === count && told.read === count, `${transport}: each receipt came once`);
  await simulator.clear();
  const figures = {
    transport,
    count,
    inFlight,
    sendsPerSecond: perSecond(count, sendMs),
    withAllReceiptsPerSecond: perSecond(count, totalMs),
    cpuMicrosecondsPerSendHere: Math.round((user + system) / count),
  };
  record(figures);
  return figures;
}

/** @param args how many messages a run */
export async function run(args: readonly string[]): Promise<void> {
  const count = Number(args[0] ?? 20_000);
  const dir = await mkdtemp(join(tmpdir(), 'simulator-bench-'));
  const rows = [];

  const inProcess = openSimulator({ file: join(dir, 'here.sqlite'), clock: systemClock, log: silentLog });
  for (const inFlight of IN_FLIGHT) rows.push(await measure('in-process', inProcess, count, inFlight));
  await inProcess.close();

  const program = ['--import', 'tsx', join(__dirname, '../src/platform/channels/simulator/standalone.ts'), '--port', '0', '--file', join(dir, 'there.sqlite')];
  const child = spawn(process.execPath, program, { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
    const remote = createRemoteSimulator({ url: /http:[^,]+/.exec(line)![0] });
    for (const inFlight of IN_FLIGHT) rows.push(await measure('remote', remote, count, inFlight));
    await remote.close();
  } finally {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
    await rm(dir, { recursive: true });
  }
  printTable(rows);
}
