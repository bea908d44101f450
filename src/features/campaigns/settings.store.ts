import type { CompanyId } from '../../kernel/ids';
import type { Queryable } from '../../platform/transact';

export function settingsStore(q: Queryable) {
  return {
    /** What the company has set, by key, as JSON values; defaults are added by settings.rules.ts. */
    async all(companyId: CompanyId): Promise<Record<string, unknown>> {
      const rows = await q.query<{ key: string; value: unknown }>(`SELECT "key", "value" FROM "CampaignSettings" WHERE "companyId" = $1`, [companyId]);
      return Object.fromEntries(rows.map((row) => [row.key, row.value]));
    },

    async save(companyId: CompanyId, settings: Readonly<Record<string, unknown>>): Promise<void> {
      await q.query(
        `INSERT INTO "CampaignSettings" ("companyId", "key", "value")
         SELECT $1, s."key", s."value" FROM jsonb_each($2::jsonb) s
         ON CONFLICT ("companyId", "key") DO UPDATE SET "value" = EXCLUDED."value", "updatedAt" = now()`,
        [companyId, JSON.stringify(settings)],
      );
    },
  };
}
