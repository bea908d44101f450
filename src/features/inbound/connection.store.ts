import type { CompanyId, ConnectionId } from '../../kernel/ids';
import type { Queryable } from '../../platform/transact';

export interface Owner {
  companyId: CompanyId;
  /** Whether what groups write is taken. */
  groupAsTicket: boolean;
}

export function connectionStore(q: Queryable) {
  return {
    /** Whose each connection is; unknown ones are missing. An event never says its company by itself. */
    async ownersAcrossCompanies(ids: readonly ConnectionId[]): Promise<Map<ConnectionId, Owner>> {
      const rows = await q.query<Owner & { id: ConnectionId }>(`SELECT "id", "companyId", "groupAsTicket" FROM "Whatsapps" WHERE "id" = ANY($1::int[])`, [ids]);
      return new Map(rows.map(({ id, ...owner }) => [id, owner]));
    },
  };
}
