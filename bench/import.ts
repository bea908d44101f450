/**
 * A file of contacts into a list, through the product's own importer: read, decoded, validated, written, all or nothing.
 * Arguments: lines (200000), runs (3). Beside it, in the same run, what the parts cost alone: reading and validating
 * without a database, and the database taking the same rows with nothing read.
 */
import { once as event } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { createContacts } from '../src/features/contacts';
import { openSheet } from '../src/features/contacts/import/sheet';
import { surveySheet } from '../src/features/contacts/import/survey';
import { systemClock } from '../src/kernel/clock';
import type { CompanyId, ContactListId, UserId } from '../src/kernel/ids';
import { silentLog } from '../src/kernel/log';
import type { Database } from '../src/platform/db/database';
import { createTransact } from '../src/platform/db/transact';
import { expectThat, freshDatabase, median, perSecond, printTable, record, startPostgres, timed, watchMemory } from './support';

const GOAL = { linesPerSecond: 20_000, growthMb: 100 };
const FIRST = ['José', 'Maria', 'Antônio', 'Ana', 'João', 'Conceição', 'Francisco', 'Luíza', 'Pedro', 'Zuleide'];
const LAST = ['da Silva', 'Souza', 'Araújo', 'Gonçalves', 'Pereira', 'Magalhães', 'de Oliveira'];
const AREAS = [11, 19, 21, 27, 31, 41, 47, 51, 61, 71, 81, 85];

export async function run([lines = '200000', runs = '3']: readonly string[]): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'esquadrao-bench-import-'));
  try {
    await bench(await writeFile(join(dir, 'first.csv'), 5_000), await writeFile(join(dir, 'contatos.csv'), Number(lines)), Number(runs));
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

interface Figure {
  readonly linesPerSecond: number;
  /** The same file into the same list: every line is known. */
  readonly againPerSecond: number;
  readonly readOnlyPerSecond: number;
  readonly writeOnlyPerSecond: number;
  /** Of this process during the first import; PostgreSQL's comes on top, on the other core. */
  readonly cpuUsPerLine: number;
  /** Of the first import alone. */
  readonly growthMb: number;
  readonly peakMb: number;
}

interface File {
  readonly path: string;
  readonly lines: number;
  readonly duplicate: number;
  readonly invalid: number;
}

/** As Excel in Brazil writes it: `;`, Windows-1252, six spellings of numbers, one line in forty doubled, one invalid. */
async function writeFile(path: string, lines: number): Promise<File> {
  const out = createWriteStream(path);
  out.write(iconv.encode('Nome;Número;E-mail;Cidade;Cupom\r\n', 'windows-1252'));
  for (let i = 0; i < lines; i += 1) {
    const kind = i % 40;
    const person = kind === 39 ? i - 20 : i;
    const name = `${FIRST[person % 10]} ${LAST[person % 7]}`;
    const text = `${name};${kind === 38 ? '(11) 1234' : spelling(person)};c${person}@example.com;Fabrício do Sul;CUPOM${person % 1000}\r\n`;
    if (!out.write(iconv.encode(text, 'windows-1252'))) await event(out, 'drain');
  }
  out.end();
  await event(out, 'close');
  const each = Math.floor(lines / 40);
  return { path, lines, duplicate: each, invalid: each };
}

function spelling(i: number): string {
  const area = AREAS[i % AREAS.length];
  const eight = `${8 + (i % 2)}${String(i).padStart(7, '0')}`;
  const halves = `${eight.slice(0, 4)}-${eight.slice(4)}`;
  switch (i % 6) {
    case 0: return `(${area}) 9${halves}`;
    case 1: return `+55 ${area} 9${eight}`;
    case 2: return `0${area} 9${eight}`;
    case 3: return `55${area}9${eight}`;
    case 4: return `${area}${eight}`;
    default: return `55 (${area}) ${halves}`;
  }
}

/** @param first imported before anything is measured: a server that has run has its code compiled and its metadata read. */
async function bench(first: File, file: File, runs: number): Promise<void> {
  const db = await freshDatabase(await startPostgres());
  const [company] = await db.query<{ id: CompanyId }>(`INSERT INTO "Companies" ("name") VALUES ('bench') RETURNING "id"`);
  const [user] = await db.query<{ id: UserId }>(`INSERT INTO "Users" ("companyId", "name", "email", "passwordHash") VALUES ($1, 'bench', 'bench', '') RETURNING "id"`, [company!.id]);
  const contacts = createContacts({
    db,
    transact: createTransact({ database: db, engine: { add: async () => undefined }, realtime: { publish: () => undefined }, log: silentLog }),
    realtime: { publish: () => undefined },
    clock: systemClock,
    log: silentLog,
    imports: { maxBytes: Number.MAX_SAFE_INTEGER, maxLines: file.lines },
  });
  const valid = file.lines - file.duplicate - file.invalid;

  const request = { companyId: company!.id, userId: user!.id, fileName: 'contatos.csv', mapping: {} };
  await contacts.imports.run({ ...request, listId: await newList(db, company!.id, 'warm-up'), path: first.path });

  const figures: Figure[] = [];
  for (let i = 0; i < runs; i += 1) {
    const listId = await newList(db, company!.id, `run ${i}`);
    const memory = watchMemory();
    const cpu = process.cpuUsage();
    const once = await timed(() => contacts.imports.run({ ...request, listId, path: file.path }));
    const { user: userUs, system: systemUs } = process.cpuUsage(cpu);
    const { growthMb, peakMb } = memory.stop();
    const again = await timed(() => contacts.imports.run({ ...request, listId, path: file.path }));
    const reading = await timed(() => readOnly(file));
    const writing = await timed(() => writeOnly(db, company!.id, listId));

    const { lines, duplicate, invalid } = file;
    expectThat(same(once.value.tally, { lines, imported: valid, updated: 0, duplicate, optOut: 0, invalid }), `first import: ${JSON.stringify(once.value.tally)}`);
    expectThat(same(again.value.tally, { lines, imported: 0, updated: valid, duplicate, optOut: 0, invalid }), `second import: ${JSON.stringify(again.value.tally)}`);
    const [stored] = await db.query<{ count: number; numbers: number }>(`SELECT count(*), count(DISTINCT "number") AS "numbers" FROM "ContactListItems" WHERE "contactListId" = $1`, [listId]);
    expectThat(stored?.count === valid && stored.numbers === valid, `${stored?.count} items of ${valid}`);
    const figure: Figure = { linesPerSecond: perSecond(lines, once.ms), againPerSecond: perSecond(lines, again.ms), readOnlyPerSecond: perSecond(lines, reading.ms), writeOnlyPerSecond: perSecond(valid, writing.ms), cpuUsPerLine: Math.round((userUs + systemUs) / lines), growthMb, peakMb };
    record({ subject: 'import', lines, ...figure });
    figures.push(figure);
  }
  await db.close();

  const middle = (name: keyof Figure) => median(figures.map((figure) => figure[name]));
  // The first run also grows the heap to its working size, so the worst is told and not the median.
  const growthMb = Math.max(...figures.map((figure) => figure.growthMb));
  const linesPerSecond = middle('linesPerSecond');
  printTable([{ lines: file.lines, linesPerSecond, againPerSecond: middle('againPerSecond'), readOnlyPerSecond: middle('readOnlyPerSecond'), writeOnlyPerSecond: middle('writeOnlyPerSecond'), cpuUsPerLine: middle('cpuUsPerLine'), growthMb }]);
  expectThat(linesPerSecond >= GOAL.linesPerSecond, `${linesPerSecond} lines/s, wanted ${GOAL.linesPerSecond}`);
  expectThat(growthMb <= GOAL.growthMb, `${growthMb} MB of growth, wanted at most ${GOAL.growthMb}`);
}

async function newList(db: Database, companyId: CompanyId, name: string): Promise<ContactListId> {
  const [list] = await db.query<{ id: ContactListId }>(`INSERT INTO "ContactLists" ("companyId", "name") VALUES ($1, $2) RETURNING "id"`, [companyId, name]);
  return list!.id;
}

/** The same walk with nothing behind it. */
async function readOnly(file: File): Promise<void> {
  await surveySheet(await openSheet(file.path, {}), {
    mapping: {},
    withoutNumber: 'refuse',
    maxLines: file.lines,
    settle: async (items) => ({ imported: items.length, updated: 0, optOut: 0 }),
    onProgress: () => undefined,
  });
}

/** The rows of a list into another one, in one statement: what the table, its indexes and its trigger cost by themselves. */
async function writeOnly(db: Database, companyId: CompanyId, from: ContactListId): Promise<void> {
  const into = await newList(db, companyId, `copy of ${from}`);
  await db.query(
    `INSERT INTO "ContactListItems" ("companyId", "contactListId", "number", "name", "email", "isGroup", "variables")
     SELECT "companyId", $2, "number", "name", "email", "isGroup", "variables" FROM "ContactListItems" WHERE "contactListId" = $1 ORDER BY "id"`,
    [from, into],
  );
}

function same(a: object, b: object): boolean {
  const entries = (o: object) => JSON.stringify(Object.entries(o).sort(([x], [y]) => x.localeCompare(y)));
  return entries(a) === entries(b);
}
