/** Campaigns as their owners write and read them. Moves between statuses are in lifecycle.store.ts. */
import type { CampaignId, CompanyId } from '../../kernel/ids';
import { likePatternIfAny } from '../../platform/http/pagination';
import { onlyRow } from '../../platform/only-row';
import type { Queryable } from '../../platform/transact';
import { MAY_LEAVE, type Action, type Facts } from './campaign.rules';
import type { Campaign, CampaignDraft, CampaignStatus } from './campaign.types';

/** A campaign with the names and numbers that a screen shows beside it. */
export interface CampaignRecord extends Campaign {
  readonly listName: string | null;
  /** Contacts of the list; null without a list. */
  readonly listSize: number | null;
  readonly connectionName: string | null;
  readonly connectionStatus: string | null;
  /** By `step:state`, as the ledger's trigger counts them. */
  readonly counts: Readonly<Record<string, number>>;
}

export type References = Pick<Facts, 'connectionExists' | 'queueExists' | 'userExists'>;

/** Which campaigns a list shows. */
export interface Wanted {
  /** A part of the name; '' finds everything. */
  readonly search: string;
  /** Any of these; null: all. */
  readonly statuses: readonly CampaignStatus[] | null;
}

interface Filter extends Partial<Wanted> {
  readonly id?: CampaignId;
  readonly limit?: number;
  readonly offset?: number;
}

export function campaignStore(q: Queryable) {
  async function records(companyId: CompanyId, { id, search, statuses, limit, offset }: Filter): Promise<CampaignRecord[]> {
    return q.query<CampaignRecord & object>(
      `SELECT c.*, l."name" AS "listName", l."contactsCount" AS "listSize", w."name" AS "connectionName", w."status" AS "connectionStatus", COALESCE(n."counts", '{}') AS "counts"
         FROM (SELECT * FROM "Campaigns" WHERE "companyId" = $1 AND ($2::int IS NULL OR "id" = $2) AND ($3::text IS NULL OR "name" ILIKE $3)
                  AND ($6::text[] IS NULL OR "status" = ANY($6))
                ORDER BY "createdAt" DESC, "id" DESC LIMIT $4 OFFSET $5) c
         LEFT JOIN "ContactLists" l ON l."id" = c."contactListId"
         LEFT JOIN "Whatsapps" w ON w."id" = c."whatsappId"
         LEFT JOIN LATERAL (SELECT jsonb_object_agg(k."step" || ':' || k."state", k."count") AS "counts"
                              FROM (SELECT "step", "state", sum("count") AS "count" FROM "CampaignCounters" WHERE "campaignId" = c."id" GROUP BY 1, 2) k) n ON true
        ORDER BY c."createdAt" DESC, c."id" DESC`,
      [companyId, id ?? null, likePatternIfAny(search ?? ''), limit ?? null, offset ?? 0, statuses ?? null],
    );
  }

  return {
    async find(companyId: CompanyId, id: CampaignId): Promise<CampaignRecord | null> {
      return (await records(companyId, { id }))[0] ?? null;
    },

    /** Newest first. */
    page: (companyId: CompanyId, wanted: Wanted, window: { limit: number; offset: number }): Promise<CampaignRecord[]> =>
      records(companyId, { ...wanted, ...window }),

    all: (companyId: CompanyId): Promise<CampaignRecord[]> => records(companyId, {}),

    async count(companyId: CompanyId, { search, statuses }: Wanted): Promise<number> {
      const rows = await q.query<{ count: number }>(
        `SELECT count(*) AS "count" FROM "Campaigns"
          WHERE "companyId" = $1 AND ($2::text IS NULL OR "name" ILIKE $2) AND ($3::text[] IS NULL OR "status" = ANY($3))`,
        [companyId, likePatternIfAny(search), statuses],
      );
      return onlyRow(rows).count;
    },

    /** The campaign without names and numbers beside it. */
    async bare(companyId: CompanyId, id: CampaignId): Promise<Campaign | null> {
      const [row] = await q.query<Campaign & object>(`SELECT * FROM "Campaigns" WHERE "companyId" = $1 AND "id" = $2`, [companyId, id]);
      return row ?? null;
    },

    /** The campaign alone, locked until the transaction ends: whoever changes or moves it waits. */
    async lock(companyId: CompanyId, id: CampaignId): Promise<Campaign | null> {
      const [row] = await q.query<Campaign & object>(`SELECT * FROM "Campaigns" WHERE "companyId" = $1 AND "id" = $2 FOR UPDATE`, [companyId, id]);
      return row ?? null;
    },

    async create(companyId: CompanyId, campaign: CampaignDraft): Promise<CampaignId> {
      const rows = await q.query<{ id: CampaignId }>(
        `INSERT INTO "Campaigns" ("companyId", "name", "status", "scheduledAt", "contactListId", "whatsappId",
           "message1", "message2", "message3", "message4", "message5", "confirmation", "confirmationTimeoutMinutes",
           "confirmationMessage1", "confirmationMessage2", "confirmationMessage3", "confirmationMessage4", "confirmationMessage5",
           "mediaPath", "mediaName", "mediaType", "openTicket", "statusTicket", "queueId", "userId", "eventSeq")
         SELECT $1, n."name", n."status", CASE WHEN n."status" = 'PROGRAMADA' THEN COALESCE(n."scheduledAt", now()) END, n."contactListId", n."whatsappId",
           n."message1", n."message2", n."message3", n."message4", n."message5", n."confirmation", n."confirmationTimeoutMinutes",
           n."confirmationMessage1", n."confirmationMessage2", n."confirmationMessage3", n."confirmationMessage4", n."confirmationMessage5",
           n."mediaPath", n."mediaName", n."mediaType", n."openTicket", n."statusTicket", n."queueId", n."userId", 1
           FROM jsonb_populate_record(NULL::"Campaigns", $2::jsonb) n
         RETURNING "id"`,
        [companyId, JSON.stringify(campaign)],
      );
      return onlyRow(rows).id;
    },

    /**
     * Replaces what users write, while the campaign has not started. One that is scheduled for no date starts in `delayMs`.
     * @returns false when it has started, or is not there.
     */
    async edit(companyId: CompanyId, id: CampaignId, campaign: CampaignDraft, delayMs = 0): Promise<boolean> {
      const rows = await q.query(
        `UPDATE "Campaigns" c SET ("name", "status", "scheduledAt", "contactListId", "whatsappId",
           "message1", "message2", "message3", "message4", "message5", "confirmation", "confirmationTimeoutMinutes",
           "confirmationMessage1", "confirmationMessage2", "confirmationMessage3", "confirmationMessage4", "confirmationMessage5",
           "mediaPath", "mediaName", "mediaType", "openTicket", "statusTicket", "queueId", "userId") = (
         SELECT n."name", n."status", CASE WHEN n."status" = 'PROGRAMADA' THEN COALESCE(n."scheduledAt", now() + $5 * interval '1 ms') END, n."contactListId", n."whatsappId",
           n."message1", n."message2", n."message3", n."message4", n."message5", n."confirmation", n."confirmationTimeoutMinutes",
           n."confirmationMessage1", n."confirmationMessage2", n."confirmationMessage3", n."confirmationMessage4", n."confirmationMessage5",
           n."mediaPath", n."mediaName", n."mediaType", n."openTicket", n."statusTicket", n."queueId", n."userId"
           FROM jsonb_populate_record(NULL::"Campaigns", $3::jsonb) n),
           "pauseReason" = NULL, "pausedAt" = NULL, "eventSeq" = c."eventSeq" + 1, "updatedAt" = now()
         WHERE c."companyId" = $1 AND c."id" = $2 AND c."status" = ANY($4::text[]) AND c."snapshot" IS NULL
         RETURNING c."id"`,
        [companyId, id, JSON.stringify(campaign), leavableBy('edit'), delayMs],
      );
      return rows.length > 0;
    },

    async rename(companyId: CompanyId, id: CampaignId, name: string): Promise<void> {
      await q.query(`UPDATE "Campaigns" SET "name" = $3, "eventSeq" = "eventSeq" + 1, "updatedAt" = now() WHERE "companyId" = $1 AND "id" = $2`, [
        companyId,
        id,
        name,
      ]);
    },

    /** With everything of it in the ledger. @returns false when it is sending, or is not there. */
    async remove(companyId: CompanyId, id: CampaignId): Promise<boolean> {
      const rows = await q.query(`DELETE FROM "Campaigns" WHERE "companyId" = $1 AND "id" = $2 AND "status" = ANY($3::text[]) RETURNING "id"`, [
        companyId,
        id,
        leavableBy('remove'),
      ]);
      return rows.length > 0;
    },

    /** Whether what the campaign refers to is this company's. What is not referred to counts as there. */
    async references(companyId: CompanyId, { whatsappId, queueId, userId }: Pick<CampaignDraft, 'whatsappId' | 'queueId' | 'userId'>): Promise<References> {
      const rows = await q.query<References & object>(
        `SELECT $2::int IS NULL OR EXISTS (SELECT 1 FROM "Whatsapps" WHERE "companyId" = $1 AND "id" = $2) AS "connectionExists",
                $3::int IS NULL OR EXISTS (SELECT 1 FROM "Queues" WHERE "companyId" = $1 AND "id" = $3) AS "queueExists",
                $4::int IS NULL OR EXISTS (SELECT 1 FROM "Users" WHERE "companyId" = $1 AND "id" = $4) AS "userExists"`,
        [companyId, whatsappId, queueId, userId],
      );
      return onlyRow(rows);
    },

    /** The instant at which the company's clocks show `local` (`2026-01-31 14:30`). */
    async instantOf(companyId: CompanyId, local: string): Promise<Date> {
      const rows = await q.query<{ at: Date }>(`SELECT $2::timestamp AT TIME ZONE "timezone" AS "at" FROM "Companies" WHERE "id" = $1`, [companyId, local]);
      return onlyRow(rows).at;
    },

    /** Campaigns of the company whose media is this file. */
    async usesOfMedia(companyId: CompanyId, mediaPath: string): Promise<number> {
      const rows = await q.query<{ count: number }>(`SELECT count(*) AS "count" FROM "Campaigns" WHERE "companyId" = $1 AND "mediaPath" = $2`, [
        companyId,
        mediaPath,
      ]);
      return onlyRow(rows).count;
    },
  };
}

const leavableBy = (action: Action): readonly string[] => MAY_LEAVE[action];
