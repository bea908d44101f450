/** The product as it is run, in a process that can be killed and started again at the same address; and a provider that outlives it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../platform/db/embedded/free-port';
import { bundle, childEnvironment } from '../bundle';
import { testDatabase, type TestDatabase } from '../database';
import type { Served } from '../operator';
import { ADMIN } from '../product';

const ROOT = join(__dirname, '../../..');

export interface Mortal extends Served {
  readonly url: string;
  readonly database: TestDatabase;
  /** Resolves when it listens. */
  start(): Promise<void>;
  /** SIGKILL: no handler runs, and nobody is told. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** Started, with its first admin. */
export async function startMortal(): Promise<Mortal> {
  const folder = mkdtempSync(join(tmpdir(), 'esquadrao-mortal-'));
  const [database, port, simulatorFile] = await Promise.all([testDatabase(), freePort(), bundle('src/platform/channels/simulator/standalone.ts', folder)]);
  const simulator = run([simulatorFile, '--port', '0', '--file', join(folder, 'simulator.sqlite')], childEnvironment);
  const simulatorUrl = await said(simulator, /ready at (http:\/\/[^,\s]+)/);
  const url = `http://127.0.0.1:${port}`;
  const environment = {
    ...childEnvironment, HOST: '127.0.0.1', PORT: String(port), DATABASE_URL: database.url, DATA_DIR: folder, PUBLIC_DIR: folder, SIMULATOR_URL: simulatorUrl, SEED_DEMO: 'off',
    ADMIN_EMAIL: ADMIN.email, ADMIN_PASSWORD: ADMIN.password, LOG_LEVEL: 'silent',
    // A test does not wait for the minutes that a doubt lasts in earnest.
    CAMPAIGN_CHECK_SECONDS: '1', SWEEP_SECONDS: '1', DELIVERY_LEASE_SECONDS: '5', DELIVERY_UNKNOWN_WAIT_SECONDS: '2',
  };
  let child: ChildProcess;
  let token = '';

  async function start(): Promise<void> {
    child = run(['--import', 'tsx', join(ROOT, 'src/server.ts')], environment);
    await said(child, /(API: )/);
  }

  const end = async (one: ChildProcess): Promise<void> => {
    if (one.exitCode === null && one.signalCode === null && one.kill('SIGKILL')) await once(one, 'exit');
  };

  const api: Served['api'] = async (method, path, body) => {
    const isForm = body instanceof FormData;
    const response = await fetch(url + path, {
      method,
      headers: { ...(token !== '' && { authorization: `Bearer ${token}` }), ...(!isForm && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: isForm ? body : JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as never };
  };

  await start();
  token = (await api<{ token: string }>('POST', '/auth/login', ADMIN)).body.token;
  return {
    url, database, api, start,
    kill: () => end(child),
    async stop() {
      await Promise.all([end(child), end(simulator)]);
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const run = (args: readonly string[], environment: NodeJS.ProcessEnv): ChildProcess => spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'], env: environment });

function said(child: ChildProcess, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${child.spawnargs.join(' ')} ended with ${code}`)));
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      const found = pattern.exec(text)?.[1];
      if (found !== undefined) resolve(found);
    });
  });
}
