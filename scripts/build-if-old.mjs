// Builds parts of the product, each when it is missing or older than what it is made from.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const consoleSources = join(root, 'src/console');
/** Types alone, which no build reads. */
const generated = join(consoleSources, 'api/schema.gen.ts');
const manifests = ['package.json', 'tsconfig.json'];

/** What `npm run build:<name>` makes; `stamp` is written after a whole build: one that was interrupted leaves files, but not this one. */
const parts = {
  server: { stamp: 'dist/.built', inputs: ['src', 'migrations', 'tsconfig.build.json', ...manifests], without: consoleSources },
  console: { stamp: 'public/console/.built', inputs: ['src/console', 'src/kernel', ...manifests], without: generated },
};

function newest(path, without) {
  const stats = path === without ? undefined : statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return 0;
  const below = stats.isDirectory() ? readdirSync(path).map((name) => newest(join(path, name), without)) : [];
  // A folder's own time tells of files that are gone.
  return Math.max(stats.mtimeMs, ...below);
}

/** Ends the process when a build fails. */
export function buildIfOld(...names) {
  // An image may carry the build alone.
  if (!existsSync(join(root, 'src'))) return;
  for (const name of names) {
    const { stamp, inputs, without } = parts[name];
    if (newest(join(root, stamp)) >= Math.max(...inputs.map((input) => newest(join(root, input), without)))) continue;
    if (!existsSync(join(root, 'node_modules/typescript'))) {
      console.error('The build is missing or old, and the packages to make it are not installed. Run: npm ci');
      process.exit(1);
    }
    console.log(`Construindo / building: ${name}…`);
    const { status } = spawnSync('npm', ['run', '--silent', `build:${name}`], { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
    if (status !== 0) process.exit(status ?? 1);
    writeFileSync(join(root, stamp), '');
  }
}
