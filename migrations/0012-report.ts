/** The report: counters by message variant, so that comparing the texts of a campaign reads no recipients; who answered, in order. */
export const up = /* sql */ `
-- 0: what is counted without a message of its own (answers to the request for confirmation).
ALTER TABLE "CampaignCounters" ADD COLUMN "variant" smallint NOT NULL DEFAULT 0;
ALTER TABLE "CampaignCounters" DROP CONSTRAINT "CampaignCounters_pkey";
ALTER TABLE "CampaignCounters" ADD PRIMARY KEY ("campaignId", "step", "state", "variant");

-- The same as before, one column finer. The ORDER BY still fixes the lock order.
CREATE OR REPLACE FUNCTION "count_deliveries"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO "CampaignCounters" ("campaignId", "step", "state", "variant", "count")
    SELECT "campaignId", "step", "state", "variant", count(*) FROM "added" WHERE "campaignId" IS NOT NULL
    GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
    ON CONFLICT ("campaignId", "step", "state", "variant") DO UPDATE SET "count" = "CampaignCounters"."count" + EXCLUDED."count";
  ELSE
    INSERT INTO "CampaignCounters" ("campaignId", "step", "state", "variant", "count")
    SELECT "campaignId", "step", "state", "variant", sum("n") FROM (
      SELECT "campaignId", "step", "state", "variant", count(*) AS "n" FROM "added" WHERE "campaignId" IS NOT NULL GROUP BY 1, 2, 3, 4
      UNION ALL
      SELECT "campaignId", "step", "state", "variant", -count(*) FROM "gone" WHERE "campaignId" IS NOT NULL GROUP BY 1, 2, 3, 4
    ) AS "moves" GROUP BY 1, 2, 3, 4 HAVING sum("n") <> 0 ORDER BY 1, 2, 3, 4
    ON CONFLICT ("campaignId", "step", "state", "variant") DO UPDATE SET "count" = "CampaignCounters"."count" + EXCLUDED."count";
  END IF;
  RETURN NULL;
END $$;

-- One in fifty rows, and written once each.
CREATE INDEX "Deliveries_replied" ON "Deliveries" ("campaignId", "recipient") WHERE "campaignId" IS NOT NULL AND "repliedAt" IS NOT NULL;

-- Campaigns that are there already: counted once more from their rows. Nothing else writes meanwhile, or a move is counted nowhere.
LOCK TABLE "Deliveries", "CampaignCounters" IN SHARE ROW EXCLUSIVE MODE;
DELETE FROM "CampaignCounters" WHERE "state" NOT IN ('confirmed', 'refused');
INSERT INTO "CampaignCounters" ("campaignId", "step", "state", "variant", "count")
SELECT "campaignId", "step", "state", "variant", count(*) FROM "Deliveries" WHERE "campaignId" IS NOT NULL GROUP BY 1, 2, 3, 4
UNION ALL
SELECT "campaignId", "step", 'replied', "variant", count(*) FROM "Deliveries"
WHERE "campaignId" IS NOT NULL AND "step" = 0 AND "repliedAt" IS NOT NULL GROUP BY 1, 2, 3, 4;
`;
