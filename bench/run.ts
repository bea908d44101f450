/**
 * `npm run bench -- <subject> [arguments]` runs `bench/<subject>.ts`, which exports `run(args)`.
 * A subject prints one JSON line per run and a table at the end, and FAILED when its result is wrong:
 * a fast wrong run is no figure.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { closeAll, environment, hasFailed } from './support';

const LIMIT_MINUTES = 30;

/** Also used by other tools of this folder, so only files that can be run are subjects. */
function subjects(): string[] {
  const files = readdirSync(__dirname).filter((file) => file.endsWith('.ts'));
  return files.filter((file) => /^export (async )?function run\(/m.test(readFileSync(join(__dirname, file), 'utf8'))).map((file) => file.slice(0, -3));
}

async function main([subject, ...args]: readonly string[]): Promise<void> {
  if (subject === undefined || !existsSync(join(__dirname, `${subject}.ts`))) {
    console.error(`npm run bench -- <subject>: ${subjects().join(' | ')}`);
    process.exitCode = 2;
    return;
  }
  console.log(JSON.stringify({ subject, ...environment() }));
  const { run } = (await import(join(__dirname, `${subject}.ts`))) as { run(args: readonly string[]): Promise<void> };
  await run(args);
  if (hasFailed()) process.exitCode = 1;
}

/** Ends the servers too, which would outlive us. */
async function end(code: number, why: string): Promise<void> {
  console.error(why);
  await closeAll();
  process.exit(code);
}

setTimeout(() => void end(1, `FAILED: not done within ${LIMIT_MINUTES} minutes`), LIMIT_MINUTES * 60_000).unref();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end(130, signal));
main(process.argv.slice(2))
  .then(closeAll)
  .catch((error: unknown) => end(1, `FAILED: ${error instanceof Error ? error.stack : String(error)}`));
