import type { CompanyId, ConnectionId, ServiceQueueId } from '../../kernel/ids';
import { onlyRow } from '../../platform/only-row';
import type { Queryable } from '../../platform/transact';
import type { Connection, ConnectionFields, ConnectionStatus } from './connection.types';

/** What a company writes, column by column. */
const FIELDS = [
  'name', 'number', 'isDefault', 'limiterMax', 'limiterDurationMs', 'dailyCap', 'windowStartMinute', 'windowEndMinute', 'warmupSince',
  'greetingMessage', 'outOfHoursMessage', 'timeSendQueue', 'sendIdQueue', 'timeInactiveMessage', 'inactiveMessage', 'expiresTicket',
  'expiresInactiveMessage', 'whenExpiresTicket', 'expiresInBusinessHours', 'ratingMessage', 'ratingTimeout', 'completionMessage', 'groupAsTicket',
] as const satisfies readonly (keyof ConnectionFields)[];

const names = FIELDS.map((field) => `"${field}"`);
const COLUMNS = `"id", "companyId", "channel", "status", "statusChangedAt", "tokenHash" IS NOT NULL AS "hasToken", ${names.join(', ')}, "createdAt", "updatedAt",
  COALESCE((SELECT jsonb_agg(jsonb_build_object('id', s."id", 'name', s."name", 'color', s."color") ORDER BY s."orderQueue", s."name")
     FROM "WhatsappQueues" m JOIN "Queues" s ON s."id" = m."queueId" WHERE m."whatsappId" = "Whatsapps"."id"), '[]') AS "queues"`;
const places = (from: number): string => FIELDS.map((_, i) => `$${from + i}`).join(', ');

const sql = {
  list: `SELECT ${COLUMNS} FROM "Whatsapps" WHERE "companyId" = $1 ORDER BY "id"`,
  byId: `SELECT ${COLUMNS} FROM "Whatsapps" WHERE "companyId" = $1 AND "id" = $2`,
  add: `INSERT INTO "Whatsapps" ("companyId", "channel", "tokenHash", ${names.join(', ')}) VALUES ($1, $2, $3, ${places(4)}) RETURNING "id"`,
  save: `UPDATE "Whatsapps" SET (${names.join(', ')}, "updatedAt") = ROW(${places(3)}, now()) WHERE "companyId" = $1 AND "id" = $2`,
  disconnectStuck: `UPDATE "Whatsapps" SET "status" = 'DISCONNECTED', "updatedAt" = now()
        WHERE "status" = ANY($1::text[]) AND "statusChangedAt" < now() - $2 * interval '1 hour' RETURNING ${COLUMNS}`,
  setStatus: `UPDATE "Whatsapps" SET "status" = $3, "updatedAt" = now() WHERE "companyId" = $1 AND "id" = $2 RETURNING ${COLUMNS}`,
};

const valuesOf = (fields: ConnectionFields): unknown[] => FIELDS.map((field) => fields[field]);

/** A name taken twice breaks the index `Whatsapps_companyId_name_key`. */
export function connectionStore(q: Queryable) {
  const one = async (text: string, bind: readonly unknown[]): Promise<Connection | null> => (await q.query<Connection>(text, bind))[0] ?? null;
  return {
    list: (companyId: CompanyId): Promise<Connection[]> => q.query<Connection>(sql.list, [companyId]),
    byId: (companyId: CompanyId, id: ConnectionId) => one(sql.byId, [companyId, id]),

    /** Makes writers of one company's connections wait for each other: "one default at most" is decided by reading first. */
    async lockCompany(companyId: CompanyId): Promise<void> {
      await q.query('SELECT 1 FROM "Companies" WHERE "id" = $1 FOR NO KEY UPDATE', [companyId]);
    },

    async add(companyId: CompanyId, channel: string, tokenHash: string, fields: ConnectionFields): Promise<ConnectionId> {
      return onlyRow(await q.query<{ id: ConnectionId }>(sql.add, [companyId, channel, tokenHash, ...valuesOf(fields)])).id;
    },
    async save(companyId: CompanyId, id: ConnectionId, fields: ConnectionFields): Promise<void> {
      await q.query(sql.save, [companyId, id, ...valuesOf(fields)]);
    },

    /** Those of `ids` that are the company's, held as a foreign key holds them. */
    async ownQueues(companyId: CompanyId, ids: readonly ServiceQueueId[]): Promise<Set<ServiceQueueId>> {
      const rows = await q.query<{ id: ServiceQueueId }>('SELECT "id" FROM "Queues" WHERE "companyId" = $1 AND "id" = ANY($2::int[]) FOR KEY SHARE', [companyId, ids]);
      return new Set(rows.map((queue) => queue.id));
    },

    /** It offers these service queues, all the company's, and no others. */
    async setQueues(companyId: CompanyId, id: ConnectionId, queueIds: readonly ServiceQueueId[]): Promise<void> {
      await q.query('DELETE FROM "WhatsappQueues" WHERE "companyId" = $1 AND "whatsappId" = $2 AND "queueId" <> ALL($3::int[])', [companyId, id, queueIds]);
      await q.query(
        `INSERT INTO "WhatsappQueues" ("companyId", "whatsappId", "queueId") SELECT $1, $2, given FROM unnest($3::int[]) AS given ON CONFLICT DO NOTHING`,
        [companyId, id, queueIds],
      );
    },

    /** Messages that wait to leave by it: single ones, and those of campaigns under way or paused. */
    async pending(companyId: CompanyId, id: ConnectionId): Promise<{ direct: number; campaign: number }> {
      const rows = await q.query<{ direct: number; campaign: number }>(
        `SELECT (SELECT count(*) FROM "Deliveries" WHERE "companyId" = $1 AND "connectionId" = $2 AND "state" = 'pending' AND "campaignId" IS NULL) AS "direct",
                (SELECT COALESCE(sum(k."count"), 0)::bigint FROM "Campaigns" c JOIN "CampaignCounters" k ON k."campaignId" = c."id" AND k."state" = 'pending'
                  WHERE c."companyId" = $1 AND c."whatsappId" = $2 AND c."status" IN ('EM_ANDAMENTO', 'PAUSADA')) AS "campaign"`,
        [companyId, id],
      );
      return onlyRow(rows);
    },
    setStatus: (companyId: CompanyId, id: ConnectionId, status: ConnectionStatus) => one(sql.setStatus, [companyId, id, status]),

    /** Those that have been in one of `statuses` for longer than `hours`. */
    disconnectStuckAcrossCompanies: (statuses: readonly ConnectionStatus[], hours: number): Promise<Connection[]> =>
      q.query<Connection>(sql.disconnectStuck, [statuses, hours]),

    async clearDefault(companyId: CompanyId): Promise<void> {
      await q.query('UPDATE "Whatsapps" SET "isDefault" = false, "updatedAt" = now() WHERE "companyId" = $1 AND "isDefault"', [companyId]);
    },

    /** @returns false when there is no such connection. */
    async setTokenHash(companyId: CompanyId, id: ConnectionId, tokenHash: string): Promise<boolean> {
      const rows = await q.query('UPDATE "Whatsapps" SET "tokenHash" = $3, "updatedAt" = now() WHERE "companyId" = $1 AND "id" = $2 RETURNING "id"', [
        companyId,
        id,
        tokenHash,
      ]);
      return rows.length > 0;
    },

    /** Whose token it is: the token itself names the company. */
    async byTokenHashAcrossCompanies(tokenHash: string): Promise<{ companyId: CompanyId; connectionId: ConnectionId } | null> {
      const rows = await q.query<{ companyId: CompanyId; connectionId: ConnectionId }>(
        'SELECT "companyId", "id" AS "connectionId" FROM "Whatsapps" WHERE "tokenHash" = $1',
        [tokenHash],
      );
      return rows[0] ?? null;
    },

    /** Names of campaigns that send, will send or may go on by this connection. */
    async campaignsUsing(companyId: CompanyId, id: ConnectionId): Promise<string[]> {
      const rows = await q.query<{ name: string }>(
        `SELECT "name" FROM "Campaigns"
         WHERE "companyId" = $1 AND "whatsappId" = $2 AND "status" IN ('PROGRAMADA', 'EM_ANDAMENTO', 'PAUSADA') ORDER BY "id" LIMIT 3`,
        [companyId, id],
      );
      return rows.map((row) => row.name);
    },
    async remove(companyId: CompanyId, id: ConnectionId): Promise<void> {
      await q.query('DELETE FROM "Whatsapps" WHERE "companyId" = $1 AND "id" = $2', [companyId, id]);
    },
  };
}
