// Removes from package-lock.json the optional dependencies that have no entry of their own.
// Where a registry lacks the package of some other platform, `npm install` leaves it out of the lock and `npm ci`
// then refuses the whole lock ("Missing: … from lock file"). Run after every `npm install`; CI runs `npm ci`.
import { readFileSync, writeFileSync } from 'node:fs';

const file = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(file, 'utf8'));
const names = new Set(Object.keys(lock.packages).map((path) => path.slice(path.lastIndexOf('node_modules/') + 13)));
let removed = 0;
for (const [path, entry] of Object.entries(lock.packages)) {
  if (path === '') continue;
  for (const name of Object.keys(entry.optionalDependencies ?? {})) {
    if (names.has(name)) continue;
    delete entry.optionalDependencies[name];
    removed += 1;
  }
}
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`package-lock.json: ${removed} unresolvable optional dependencies removed`);
