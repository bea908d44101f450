/**
 * The simulator as a process of its own, so that killing the product does not kill what the provider remembers:
 *   npm run simulator -- --port 8090 --file ./data/simulator.sqlite
 */
import { parseArgs } from 'node:util';
import { systemClock } from '../../../kernel/clock';
import type { Log } from '../../../kernel/log';
import { serveSimulator } from './http-server';
import { openSimulator } from './open-simulator';

function lineLog(bound: object): Log {
  const write = (level: string) => (fields: object, message: string) => {
    const { err, ...rest } = fields as { err?: unknown };
    process.stderr.write(`${JSON.stringify({ level, message, ...bound, ...rest, ...(err instanceof Error && { error: err.stack }) })}\n`);
  };
  return { debug: () => undefined, info: write('info'), warn: write('warn'), error: write('error'), child: (fields) => lineLog({ ...bound, ...fields }) };
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { port: { type: 'string', default: '8090' }, file: { type: 'string', default: './data/simulator.sqlite' } },
  });
  const log = lineLog({ program: 'simulator' });
  const simulator = openSimulator({ file: values.file, clock: systemClock, log });
  const server = await serveSimulator({ simulator, port: Number(values.port), log });
  process.stdout.write(`simulator ready at ${server.url}, ledger in ${values.file}\n`);

  const stop = (): void => {
    void server
      .close()
      .then(() => simulator.close())
      .then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
