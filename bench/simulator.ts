/** How many messages the simulator takes a second, in the process and from another one; receipts are consumed meanwhile. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
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

const company = companyId().parse(1);
const connection = connectionId().parse(1);

async function sendAll(channel: Channel, count: number, lanes: number): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) {
      next += 1;
      const content = { text: 'Olá, tudo bem? Esta é uma mensagem de teste.', media: null };
      await channel.send({ companyId: company, connectionId: connection, to: `55119${next}`, isGroup: false, content, reference: `d-${next}` });
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

async function measure(name: string, simulator: Simulator, count: number, inFlight: number): Promise<void> {
  await simulator.setFaults(null, { ackMs: 100 });
  const channel = createSimulatorChannel({ simulator, log: silentLog });
  const told = new Map<string, number>();
  let complete = (): void => undefined;
  const allRead = new Promise<void>((resolve) => {
    complete = resolve;
  });
  const listening = await channel.listen(async (events) => {
    for (const event of events) if (event.type === 'status') told.set(event.status, (told.get(event.status) ?? 0) + 1);
    if (told.get('read') === count) complete();
  });
  const cpu = process.cpuUsage();
  const start = performance.now();
  await sendAll(channel, count, inFlight);
  const sendMs = performance.now() - start;
  await allRead;
  const totalMs = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  await listening.stop();
  let entries = 0;
  for (let cursor = 0; ;) {
    const page = await simulator.messages({ cursor, limit: 10_000 });
    if (page.length === 0) break;
    entries += page.length;
    cursor = page.at(-1)!.id;
  }
  console.log(
    JSON.stringify({
      subject: 'simulator',
      transport: name,
      count,
      inFlight,
      sendsPerSecond: Math.round((count / sendMs) * 1000),
      withAllReceiptsPerSecond: Math.round((count / totalMs) * 1000),
      ownCpuMsPerThousand: Math.round((user + system) / count),
      ok: entries === count && told.get('read') === count && told.get('sent') === count,
    }),
  );
  await simulator.clear();
}

async function main(): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'simulator-bench-'));
  const count = Number(process.argv[2] ?? 20_000);
  const inProcess = openSimulator({ file: join(dir, 'a.sqlite'), clock: systemClock, log: silentLog });
  for (const inFlight of [50, 200]) await measure('in-process', inProcess, count, inFlight);
  await inProcess.close();

  const child = spawn(process.execPath, ['--import', 'tsx', 'src/platform/channels/simulator/standalone.ts', '--port', '0', '--file', join(dir, 'b.sqlite')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [readyLine] = (await once(createInterface(child.stdout), 'line')) as [string];
  const remote = createRemoteSimulator({ url: /http:[^,]+/.exec(readyLine)![0] });
  for (const inFlight of [50, 200]) await measure('remote', remote, count, inFlight);
  await remote.close();
  child.kill('SIGTERM');
  await once(child, 'exit');
  rmSync(dir, { recursive: true });
}

void main();
