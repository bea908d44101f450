/** Writing rows into the ledger. */
import type { CampaignId, CompanyId, ConnectionId, DeliveryId } from '../../kernel/ids';
import type { Media } from '../../platform/channels/channel';
import { currentTraceId } from '../../platform/trace';
import { onlyRow } from '../../platform/only-row';
import type { Queryable } from '../../platform/transact';
import type { NewShipping, OwnedDelivery, TicketPlan } from './delivery.types';

export function submitStore(q: Queryable) {
  return {
    /**
     * @returns one entry per row, in order; a known idempotency key gives the delivery that has it. `id` is null when the
     * key's owner committed while this statement ran: `byKeysAcrossCompanies` finds it.
     */
    async insertDirectAcrossCompanies(rows: readonly OwnedDelivery[]): Promise<{ id: DeliveryId | null; duplicate: boolean }[]> {
      const found = await q.query<{ id: DeliveryId | null; fresh: boolean }>(
        `WITH input AS (
           -- The same key of a company twice in one call is one row; rows without a key are each their own.
           SELECT *, CASE WHEN "key" IS NULL THEN 'row ' || "ord" ELSE 'key ' || "key" END AS "same"
             FROM unnest($1::int[], $2::int[], $3::text[], $4::smallint[], $5::text[], $6::bool[], $7::text[], $8::text[], $9::jsonb[], $10::jsonb[], $11::text[])
               WITH ORDINALITY AS i("companyId", "connectionId", "kind", "priority", "recipient", "isGroup", "name", "body", "media", "ticketPlan", "key", "ord")
         ), firsts AS (
           SELECT DISTINCT ON ("companyId", "same") * FROM input ORDER BY "companyId", "same", "ord"
         ), ids AS (
           SELECT f.*, nextval(pg_get_serial_sequence('"Deliveries"', 'id')) AS "id" FROM (SELECT * FROM firsts ORDER BY "ord") f
         ), written AS (
           INSERT INTO "Deliveries" ("id", "companyId", "connectionId", "kind", "priority", "recipient", "isGroup", "name", "body", "media", "ticketPlan", "idempotencyKey", "traceId")
           SELECT "id", "companyId", "connectionId", "kind", "priority", "recipient", "isGroup", "name", "body", "media", "ticketPlan", "key", $12 FROM ids
           ON CONFLICT ("companyId", "idempotencyKey") WHERE "idempotencyKey" IS NOT NULL DO NOTHING
           RETURNING "id"
         )
         SELECT COALESCE(w."id", old."id") AS "id", COALESCE(w."id" IS NOT NULL AND own."ord" = i."ord", false) AS "fresh"
           FROM input i
           JOIN ids own USING ("companyId", "same")
           LEFT JOIN written w ON w."id" = own."id"
           LEFT JOIN "Deliveries" old ON w."id" IS NULL AND old."companyId" = i."companyId" AND old."idempotencyKey" = i."key"
          ORDER BY i."ord"`,
        [
          rows.map((r) => r.companyId), rows.map((r) => r.connectionId), rows.map((r) => r.kind), rows.map((r) => r.priority), rows.map((r) => r.recipient),
          rows.map((r) => r.isGroup), rows.map((r) => r.name), rows.map((r) => r.body), rows.map((r) => json(r.media)),
          rows.map((r) => json(r.ticketPlan)), rows.map((r) => r.idempotencyKey), currentTraceId() ?? null,
        ],
      );
      return found.map((row) => ({ id: row.id, duplicate: !row.fresh }));
    },

    /** In the order of `rows`; null for a key that is gone again. */
    async byKeysAcrossCompanies(rows: readonly Pick<OwnedDelivery, 'companyId' | 'idempotencyKey'>[]): Promise<(DeliveryId | null)[]> {
      const found = await q.query<{ id: DeliveryId | null }>(
        `SELECT d."id" FROM unnest($1::int[], $2::text[]) WITH ORDINALITY AS i("companyId", "key", "ord")
           LEFT JOIN "Deliveries" d ON d."companyId" = i."companyId" AND d."idempotencyKey" = i."key" ORDER BY i."ord"`,
        [rows.map((row) => row.companyId), rows.map((row) => row.idempotencyKey)],
      );
      return found.map(({ id }) => id);
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
