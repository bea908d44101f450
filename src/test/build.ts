/**
 * Rows for tests, with defaults for all that a test does not care about. `over` names columns as they are stored.
 * Each returns the new ids.
 */
import { randomInt, randomUUID } from 'node:crypto';
import type { CampaignId, CompanyId, ConnectionId, ContactId, ContactListId, ContactListItemId, UserId } from '../kernel/ids';
import type { Queryable } from '../platform/transact';

type Columns = Readonly<Record<string, unknown>>;

const unique = (): string => randomUUID().slice(0, 8);

/** Column names come from tests and from this file only; the values are bound. */
export async function insert(db: Queryable, table: string, columns: Columns): Promise<number> {
  const names = Object.keys(columns).map((name) => `"${name}"`);
  const places = names.map((_, i) => `$${i + 1}`);
  const sql = `INSERT INTO "${table}" (${names.join(', ')}) VALUES (${places.join(', ')}) RETURNING "id"`;
  const [row] = await db.query<{ id: number }>(sql, Object.values(columns));
  return row!.id;
}

export async function buildCompany(db: Queryable, over: Columns = {}): Promise<CompanyId> {
  return (await insert(db, 'Companies', { name: `Empresa ${unique()}`, ...over })) as CompanyId;
}

/** The hash is of no password: who logs in sets a real one. */
export async function buildUser(db: Queryable, companyId: CompanyId, over: Columns = {}): Promise<UserId> {
  return (await insert(db, 'Users', { companyId, name: 'Ana', email: `${unique()}@example.com`, passwordHash: '', ...over })) as UserId;
}

/** A connected number of the simulator. */
export async function buildConnection(db: Queryable, companyId: CompanyId, over: Columns = {}): Promise<ConnectionId> {
  return (await insert(db, 'Whatsapps', { companyId, name: `Número ${unique()}`, channel: 'simulator', status: 'CONNECTED', ...over })) as ConnectionId;
}

export async function buildContact(db: Queryable, companyId: CompanyId, over: Columns = {}): Promise<ContactId> {
  return (await insert(db, 'Contacts', { companyId, name: 'Bia', number: anyNumber(), ...over })) as ContactId;
}

/** @returns the list and its items, in the order of `numbers`. */
export async function buildList(
  db: Queryable,
  companyId: CompanyId,
  numbers: readonly string[],
): Promise<{ id: ContactListId; itemIds: ContactListItemId[] }> {
  const id = (await insert(db, 'ContactLists', { companyId, name: `Lista ${unique()}` })) as ContactListId;
  const rows = await db.query<{ id: ContactListItemId }>(
    `INSERT INTO "ContactListItems" ("companyId", "contactListId", "name", "number")
     SELECT $1, $2, 'Contato ' || n, number FROM unnest($3::text[]) WITH ORDINALITY AS given (number, n) ORDER BY n
     RETURNING "id"`,
    [companyId, id, numbers],
  );
  return { id, itemIds: rows.map((row) => row.id) };
}

/** A campaign not yet started; it has a connection and a list only when `over` names them. */
export async function buildCampaign(db: Queryable, companyId: CompanyId, over: Columns = {}): Promise<CampaignId> {
  return (await insert(db, 'Campaigns', { companyId, name: `Campanha ${unique()}`, message1: 'Oi {nome}', ...over })) as CampaignId;
}

let mobiles = randomInt(100_000_000);

/** Digits of a Brazilian mobile; no number twice in a test file. */
export function anyNumber(): string {
  mobiles = (mobiles + 1) % 100_000_000;
  return `55119${String(mobiles).padStart(8, '0')}`;
}
