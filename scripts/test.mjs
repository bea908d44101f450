// `npm test`: all tests, on a bare machine too; arguments go to jest. The last line is `N passed, N failed`.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildIfOld } from './build-if-old.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const jest = join(root, 'node_modules/jest/bin/jest.js');
const CHROMIUMS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

if (!existsSync(jest)) stop('The packages are not installed. Run: npm ci');
install({ 'redis-server': has('redis-server'), chromium: CHROMIUMS.some(has) });
// Browser tests look at the console as it is installed.
buildIfOld('console');
process.exitCode = await runTests(process.argv.slice(2));

function stop(message) {
  console.error(message);
  process.exit(1);
}

function has(command) {
  return spawnSync(command, ['--version'], { stdio: 'ignore' }).error === undefined;
}

/** Tests run on a real Redis, of which npm has no server that runs Bull's scripts, and in a real browser. */
function install(present) {
  const missing = Object.keys(present).filter((name) => !present[name]);
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0 || !has('apt-get')) {
    stop(`Tests need ${missing.join(' and ')} in the PATH (Debian, Ubuntu: sudo apt-get install ${missing.join(' ')}; macOS: brew install ${missing.join(' ')}).`);
  }
  console.log(`Installing ${missing.join(', ')}, which the tests need…`);
  // RUNLEVEL=1: the package shall not start a server of its own; each test run starts one on a free port.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  for (const args of [['update', '-q'], ['install', '-qy', '--no-install-recommends', ...missing]]) {
    const { status } = spawnSync('apt-get', args, { env, stdio: ['ignore', 'inherit', 'inherit'] });
    if (status !== 0) stop(`apt-get ${args[0]} failed; install ${missing.join(', ')} by hand`);
  }
}

async function runTests(args) {
  const dir = mkdtempSync(join(tmpdir(), 'esquadrao-jest-'));
  const report = join(dir, 'report.json');
  const child = spawn(process.execPath, [jest, ...args, '--json', `--outputFile=${report}`], { cwd: root, stdio: ['inherit', 'ignore', 'inherit'] });
  // A terminal sends Ctrl-C to jest too; what a supervisor sends to us alone is handed on. We wait for its end either way.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  const [code] = await once(child, 'close');
  const { passed, failed } = count(report);
  rmSync(dir, { recursive: true });
  console.log(`${passed} passed, ${failed} failed`);
  return code === 0 && failed > 0 ? 1 : (code ?? 1);
}

/** A test file that does not even load fails as one; no report at all is a failure. */
function count(report) {
  if (!existsSync(report)) return { passed: 0, failed: 1 };
  const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(readFileSync(report, 'utf8'));
  return { passed: numPassedTests, failed: numFailedTests + numRuntimeErrorTestSuites };
}
