// `npm start`: builds when the build is missing or older than what it is made from, then becomes the server.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Written after a whole build: one that was interrupted leaves files, but not this one. */
const stamp = join(root, 'dist/.built');
const inputs = ['src', 'migrations', 'package.json', 'tsconfig.json', 'tsconfig.build.json'].map((name) => join(root, name));

function newest(path) {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return 0;
  const below = stats.isDirectory() ? readdirSync(path).map((name) => newest(join(path, name))) : [];
  // A folder's own time tells of files that are gone.
  return Math.max(stats.mtimeMs, ...below);
}

/** An image may carry the build alone. */
const hasSources = existsSync(join(root, 'src'));

if (hasSources && newest(stamp) < Math.max(...inputs.map(newest))) {
  if (!existsSync(join(root, 'node_modules/typescript'))) {
    console.error('The build is missing or old, and the packages to make it are not installed. Run: npm ci');
    process.exit(1);
  }
  console.log('Construindo / building…');
  const { status } = spawnSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) process.exit(status ?? 1);
  writeFileSync(stamp, '');
}

// In this very process: signals, standard streams and a supervisor's channel are the server's own.
await import(new URL('../dist/src/server.js', import.meta.url).href);
