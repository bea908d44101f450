/**
 * A company for the tenant test: a row in every table that has a company, each with a canary in its free text. What
 * belongs to nobody else is recognised wherever it turns up.
 */
import { randomInt, randomUUID } from 'node:crypto';
import type { CompanyId, UserId } from '../../kernel/ids';
import { hashToken } from '../../platform/http/auth';
import type { MediaStore } from '../../platform/media/media';
import type { Queryable } from '../../platform/transact';
import { buildCampaign, buildCompany, buildConnection, buildContact, buildUser, insert as insertRow } from '../build';

export const PASSWORD = 'senha-do-canario';
export const PNG = Buffer.from('\x89PNG\r\n\x1a\nrest', 'latin1');

export interface Tenant {
  readonly companyId: CompanyId;
  readonly userId: UserId;
  readonly adminId: UserId;
  readonly email: string;
  readonly connectionId: number;
  readonly connectionToken: string;
  readonly contactId: number;
  readonly number: string;
  readonly contactListId: number;
  readonly contactListItemId: number;
  readonly importId: string;
  readonly queueId: number;
  readonly ticketId: number;
  readonly ticketUuid: string;
  readonly messageId: number;
  readonly noteId: number;
  readonly tagId: number;
  /** The lane that follows it. */
  readonly laneId: number;
  readonly campaignId: number;
  readonly shippingId: number;
  readonly deliveryId: number;
  readonly scheduleId: number;
  readonly invoiceId: number;
  /** Texts that only answers to this company may contain. */
  readonly canaries: readonly string[];
}

/** @param passwordHash of `PASSWORD`: hashing it once is enough for any number of tenants. */
export async function seedTenant(db: Queryable, media: MediaStore, passwordHash: string): Promise<Tenant> {
  const canary = `canario${randomUUID().replaceAll('-', '')}`;
  const number = `55119${randomInt(10_000_000, 99_999_999)}`;
  const connectionToken = `token-${canary}`;
  const email = `${canary}@example.com`;

  const companyId = await buildCompany(db, { name: canary });
  const insert = (table: string, columns: Record<string, unknown>) => insertRow(db, table, { companyId, ...columns });
  const adminId = await buildUser(db, companyId, { name: canary, email, passwordHash, profile: 'admin' });
  const userId = await buildUser(db, companyId, { name: canary, email: `user-${email}`, passwordHash });
  const connectionId = await buildConnection(db, companyId, { name: canary, number, tokenHash: hashToken(connectionToken) });
  await db.query(`UPDATE "Lanes" SET "owner" = $2 WHERE "connectionId" = $1`, [connectionId, canary]);
  const contactId = await buildContact(db, companyId, { name: canary, number });
  const contactListId = await insert('ContactLists', { name: canary });
  const contactListItemId = await insert('ContactListItems', { contactListId, name: canary, number, variables: { cidade: canary } });
  const importId = randomUUID();
  await insert('Imports', {
    id: importId, contactListId, userId: adminId, fileName: canary, lines: 1, imported: 0, updated: 0, duplicate: 0, optOut: 0, invalid: 1,
    errors: JSON.stringify([{ line: 2, column: 'numero', code: 'phone_too_short', value: canary }]),
  });
  await db.query(`INSERT INTO "OptOuts" ("companyId", "number", "source") VALUES ($1, $2, $3)`, [companyId, number, canary]);
  await db.query(`INSERT INTO "CampaignSettings" ("companyId", "key", "value") VALUES ($1, 'variables', $2)`, [companyId, JSON.stringify([{ key: 'assinatura', value: canary }])]);
  await db.query(`INSERT INTO "IdempotencyKeys" ("companyId", "key", "requestHash", "claimId") VALUES ($1, $2, 'x', gen_random_uuid())`, [companyId, canary]);
  const queueId = await insert('Queues', { name: canary });
  const ticketId = await insert('Tickets', { contactId, whatsappId: connectionId, queueId, userId, status: 'open', lastMessage: canary });
  const [ticket] = await db.query<{ uuid: string }>(`SELECT "uuid" FROM "Tickets" WHERE "id" = $1`, [ticketId]);
  const { path: mediaPath, mimeType } = await media.save(companyId, PNG, `${canary}.png`);
  const messageId = await insert('Messages', { ticketId, connectionId, body: canary, fromMe: false, mediaPath, mediaName: `${canary}.png`, mediaType: mimeType });
  const noteId = await insert('TicketNotes', { ticketId, userId: adminId, note: canary });
  await insert('LogTickets', { ticketId, type: 'create', userId, queueId, detail: JSON.stringify({ reason: canary }) });
  const laneId = await insert('Tags', { name: `${canary} 2`, kanban: true, greetingMessageLane: canary });
  const tagId = await insert('Tags', { name: canary, kanban: true, nextLaneId: laneId });
  await db.query(`INSERT INTO "TicketTags" ("companyId", "ticketId", "tagId") VALUES ($1, $2, $3)`, [companyId, ticketId, tagId]);
  await db.query(`INSERT INTO "UserQueues" ("companyId", "userId", "queueId") VALUES ($1, $2, $3)`, [companyId, userId, queueId]);
  await db.query(`INSERT INTO "WhatsappQueues" ("companyId", "whatsappId", "queueId") VALUES ($1, $2, $3)`, [companyId, connectionId, queueId]);
  await db.query(`INSERT INTO "Settings" ("companyId", "key", "value") VALUES ($1, $2, '1')`, [companyId, canary]);
  await insert('UserRatings', { ticketId, userId, rate: 5, askedAt: new Date() });
  const campaignId = await buildCampaign(db, companyId, { name: canary, message1: canary, contactListId, whatsappId: connectionId, queueId, userId });
  const delivery = { connectionId, recipient: number, name: canary, body: canary };
  const shippingId = await insert('Deliveries', { ...delivery, campaignId, listItemId: contactListItemId, kind: 'campaign', state: 'failed', errorClass: 'permanent', errorCode: 'rejected' });
  const deliveryId = await insert('Deliveries', { ...delivery, kind: 'direct', idempotencyKey: canary });
  const invoiceId = await insert('Invoices', { detail: canary, value: 99, dueDate: '2026-01-31' });
  await db.query(`INSERT INTO "DeliveryEvents" ("deliveryId", "type", "detail") VALUES ($1, 'retried', $2)`, [shippingId, JSON.stringify({ by: canary })]);

  const scheduleId = await insert('Schedules', {
    contactId, userId, whatsappId: connectionId, body: canary, queueId, ticketUserId: userId, startAt: '2030-01-31T12:00:00Z', sendAt: '2030-02-28T12:00:00Z',
    timezone: 'America/Sao_Paulo', intervalo: 3, valorIntervalo: 1, enviarQuantasVezes: 12, nextNumber: 1, nextStep: 1, contadorEnvio: 1,
  });
  await insert('ScheduleOccurrences', { scheduleId, number: 0, dueAt: '2020-01-31T12:00:00Z', state: 'failed', reason: canary });

  return {
    companyId, userId, adminId, email, connectionId, connectionToken, contactId, number, contactListId, contactListItemId, importId, queueId, ticketId,
    ticketUuid: ticket!.uuid, messageId, noteId, tagId, laneId, campaignId, shippingId, deliveryId, scheduleId, invoiceId,
    canaries: [canary, number],
  };
}

/** Tables with a company that hold no row of this one: what nobody seeds, nobody can see leak. */
export async function tablesWithout(db: Queryable, companyId: CompanyId): Promise<string[]> {
  const counted = await perTable<{ count: number }>(db, 'count(*) AS "count"', companyId);
  return counted.filter(({ count }) => count === 0).map(({ table }) => table);
}

/** All that a company has, as one text that differs when any row of it does. Presence is left out: its own sockets breathe meanwhile. */
export async function fingerprint(db: Queryable, companyId: CompanyId): Promise<string> {
  return JSON.stringify(await perTable(db, `md5(string_agg((to_jsonb(t) - 'online' - 'lastSeenAt')::text, '|' ORDER BY t::text)) AS "hash"`, companyId));
}

async function perTable<Row extends object>(db: Queryable, what: string, companyId: CompanyId): Promise<(Row & { table: string })[]> {
  const tables = await db.query<{ table: string }>(
    `SELECT "table_name" AS "table" FROM information_schema.columns WHERE "table_schema" = 'public' AND "column_name" = 'companyId' ORDER BY 1`,
  );
  const selects = tables.map(({ table }) => `SELECT '${table}' AS "table", ${what} FROM "${table}" t WHERE "companyId" = $1`);
  return db.query(selects.join(' UNION ALL '), [companyId]);
}
