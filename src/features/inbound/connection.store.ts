import type { CompanyId, ConnectionId } from '../../kernel/ids';
import type { Queryable } from '../../platform/transact';

export function connectionStore(q: Queryable) {
  return {
    /** Whose each connection is; unknown ones are missing. An event never says its company by itself. */
    async ownersAcrossCompanies(ids: readonly ConnectionId[]): Promise<Map<ConnectionId, CompanyId>> {
      const rows = await q.query<{ id: ConnectionId; companyId: CompanyId }>(`SELECT "id", "companyId" FROM "Whatsapps" WHERE "id" = ANY($1::int[])`, [ids]);
      return new Map(rows.map(({ id, companyId }) => [id, companyId]));
    },
  };
}
