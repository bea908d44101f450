// Makes package-lock.json good for every machine; run after every `npm install`. With --check it only tells, and CI does.
//
// 1. Where a registry lacks the package of some other platform, `npm install` leaves it out of the lock, and `npm ci` then
//    refuses the whole lock ("Missing: … from lock file"): optional dependencies without an entry of their own go.
// 2. Download addresses are those of the registry that happened to serve them; checksums are what makes an install safe.
import { readFileSync, writeFileSync } from 'node:fs';

const file = new URL('../package-lock.json', import.meta.url);
const check = process.argv.includes('--check');

const lock = JSON.parse(readFileSync(file, 'utf8'));
const names = new Set(Object.keys(lock.packages).map((path) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)));
const faults = [];
for (const [path, entry] of Object.entries(lock.packages)) {
  if (path === '') continue;
  for (const name of Object.keys(entry.optionalDependencies ?? {})) {
    if (names.has(name)) continue;
    faults.push(`${path}: optional dependency ${name} has no entry`);
    delete entry.optionalDependencies[name];
  }
  if (entry.resolved !== undefined) {
    faults.push(`${path}: has a download address`);
    delete entry.resolved;
  }
}

if (!check) writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
for (const fault of check ? faults : []) console.error(fault);
console.log(`package-lock.json: ${faults.length} faults ${check ? 'found' : 'removed'}`);
process.exitCode = check && faults.length > 0 ? 1 : 0;
