import type { CompanyId } from '../../kernel/ids';
import type { Queryable } from '../../platform/transact';
import { settingsOf, type CompanySettings, type SettingKey } from './setting.rules';

export function settingStore(q: Queryable) {
  return {
    async all(companyId: CompanyId): Promise<CompanySettings> {
      const rows = await q.query<{ key: string; value: unknown }>(`SELECT "key", "value" FROM "Settings" WHERE "companyId" = $1`, [companyId]);
      return settingsOf(Object.fromEntries(rows.map(({ key, value }) => [key, value])));
    },

    async save(companyId: CompanyId, key: SettingKey, value: string | number): Promise<void> {
      await q.query(
        `INSERT INTO "Settings" ("companyId", "key", "value") VALUES ($1, $2, $3::jsonb)
         ON CONFLICT ("companyId", "key") DO UPDATE SET "value" = EXCLUDED."value", "updatedAt" = now()`,
        [companyId, key, JSON.stringify(value)],
      );
    },
  };
}

/** The switches of a company as they stand. */
export function companySettings(q: Queryable, companyId: CompanyId): Promise<CompanySettings> {
  return settingStore(q).all(companyId);
}
