/** The simulator as a process: killed and started again it remembers everything, and its users learn the right class of error. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { connectionId } from '../../../kernel/ids';
import { call } from '../../../test/simulator-call';
import type { Simulator } from '../simulator';
import { createRemoteSimulator } from './remote-simulator';

const dir = mkdtempSync(join(tmpdir(), 'simulator-process-'));
const signal = new AbortController().signal;
const processes: ChildProcess[] = [];
const remotes: Simulator[] = [];

async function start(): Promise<{ simulator: Simulator; child: ChildProcess }> {
  const args = ['--import', 'tsx', join(__dirname, 'standalone.ts'), '--port', '0', '--file', join(dir, 'simulator.sqlite')];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  processes.push(child);
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const simulator = createRemoteSimulator({ url: /http:[^,]+/.exec(line)![0] });
  remotes.push(simulator);
  return { simulator, child };
}
async function end(child: ChildProcess, how: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const gone = once(child, 'exit');
  child.kill(how);
  return ((await gone) as [number | null])[0];
}

afterAll(async () => {
  for (const remote of remotes) await remote.close();
  for (const child of processes) await end(child, 'SIGKILL');
  rmSync(dir, { recursive: true });
});

it('keeps ledger, faults and pending receipts through a kill; its users know what was in doubt', async () => {
  const { simulator: before, child } = await start();
  await before.setFaults(null, { ackMs: 0, latencyMs: 60_000 });
  await before.setFaults(connectionId().parse(2), { failRate: 1 });
  const inDoubt = before.send(call('in-doubt'));
  while ((await before.messages({ limit: 1 })).length === 0);
  await end(child, 'SIGKILL');
  expect(await inDoubt).toEqual({ outcome: 'answer_lost' });
  expect(await before.send(call('never-left'))).toMatchObject({ outcome: 'unavailable', code: 'ERR_SIMULATOR_UNREACHABLE' });

  const { simulator: after, child: second } = await start();
  expect(await after.messages({ limit: 10 })).toMatchObject([{ reference: 'in-doubt' }]);
  expect(await after.faults(connectionId().parse(2))).toMatchObject({ failRate: 1 });
  await after.setFaults(null, { ackMs: 0 });
  expect(await after.send(call('next'))).toMatchObject({ outcome: 'accepted' });
  expect((await after.take({ limit: 10, waitMs: 5_000, signal })).map(({ event }) => event)).toContainEqual(
    expect.objectContaining({ reference: 'next', status: 'sent' }),
  );
  expect(await end(second, 'SIGTERM')).toBe(0);
});
