import type { CompanyId, ServiceQueueId, UserId } from '../../kernel/ids';
import { onlyRow } from '../../platform/only-row';
import type { Queryable } from '../../platform/transact';
import type { QueueFields, QueueRow } from './service-queue.view';

const SELECT = `
  SELECT s.*, COALESCE((SELECT array_agg(m."userId" ORDER BY m."userId") FROM "UserQueues" m WHERE m."queueId" = s."id"), '{}') AS "userIds"
    FROM "Queues" s WHERE s."companyId" = $1`;

const valuesOf = (queue: QueueFields): unknown[] => [
  queue.name, queue.color, queue.greetingMessage, queue.outOfHoursMessage, queue.hours === null ? null : JSON.stringify(queue.hours),
  queue.orderQueue, queue.ativarRoteador, queue.tempoRoteador,
];

/** Names are unique in a company; a second one is refused by the index `Queues_companyId_name_key`. */
export function serviceQueueStore(q: Queryable) {
  return {
    async list(companyId: CompanyId): Promise<QueueRow[]> {
      return q.query<QueueRow>(SELECT.concat(' ORDER BY s."orderQueue", s."name", s."id"'), [companyId]);
    },

    async find(companyId: CompanyId, id: ServiceQueueId): Promise<QueueRow | null> {
      const [row] = await q.query<QueueRow>(SELECT.concat(' AND s."id" = $2'), [companyId, id]);
      return row ?? null;
    },

    async add(companyId: CompanyId, queue: QueueFields): Promise<ServiceQueueId> {
      const rows = await q.query<{ id: ServiceQueueId }>(
        `INSERT INTO "Queues" ("companyId", "name", "color", "greetingMessage", "outOfHoursMessage", "hours", "orderQueue", "ativarRoteador", "tempoRoteador")
         VALUES ($1, $2, $3, $4, $5, $6::jsonb, $7, $8, $9) RETURNING "id"`,
        [companyId, ...valuesOf(queue)],
      );
      return onlyRow(rows).id;
    },

    async save(companyId: CompanyId, id: ServiceQueueId, queue: QueueFields): Promise<void> {
      await q.query(
        `UPDATE "Queues" SET "name" = $3, "color" = $4, "greetingMessage" = $5, "outOfHoursMessage" = $6, "hours" = $7::jsonb,
                "orderQueue" = $8, "ativarRoteador" = $9, "tempoRoteador" = $10, "updatedAt" = now()
          WHERE "companyId" = $1 AND "id" = $2`,
        [companyId, id, ...valuesOf(queue)],
      );
    },

    /** These and no others. @returns those of `userIds` that are not the company's; nothing is written then. */
    async setMembers(companyId: CompanyId, id: ServiceQueueId, userIds: readonly UserId[]): Promise<UserId[]> {
      const own = await q.query<{ id: UserId }>(`SELECT "id" FROM "Users" WHERE "companyId" = $1 AND "id" = ANY($2::int[]) FOR KEY SHARE`, [companyId, userIds]);
      const ids = new Set(own.map((user) => user.id));
      const foreign = userIds.filter((userId) => !ids.has(userId));
      if (foreign.length > 0) return foreign;
      await q.query(`DELETE FROM "UserQueues" WHERE "companyId" = $1 AND "queueId" = $2 AND "userId" <> ALL($3::int[])`, [companyId, id, userIds]);
      await q.query(
        `INSERT INTO "UserQueues" ("companyId", "queueId", "userId") SELECT $1, $2, given FROM unnest($3::int[]) AS given ON CONFLICT DO NOTHING`,
        [companyId, id, userIds],
      );
      return [];
    },

    /** Its tickets stay, in no queue. @returns false when there was none. */
    async remove(companyId: CompanyId, id: ServiceQueueId): Promise<boolean> {
      const rows = await q.query(`DELETE FROM "Queues" WHERE "companyId" = $1 AND "id" = $2 RETURNING "id"`, [companyId, id]);
      return rows.length > 0;
    },
  };
}
