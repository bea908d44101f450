import type { CompanyId, PlanId } from '../../kernel/ids';
import { onlyRow } from '../../platform/only-row';
import type { Queryable } from '../../platform/transact';
import { withoutPlan, type PlanLimit, type PlanTerms } from './plan.rules';

export interface PlanFields extends PlanTerms {
  readonly name: string;
  /** A month, in the currency of the installation. */
  readonly amount: number;
}

export interface PlanRow extends PlanFields {
  readonly id: PlanId;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const COLUMNS = `"id", "name", "amount"::float8 AS "amount", "users", "connections", "queues", "useCampaigns", "useSchedules", "useKanban", "createdAt", "updatedAt"`;
const sql = {
  list: `SELECT ${COLUMNS} FROM "Plans" ORDER BY "amount", "name"`,
  find: `SELECT ${COLUMNS} FROM "Plans" WHERE "id" = $1`,
  add: `INSERT INTO "Plans" ("name", "amount", "users", "connections", "queues", "useCampaigns", "useSchedules", "useKanban")
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING ${COLUMNS}`,
  save: `UPDATE "Plans" SET "name" = $2, "amount" = $3, "users" = $4, "connections" = $5, "queues" = $6, "useCampaigns" = $7,
           "useSchedules" = $8, "useKanban" = $9, "updatedAt" = now() WHERE "id" = $1 RETURNING ${COLUMNS}`,
};

const valuesOf = (plan: PlanFields): unknown[] => [
  plan.name, plan.amount, plan.users, plan.connections, plan.queues, plan.useCampaigns, plan.useSchedules, plan.useKanban,
];

/** Plans belong to the installation, not to a company. A name taken twice breaks the index `Plans_name_key`. */
export function planStore(q: Queryable) {
  const one = async (text: string, bind: readonly unknown[]): Promise<PlanRow | null> => (await q.query<PlanRow>(text, bind))[0] ?? null;
  return {
    list: (): Promise<PlanRow[]> => q.query<PlanRow>(sql.list),
    find: (id: PlanId) => one(sql.find, [id]),
    add: async (plan: PlanFields): Promise<PlanRow> => onlyRow(await q.query<PlanRow>(sql.add, valuesOf(plan))),
    save: (id: PlanId, plan: PlanFields) => one(sql.save, [id, ...valuesOf(plan)]),

    /** @throws the driver's foreign key violation while a company has it. @returns false when there was none. */
    async remove(id: PlanId): Promise<boolean> {
      const rows = await q.query(`DELETE FROM "Plans" WHERE "id" = $1 RETURNING "id"`, [id]);
      return rows.length > 0;
    },

    /** Names of up to `limit` companies that have it. */
    async companiesOfAcrossCompanies(id: PlanId, limit: number): Promise<string[]> {
      const rows = await q.query<{ name: string }>(`SELECT "name" FROM "Companies" WHERE "planId" = $1 ORDER BY "name" LIMIT $2`, [id, limit]);
      return rows.map(({ name }) => name);
    },

    /** What the company's plan allows; everything without one. */
    async termsOf(companyId: CompanyId): Promise<PlanTerms> {
      const [row] = await q.query<PlanTerms>(
        `SELECT p."users", p."connections", p."queues", p."useCampaigns", p."useSchedules", p."useKanban"
           FROM "Companies" c JOIN "Plans" p ON p."id" = c."planId" WHERE c."id" = $1`,
        [companyId],
      );
      return row ?? withoutPlan;
    },

    /** How many of each the company has now. */
    async usage(companyId: CompanyId): Promise<Readonly<Record<PlanLimit, number>>> {
      const rows = await q.query<Record<PlanLimit, number>>(
        `SELECT (SELECT count(*) FROM "Users" WHERE "companyId" = $1) AS "users",
                (SELECT count(*) FROM "Whatsapps" WHERE "companyId" = $1) AS "connections",
                (SELECT count(*) FROM "Queues" WHERE "companyId" = $1) AS "queues"`,
        [companyId],
      );
      return onlyRow(rows);
    },

    async lockCompany(companyId: CompanyId): Promise<void> {
      await q.query(`SELECT 1 FROM "Companies" WHERE "id" = $1 FOR NO KEY UPDATE`, [companyId]);
    },
  };
}
