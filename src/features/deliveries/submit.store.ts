/** Writing rows into the ledger. */
import type { CampaignId, CompanyId, ConnectionId, DeliveryId } from '../../kernel/ids';
import type { Media } from '../../platform/channels/channel';
import { currentTraceId } from '../../platform/trace';
import { onlyRow } from '../../platform/only-row';
import type { Queryable } from '../../platform/transact';
import type { NewDelivery, NewShipping, TicketPlan } from './delivery.types';

export function submitStore(q: Queryable) {
  return {
    /**
     * @returns one entry per row, in order; a known idempotency key gives the delivery that has it. `id` is null when the
     * key's owner committed while this statement ran: `byKeys` finds it.
     */
    async insertDirect(companyId: CompanyId, rows: readonly NewDelivery[]): Promise<{ id: DeliveryId | null; key: string | null; duplicate: boolean }[]> {
      const found = await q.query<{ id: DeliveryId | null; key: string | null; fresh: boolean }>(
        `WITH input AS (
           SELECT * FROM unnest($2::int[], $3::text[], $4::smallint[], $5::text[], $6::bool[], $7::text[], $8::text[], $9::jsonb[], $10::jsonb[], $11::text[])
             WITH ORDINALITY AS i("connectionId", "kind", "priority", "recipient", "isGroup", "name", "body", "media", "ticketPlan", "key", "ord")
         ), firsts AS (
           -- The same key twice in one call is one row; rows without a key are each their own.
           SELECT DISTINCT ON (COALESCE("key", 'row ' || "ord")) * FROM input ORDER BY COALESCE("key", 'row ' || "ord"), "ord"
         ), ids AS (
           SELECT f.*, nextval(pg_get_serial_sequence('"Deliveries"', 'id')) AS "id" FROM (SELECT * FROM firsts ORDER BY "ord") f
         ), written AS (
           INSERT INTO "Deliveries" ("id", "companyId", "connectionId", "kind", "priority", "recipient", "isGroup", "name", "body", "media", "ticketPlan", "idempotencyKey", "traceId")
           SELECT "id", $1, "connectionId", "kind", "priority", "recipient", "isGroup", "name", "body", "media", "ticketPlan", "key", $12 FROM ids
           ON CONFLICT ("companyId", "idempotencyKey") WHERE "idempotencyKey" IS NOT NULL DO NOTHING
           RETURNING "id"
         )
         SELECT i."key", COALESCE(w."id", old."id") AS "id", COALESCE(w."id" IS NOT NULL AND own."ord" = i."ord", false) AS "fresh"
           FROM input i
           LEFT JOIN ids own ON own."ord" = i."ord" OR (i."key" IS NOT NULL AND own."key" = i."key")
           LEFT JOIN written w ON w."id" = own."id"
           LEFT JOIN "Deliveries" old ON w."id" IS NULL AND old."companyId" = $1 AND old."idempotencyKey" = i."key"
          ORDER BY i."ord"`,
        [
          companyId, rows.map((r) => r.connectionId), rows.map((r) => r.kind), rows.map((r) => r.priority), rows.map((r) => r.recipient),
          rows.map((r) => r.isGroup), rows.map((r) => r.name), rows.map((r) => r.body), rows.map((r) => json(r.media)),
          rows.map((r) => json(r.ticketPlan)), rows.map((r) => r.idempotencyKey), currentTraceId() ?? null,
        ],
      );
      return found.map((row) => ({ id: row.id, key: row.key, duplicate: !row.fresh }));
    },

    async byKeys(companyId: CompanyId, keys: readonly string[]): Promise<Map<string, DeliveryId>> {
      const rows = await q.query<{ id: DeliveryId; idempotencyKey: string }>(
        `SELECT "id", "idempotencyKey" FROM "Deliveries" WHERE "companyId" = $1 AND "idempotencyKey" = ANY($2::text[])`,
        [companyId, keys],
      );
      return new Map(rows.map((row) => [row.idempotencyKey, row.id]));
    },

    /** One slice of a campaign's recipients. Those already there stay as they are: preparing twice is harmless. @returns rows written. */
    async insertShippings(
      companyId: CompanyId,
      campaign: { id: CampaignId; connectionId: ConnectionId; media: Media | null; ticketPlan: TicketPlan | null; dueAt: Date },
      priority: number,
      rows: readonly NewShipping[],
    ): Promise<number> {
      const written = await q.query<{ count: number }>(
        `WITH written AS (
           INSERT INTO "Deliveries" ("companyId", "connectionId", "campaignId", "kind", "priority", "dueAt", "listItemId", "recipient", "isGroup",
                                     "name", "step", "variant", "body", "state", "errorCode", "media", "ticketPlan")
           SELECT $1, $2, $3, 'campaign', $4, $5, i."listItemId", i."recipient", i."isGroup", i."name", i."step", i."variant", i."body", i."state", i."reason",
                  CASE WHEN i."step" = 0 THEN $6::jsonb END, $7::jsonb
             FROM unnest($8::bigint[], $9::text[], $10::bool[], $11::text[], $12::smallint[], $13::smallint[], $14::text[], $15::text[], $16::text[])
               AS i("listItemId", "recipient", "isGroup", "name", "step", "variant", "body", "state", "reason")
           ON CONFLICT ("campaignId", "recipient", "step") WHERE "campaignId" IS NOT NULL DO NOTHING
           RETURNING 1
         ) SELECT count(*)::int AS "count" FROM written`,
        [
          companyId, campaign.connectionId, campaign.id, priority, campaign.dueAt, json(campaign.media), json(campaign.ticketPlan),
          rows.map((r) => r.listItemId), rows.map((r) => r.recipient), rows.map((r) => r.isGroup), rows.map((r) => r.name), rows.map((r) => r.step),
          rows.map((r) => r.variant), rows.map((r) => r.body), rows.map((r) => r.state), rows.map((r) => r.skipReason),
        ],
      );
      return onlyRow(written).count;
    },
  };
}

const json = (value: object | null): string | null => (value === null ? null : JSON.stringify(value));
