import type { CompanyId, ServiceQueueId } from '../../kernel/ids';
import { onlyRow } from '../../platform/only-row';
import type { Queryable } from '../../platform/transact';
import type { QueueRow } from './service-queue.view';

export interface QueueFields {
  readonly name: string;
  readonly color: string;
}

/** Names are unique in a company; a second one is refused by the index `Queues_companyId_name_key`. */
export function serviceQueueStore(q: Queryable) {
  return {
    async list(companyId: CompanyId): Promise<QueueRow[]> {
      return q.query<QueueRow>(`SELECT "id", "companyId", "name", "color" FROM "Queues" WHERE "companyId" = $1 ORDER BY "name", "id"`, [companyId]);
    },

    async find(companyId: CompanyId, id: ServiceQueueId): Promise<QueueRow | undefined> {
      const rows = await q.query<QueueRow>(`SELECT "id", "companyId", "name", "color" FROM "Queues" WHERE "companyId" = $1 AND "id" = $2`, [companyId, id]);
      return rows[0];
    },

    async add(companyId: CompanyId, { name, color }: QueueFields): Promise<QueueRow> {
      const rows = await q.query<QueueRow>(
        `INSERT INTO "Queues" ("companyId", "name", "color") VALUES ($1, $2, $3) RETURNING "id", "companyId", "name", "color"`,
        [companyId, name, color],
      );
      return onlyRow(rows);
    },

    async change(companyId: CompanyId, id: ServiceQueueId, { name, color }: Partial<QueueFields>): Promise<QueueRow | undefined> {
      const rows = await q.query<QueueRow>(
        `UPDATE "Queues" SET "name" = COALESCE($3, "name"), "color" = COALESCE($4, "color"), "updatedAt" = now()
          WHERE "companyId" = $1 AND "id" = $2 RETURNING "id", "companyId", "name", "color"`,
        [companyId, id, name ?? null, color ?? null],
      );
      return rows[0];
    },

    /** Its tickets stay, in no queue. @returns false when there was none. */
    async remove(companyId: CompanyId, id: ServiceQueueId): Promise<boolean> {
      const rows = await q.query(`DELETE FROM "Queues" WHERE "companyId" = $1 AND "id" = $2 RETURNING "id"`, [companyId, id]);
      return rows.length > 0;
    },
  };
}
