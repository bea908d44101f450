/**
 * Moves between statuses. Each is one conditional UPDATE of one row, whatever the size of the campaign: the ledger's claim
 * looks at the status, so a pause or a cancel holds from its commit on. Rows follow later (shipping.store.ts).
 * Two moves at once cannot both win; the loser gets `false`.
 */
import type { CampaignId, CompanyId, ConnectionId, UserId } from '../../kernel/ids';
import type { Queryable } from '../../platform/transact';
import { MAY_LEAVE, type Action } from './campaign.rules';
import type { Campaign, Reopening, Snapshot } from './campaign.types';

export interface CampaignRef {
  readonly companyId: CompanyId;
  readonly id: CampaignId;
}

/** A scheduled campaign, looked at when its time should have come. */
export type Due = Campaign & {
  readonly companyActive: boolean;
  /** Until `scheduledAt`; negative when past. */
  readonly dueInMs: number;
};

export function lifecycleStore(q: Queryable) {
  const moved = (rows: readonly object[]): boolean => rows.length > 0;

  return {
    /** @param by whose name the reason tells, `reason` alone when null. */
    async pause(companyId: CompanyId, id: CampaignId, reason: string, by: UserId | null = null): Promise<boolean> {
      return moved(
        await q.query(
          `UPDATE "Campaigns" SET "status" = 'PAUSADA', "pauseReason" = $4 || COALESCE((SELECT ':' || u."name" FROM "Users" u WHERE u."companyId" = $1 AND u."id" = $5), ''),
                  "pausedAt" = now(), "eventSeq" = "eventSeq" + 1, "updatedAt" = now()
            WHERE "companyId" = $1 AND "id" = $2 AND "status" = ANY($3::text[]) RETURNING "id"`,
          [companyId, id, from('pause'), reason, by],
        ),
      );
    },

    /** Running campaigns of a connection that must not send now; `id` narrows it to one. */
    async pauseRunningAcrossCompanies(connectionId: ConnectionId, id: CampaignId | null, reason: string): Promise<CampaignRef[]> {
      return q.query<CampaignRef & object>(
        `UPDATE "Campaigns" SET "status" = 'PAUSADA', "pauseReason" = $3, "pausedAt" = now(), "eventSeq" = "eventSeq" + 1, "updatedAt" = now()
          WHERE "whatsappId" = $1 AND "status" = 'EM_ANDAMENTO' AND ($2::int IS NULL OR "id" = $2) RETURNING "companyId", "id"`,
        [connectionId, id, reason],
      );
    },

    /** One that never started waits for its time again, or starts now if that is past. */
    async resume(companyId: CompanyId, id: CampaignId): Promise<boolean> {
      return moved(
        await q.query(
          `UPDATE "Campaigns"
              SET "status" = CASE WHEN "snapshot" IS NULL THEN 'PROGRAMADA' ELSE 'EM_ANDAMENTO' END,
                  "scheduledAt" = CASE WHEN "snapshot" IS NULL THEN GREATEST("scheduledAt", now()) ELSE "scheduledAt" END,
                  "pauseReason" = NULL, "pausedAt" = NULL, "eventSeq" = "eventSeq" + 1, "updatedAt" = now()
            WHERE "companyId" = $1 AND "id" = $2 AND "status" = ANY($3::text[]) RETURNING "id"`,
          [companyId, id, from('resume')],
        ),
      );
    },

    /** One that was to start is a draft again, as long as it has not. */
    async unschedule(companyId: CompanyId, id: CampaignId): Promise<boolean> {
      return moved(
        await q.query(
          `UPDATE "Campaigns" SET "status" = 'INATIVA', "scheduledAt" = NULL, "eventSeq" = "eventSeq" + 1, "updatedAt" = now()
            WHERE "companyId" = $1 AND "id" = $2 AND "status" = ANY($3::text[]) RETURNING "id"`,
          [companyId, id, from('unschedule')],
        ),
      );
    },

    async cancel(companyId: CompanyId, id: CampaignId): Promise<boolean> {
      return moved(
        await q.query(
          `UPDATE "Campaigns"
              SET "status" = 'CANCELADA', "completedAt" = now(), "pauseReason" = NULL, "pausedAt" = NULL, "reopening" = NULL,
                  "eventSeq" = "eventSeq" + 1, "updatedAt" = now()
            WHERE "companyId" = $1 AND "id" = $2 AND "status" = ANY($3::text[]) RETURNING "id"`,
          [companyId, id, from('cancel')],
        ),
      );
    },

    /** Goes on where it was stopped: cancelled recipients open again, and who came to the list since is prepared too. */
    async restart(companyId: CompanyId, id: CampaignId, by: UserId): Promise<boolean> {
      return moved(
        await q.query(
          `UPDATE "Campaigns"
              SET "status" = CASE WHEN "snapshot" IS NULL THEN 'PROGRAMADA' ELSE 'EM_ANDAMENTO' END,
                  "scheduledAt" = CASE WHEN "snapshot" IS NULL THEN GREATEST("scheduledAt", now()) ELSE "scheduledAt" END,
                  "reopening" = CASE WHEN "snapshot" IS NULL THEN NULL
                                     ELSE jsonb_build_object('states', jsonb_build_array('cancelled'), 'before', now(), 'by', $4::int) END,
                  "preparedAt" = NULL, "completedAt" = NULL, "pauseReason" = NULL, "pausedAt" = NULL,
                  "eventSeq" = "eventSeq" + 1, "updatedAt" = now()
            WHERE "companyId" = $1 AND "id" = $2 AND "status" = ANY($3::text[]) RETURNING "id"`,
          [companyId, id, from('restart'), by],
        ),
      );
    },

    /** Failed recipients get another try; a restart still being worked off is not forgotten. */
    async retry(companyId: CompanyId, id: CampaignId, states: Reopening['states'], by: UserId): Promise<boolean> {
      return moved(
        await q.query(
          `UPDATE "Campaigns"
              SET "status" = 'EM_ANDAMENTO', "completedAt" = NULL, "pauseReason" = NULL, "pausedAt" = NULL,
                  "reopening" = jsonb_build_object('states', COALESCE("reopening" -> 'states', '[]') || to_jsonb($4::text[]), 'before', now(), 'by', $5::int),
                  "eventSeq" = "eventSeq" + 1, "updatedAt" = now()
            WHERE "companyId" = $1 AND "id" = $2 AND "status" = ANY($3::text[]) AND "snapshot" IS NOT NULL RETURNING "id"`,
          [companyId, id, from('retryFailed'), states, by],
        ),
      );
    },

    async reopened(companyId: CompanyId, id: CampaignId): Promise<void> {
      await q.query(`UPDATE "Campaigns" SET "reopening" = NULL WHERE "companyId" = $1 AND "id" = $2`, [companyId, id]);
    },

    /** A scheduled campaign, locked, with what decides whether it starts; null when it is not scheduled any more. */
    async lockScheduled(companyId: CompanyId, id: CampaignId): Promise<Due | null> {
      const [row] = await q.query<Due & object>(
        `SELECT c.*, k."status" AS "companyActive", (extract(epoch FROM c."scheduledAt" - now()) * 1000)::float8 AS "dueInMs"
           FROM "Campaigns" c JOIN "Companies" k ON k."id" = c."companyId"
          WHERE c."companyId" = $1 AND c."id" = $2 AND c."status" = 'PROGRAMADA' FOR UPDATE OF c`,
        [companyId, id],
      );
      return row ?? null;
    },

    /** Of a campaign locked by `lockScheduled`: from here on it sends by `snapshot`. */
    async begin(companyId: CompanyId, id: CampaignId, snapshot: Snapshot): Promise<void> {
      await q.query(
        `UPDATE "Campaigns" SET "status" = 'EM_ANDAMENTO', "snapshot" = $3::jsonb, "startedAt" = now(), "eventSeq" = "eventSeq" + 1, "updatedAt" = now()
          WHERE "companyId" = $1 AND "id" = $2`,
        [companyId, id, JSON.stringify(snapshot)],
      );
    },

    /** Of a campaign locked by `lockScheduled` that has nobody to send to. */
    async endEmpty(companyId: CompanyId, id: CampaignId, reason: string): Promise<void> {
      await q.query(
        `UPDATE "Campaigns" SET "status" = 'FINALIZADA', "completedAt" = now(), "pauseReason" = $3, "eventSeq" = "eventSeq" + 1, "updatedAt" = now()
          WHERE "companyId" = $1 AND "id" = $2`,
        [companyId, id, reason],
      );
    },

    /**
     * One slice is about to be written, in this transaction. @returns false when somebody else prepares this campaign, or it
     * is paused or cancelled: then nothing may be written.
     */
    async advance(companyId: CompanyId, id: CampaignId, after: number, upTo: number, last: boolean): Promise<boolean> {
      return moved(
        await q.query(
          `UPDATE "Campaigns" SET "preparedUpTo" = $4, "preparedAt" = CASE WHEN $5 THEN now() END
            WHERE "companyId" = $1 AND "id" = $2 AND "status" = 'EM_ANDAMENTO' AND "preparedUpTo" = $3 AND "preparedAt" IS NULL RETURNING "id"`,
          [companyId, id, after, upTo, last],
        ),
      );
    },

    /**
     * Ends a campaign in which nothing is left to happen. The rows are looked at by a second statement, after the lock: whoever
     * opens rows again changes the campaign first, so neither can overlook the other.
     */
    async finish(companyId: CompanyId, id: CampaignId): Promise<boolean> {
      const ready = await q.query(
        `SELECT 1 FROM "Campaigns" WHERE "companyId" = $1 AND "id" = $2 AND "status" = 'EM_ANDAMENTO' AND "preparedAt" IS NOT NULL AND "reopening" IS NULL FOR UPDATE`,
        [companyId, id],
      );
      if (ready.length === 0) return false;
      return moved(
        await q.query(
          `UPDATE "Campaigns" SET "status" = 'FINALIZADA', "completedAt" = now(), "eventSeq" = "eventSeq" + 1, "updatedAt" = now()
            WHERE "companyId" = $1 AND "id" = $2
              AND NOT EXISTS (SELECT 1 FROM "Deliveries" WHERE "campaignId" = $2 AND "state" = 'pending')
              AND NOT EXISTS (SELECT 1 FROM "Deliveries" WHERE "campaignId" = $2 AND "state" = 'awaiting')
              AND NOT EXISTS (SELECT 1 FROM "Deliveries" WHERE "campaignId" = $2 AND "state" IN ('sending', 'unknown'))
          RETURNING "id"`,
          [companyId, id],
        ),
      );
    },

    /** The next number of the campaign's browser events. */
    async nextEvent(companyId: CompanyId, id: CampaignId): Promise<void> {
      await q.query(`UPDATE "Campaigns" SET "eventSeq" = "eventSeq" + 1 WHERE "companyId" = $1 AND "id" = $2`, [companyId, id]);
    },
  };
}

const from = (action: Action): readonly string[] => MAY_LEAVE[action];
