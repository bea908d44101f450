/**
 * Writes `src/console/api/schema.gen.ts`, the types of the API, from the routes themselves: a console that asks for what
 * no route answers does not compile. The product is composed, never started: nothing is connected to and nobody listens.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import openapiTypeScript, { astToString } from 'openapi-typescript';
import { compose } from '../src/compose';
import { parseConfig } from '../src/config';
import { silentLog } from '../src/kernel/log';
import { openDatabase } from '../src/platform/db/database';
import { openApiDocument } from '../src/platform/http/openapi';

const file = join(__dirname, '../src/console/api/schema.gen.ts');
const NOWHERE = 'postgres://nobody@127.0.0.1:1/nothing';

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'esquadrao-types-'));
  const config = parseConfig({ DATABASE_URL: NOWHERE, DATA_DIR: folder, PUBLIC_DIR: folder });
  const product = compose(config, {
    database: openDatabase({ url: NOWHERE, maxConnections: 1 }), databaseUrl: NOWHERE, secrets: { access: 'a'.repeat(32), refresh: 'r'.repeat(32) },
    log: silentLog, reporter: { report: () => undefined, flush: async () => undefined }, version: '', consoleDir: null,
  });
  const document = openApiDocument(product.routes, '');
  await product.stop();
  rmSync(folder, { recursive: true, force: true });

  const ast = await openapiTypeScript(document as Parameters<typeof openapiTypeScript>[0] & object, { alphabetize: true, immutable: true });
  const text = `/* Made by \`npm run console:types\`. */\n${astToString(ast)}`;
  // An untouched file keeps its time: nothing that watches it starts over.
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  writeFileSync(file, text);
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
