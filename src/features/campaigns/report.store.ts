/**
 * A campaign's recipients, page by page, at any size. A page follows the unique index (campaign, recipient) from its cursor,
 * or the index of the exceptions, or that of the answers; whatever else is looked for, a page reads at most `SCAN` rows and
 * may then be short: the cursor goes on where it stopped. A whole phone number is looked up.
 */
import type { CampaignId, CompanyId, DeliveryId } from '../../kernel/ids';
import { likePattern, likePatternIfAny } from '../../platform/http/pagination';
import type { Queryable } from '../../platform/transact';
import type { DeliveryState } from '../deliveries';

/** Rows that a filtered page looks at: a dozen milliseconds of a million. */
const SCAN = 2_500;

export interface ShippingRow {
  readonly id: DeliveryId;
  readonly recipient: string;
  readonly isGroup: boolean;
  readonly name: string;
  readonly variant: number;
  readonly body: string;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly errorCode: string | null;
  readonly errorText: string | null;
  readonly createdAt: Date;
  readonly dueAt: Date;
  readonly claimedAt: Date | null;
  readonly sentAt: Date | null;
  readonly deliveredAt: Date | null;
  readonly readAt: Date | null;
  readonly repliedAt: Date | null;
  readonly failedAt: Date | null;
  /** The question before it: how far it got, when it was asked and answered. */
  readonly questionState: DeliveryState | null;
  readonly askedAt: Date | null;
  readonly answeredAt: Date | null;
}

export interface Page {
  readonly ids: readonly DeliveryId[];
  /** The recipient after which the next page begins; null at the end. */
  readonly next: string | null;
}

export interface Wanted {
  /** Null: all. */
  readonly states: readonly DeliveryState[] | null;
  readonly replied: boolean;
  /** A part of the name; '' for all. */
  readonly search: string;
  /** A part of the number; the same as `search` unless that is a number as people write it. */
  readonly digits: string;
  /** The number that `search` is when it is a whole one; null else. */
  readonly number: string | null;
}

const EXCEPTIONS: readonly DeliveryState[] = ['failed', 'skipped', 'unknown', 'held', 'cancelled'];

export function reportStore(q: Queryable) {
  async function all(companyId: CompanyId, campaignId: CampaignId, after: string, limit: number): Promise<Page> {
    const rows = await q.query<{ id: DeliveryId; recipient: string }>(
      `SELECT "id", "recipient" FROM "Deliveries"
        WHERE "companyId" = $1 AND "campaignId" = $2 AND "step" = 0 AND "recipient" > $3 ORDER BY "recipient" LIMIT $4`,
      [companyId, campaignId, after, limit + 1],
    );
    return pageOf(rows, limit);
  }

  /** The list of states is repeated as text so that the planner sees that the partial index holds all that is asked for. */
  async function exceptions(companyId: CompanyId, campaignId: CampaignId, states: readonly string[], after: string, limit: number): Promise<Page> {
    const rows = await q.query<{ id: DeliveryId; recipient: string }>(
      `SELECT d."id", d."recipient" FROM unnest($3::text[]) AS s("state") CROSS JOIN LATERAL (
         SELECT x."id", x."recipient" FROM "Deliveries" x
          WHERE x."companyId" = $1 AND x."campaignId" = $2 AND x."state" = s."state" AND x."recipient" > $4 AND x."step" = 0
            AND x."state" IN ('failed', 'skipped', 'unknown', 'held', 'cancelled')
          ORDER BY x."recipient" LIMIT $5) d
        ORDER BY d."recipient" LIMIT $5`,
      [companyId, campaignId, states, after, limit + 1],
    );
    return pageOf(rows, limit);
  }

  async function replied(companyId: CompanyId, campaignId: CampaignId, after: string, limit: number): Promise<Page> {
    const rows = await q.query<{ id: DeliveryId; recipient: string }>(
      `SELECT "id", "recipient" FROM "Deliveries"
        WHERE "companyId" = $1 AND "campaignId" = $2 AND "step" = 0 AND "repliedAt" IS NOT NULL AND "recipient" > $3 ORDER BY "recipient" LIMIT $4`,
      [companyId, campaignId, after, limit + 1],
    );
    return pageOf(rows, limit);
  }

  /** Null when the campaign has no such number, or not as wanted: a group's id may still hold it. */
  async function exactly(companyId: CompanyId, campaignId: CampaignId, wanted: Wanted): Promise<Page | null> {
    const rows = await q.query<{ id: DeliveryId }>(
      `SELECT "id" FROM "Deliveries"
        WHERE "companyId" = $1 AND "campaignId" = $2 AND "step" = 0 AND "recipient" = $3
          AND ($4::text[] IS NULL OR "state" = ANY($4)) AND ($5 = false OR "repliedAt" IS NOT NULL)`,
      [companyId, campaignId, wanted.number, wanted.states, wanted.replied],
    );
    return rows.length === 0 ? null : { ids: rows.map((row) => row.id), next: null };
  }

  async function scan(companyId: CompanyId, campaignId: CampaignId, wanted: Wanted, after: string, limit: number): Promise<Page> {
    const [seen] = await q.query<{ ids: DeliveryId[]; recipients: string[]; upTo: string | null; rows: number }>(
      `WITH seen AS (
         SELECT "id", "recipient", "name", "state", "repliedAt" FROM "Deliveries"
          WHERE "companyId" = $1 AND "campaignId" = $2 AND "step" = 0 AND "recipient" > $3 ORDER BY "recipient" LIMIT $8
       ), found AS (
         SELECT "id", "recipient" FROM seen
          WHERE ($4::text[] IS NULL OR "state" = ANY($4)) AND ($5 = false OR "repliedAt" IS NOT NULL)
            AND ($6::text IS NULL OR "recipient" LIKE $9 OR "name" ILIKE $6)
          ORDER BY "recipient" LIMIT $7)
       SELECT ARRAY(SELECT "id" FROM found ORDER BY "recipient") AS "ids", ARRAY(SELECT "recipient" FROM found ORDER BY "recipient") AS "recipients",
              (SELECT max("recipient") FROM seen) AS "upTo", (SELECT count(*) FROM seen) AS "rows"`,
      [companyId, campaignId, after, wanted.states, wanted.replied, likePatternIfAny(wanted.search), limit + 1, SCAN, likePattern(wanted.digits)],
    );
    if (seen === undefined) return { ids: [], next: null };
    if (seen.ids.length > limit) return { ids: seen.ids.slice(0, limit), next: seen.recipients[limit - 1] ?? null };
    return { ids: seen.ids, next: seen.rows === SCAN ? seen.upTo : null };
  }

  async function rowsOf(companyId: CompanyId, ids: readonly DeliveryId[]): Promise<ShippingRow[]> {
    return q.query<ShippingRow & object>(
      `SELECT d."id", d."recipient", d."isGroup", d."name", d."variant", d."body", d."state", d."attempts", d."errorCode", d."errorText",
              d."createdAt", d."dueAt", d."claimedAt", d."sentAt", d."deliveredAt", d."readAt", d."repliedAt", d."failedAt",
              x."state" AS "questionState", x."sentAt" AS "askedAt", x."repliedAt" AS "answeredAt"
         FROM "Deliveries" d
         LEFT JOIN "Deliveries" x ON x."campaignId" = d."campaignId" AND x."recipient" = d."recipient" AND x."step" = 1
        WHERE d."companyId" = $1 AND d."id" = ANY($2::bigint[]) ORDER BY d."recipient"`,
      [companyId, ids],
    );
  }

  return {
    /** @param after the recipient at which the page before ended; '' for the first. */
    async page(companyId: CompanyId, campaignId: CampaignId, wanted: Wanted, after: string, limit: number): Promise<Page> {
      const { states, search } = wanted;
      const found = wanted.number !== null && after === '' ? await exactly(companyId, campaignId, wanted) : null;
      if (found !== null) return found;
      if (search !== '') return scan(companyId, campaignId, wanted, after, limit);
      if (wanted.replied) return replied(companyId, campaignId, after, limit);
      if (states === null) return all(companyId, campaignId, after, limit);
      return states.every((state) => EXCEPTIONS.includes(state))
        ? exceptions(companyId, campaignId, states, after, limit)
        : scan(companyId, campaignId, wanted, after, limit);
    },

    /** Pages by number, for front ends of the family: they count from the start, so late pages cost more. */
    async numbered(companyId: CompanyId, campaignId: CampaignId, wanted: Wanted, offset: number, limit: number): Promise<Page> {
      const rows = await q.query<{ id: DeliveryId; recipient: string }>(
        `SELECT "id", "recipient" FROM "Deliveries"
          WHERE "companyId" = $1 AND "campaignId" = $2 AND "step" = 0
            AND ($3::text[] IS NULL OR "state" = ANY($3)) AND ($4 = false OR "repliedAt" IS NOT NULL)
            AND ($5::text IS NULL OR "recipient" LIKE $8 OR "name" ILIKE $5)
          ORDER BY "recipient" LIMIT $6 OFFSET $7`,
        [companyId, campaignId, wanted.states, wanted.replied, likePatternIfAny(wanted.search), limit + 1, offset, likePattern(wanted.digits)],
      );
      return pageOf(rows, limit);
    },

    /** In the order of their numbers; ids of other companies are left out. */
    rows: rowsOf,

    /** Those of `ids` that are recipients of this campaign. */
    async among(companyId: CompanyId, campaignId: CampaignId, ids: readonly DeliveryId[]): Promise<DeliveryId[]> {
      const rows = await q.query<{ id: DeliveryId }>(
        `SELECT "id" FROM "Deliveries" WHERE "companyId" = $1 AND "campaignId" = $2 AND "id" = ANY($3::bigint[]) AND "step" = 0`,
        [companyId, campaignId, ids],
      );
      return rows.map((row) => row.id);
    },

    /** Recipients by message variant and state, and `replied`, as the ledger's trigger counts them. */
    async variantCounts(companyId: CompanyId, campaignId: CampaignId): Promise<{ variant: number; state: string; count: number }[]> {
      return q.query(
        `SELECT k."variant", k."state", k."count" FROM "CampaignCounters" k JOIN "Campaigns" c ON c."id" = k."campaignId"
          WHERE c."companyId" = $1 AND c."id" = $2 AND k."step" = 0 AND k."count" > 0`,
        [companyId, campaignId],
      );
    },

    async events(companyId: CompanyId, id: DeliveryId): Promise<{ at: Date; type: string; detail: Readonly<Record<string, unknown>> }[]> {
      return q.query(
        `SELECT e."at", e."type", e."detail" FROM "DeliveryEvents" e JOIN "Deliveries" d ON d."id" = e."deliveryId"
          WHERE d."companyId" = $1 AND e."deliveryId" = $2 ORDER BY e."id"`,
        [companyId, id],
      );
    },
  };
}

/** Of `limit + 1` rows looked for: the one more tells that there is a next page. */
function pageOf(rows: readonly { id: DeliveryId; recipient: string }[], limit: number): Page {
  return { ids: rows.slice(0, limit).map((row) => row.id), next: rows.length > limit ? (rows[limit - 1]?.recipient ?? null) : null };
}
