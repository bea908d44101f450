import { join } from 'node:path';
import { build } from 'esbuild';

const ROOT = join(__dirname, '../..');

/**
 * A program of this repository as one plain file, for children that are killed or measured: it starts in half a second, not in the
 * three that TypeScript's loader takes, and its memory is its own.
 * @param entry from the repository's root. Run it with `childEnvironment`, for packages stay outside.
 */
export async function bundle(entry: string, folder: string): Promise<string> {
  const outfile = join(folder, `${entry.replaceAll('/', '_')}.cjs`);
  await build({ entryPoints: [join(ROOT, entry)], bundle: true, platform: 'node', target: 'node20', packages: 'external', outfile, logLevel: 'error' });
  return outfile;
}

export const childEnvironment = { PATH: process.env['PATH'], NODE_PATH: join(ROOT, 'node_modules') };
