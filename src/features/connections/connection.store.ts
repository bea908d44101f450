import type { CompanyId, ConnectionId } from '../../kernel/ids';
import { onlyRow } from '../../platform/only-row';
import type { Queryable } from '../../platform/transact';
import type { Connection, ConnectionFields, ConnectionStatus } from './connection.types';

const COLUMNS = `"id", "companyId", "name", "number", "channel", "status", "isDefault", "tokenHash" IS NOT NULL AS "hasToken",
  "limiterMax", "limiterDurationMs", "dailyCap", "windowStartMinute", "windowEndMinute", "warmupSince", "createdAt", "updatedAt"`;

const sql = {
  list: `SELECT ${COLUMNS} FROM "Whatsapps" WHERE "companyId" = $1 ORDER BY "id"`,
  byId: `SELECT ${COLUMNS} FROM "Whatsapps" WHERE "companyId" = $1 AND "id" = $2`,
  add: `INSERT INTO "Whatsapps" ("companyId", "channel", "tokenHash", "name", "number", "isDefault",
          "limiterMax", "limiterDurationMs", "dailyCap", "windowStartMinute", "windowEndMinute", "warmupSince")
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING ${COLUMNS}`,
  save: `UPDATE "Whatsapps" SET "name" = $3, "number" = $4, "isDefault" = $5, "limiterMax" = $6, "limiterDurationMs" = $7, "dailyCap" = $8,
          "windowStartMinute" = $9, "windowEndMinute" = $10, "warmupSince" = $11, "updatedAt" = now()
        WHERE "companyId" = $1 AND "id" = $2 RETURNING ${COLUMNS}`,
  setStatus: `UPDATE "Whatsapps" SET "status" = $3, "updatedAt" = now() WHERE "companyId" = $1 AND "id" = $2 RETURNING ${COLUMNS}`,
};

const valuesOf = (fields: ConnectionFields): unknown[] => [
  fields.name,
  fields.number,
  fields.isDefault,
  fields.limiterMax,
  fields.limiterDurationMs,
  fields.dailyCap,
  fields.windowStartMinute,
  fields.windowEndMinute,
  fields.warmupSince,
];

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

    async add(companyId: CompanyId, channel: string, tokenHash: string, fields: ConnectionFields): Promise<Connection> {
      return onlyRow(await q.query<Connection>(sql.add, [companyId, channel, tokenHash, ...valuesOf(fields)]));
    },
    save: (companyId: CompanyId, id: ConnectionId, fields: ConnectionFields) => one(sql.save, [companyId, id, ...valuesOf(fields)]),
    setStatus: (companyId: CompanyId, id: ConnectionId, status: ConnectionStatus) => one(sql.setStatus, [companyId, id, status]),

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
