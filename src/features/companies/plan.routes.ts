import { z } from 'zod';
import { Conflict, found, NotFound } from '../../kernel/errors';
import { given } from '../../kernel/given';
import { planId, type PlanId } from '../../kernel/ids';
import { nullIfBlank } from '../../platform/http/form-values';
import { route, type Route } from '../../platform/http/route';
import { refuseDuplicate } from '../../platform/refuse-duplicate';
import { isForeignKeyViolation } from '../../platform/sql-state';
import type { Queryable, Transact } from '../../platform/transact';
import { withoutPlan } from './plan.rules';
import { planStore, type PlanRow } from './plan.store';

const limit = z.preprocess(nullIfBlank, z.coerce.number().int().min(1).max(1_000_000).nullable());
const fields = z.object({
  name: z.string().trim().min(1).max(60),
  amount: z.coerce.number().min(0).max(9_999_999_999).multipleOf(0.01),
  users: limit,
  connections: limit,
  queues: limit,
  useCampaigns: z.boolean(),
  useSchedules: z.boolean(),
  useKanban: z.boolean(),
});
const newPlan = fields.partial().extend({ name: fields.shape.name });
const planShape = z.object({
  ...{ id: z.number(), name: z.string(), amount: z.number(), users: z.number().nullable(), connections: z.number().nullable(), queues: z.number().nullable() },
  ...{ useCampaigns: z.boolean(), useSchedules: z.boolean(), useKanban: z.boolean(), createdAt: z.string(), updatedAt: z.string() },
});
const byId = z.object({ id: planId() });
const shared = { tag: 'Plans', access: 'super' } as const;
const DUPLICATE = ['ERR_PLAN_NAME_EXISTS', 'There is a plan of that name', 'Plans_name_key'] as const;
const NAMED = 3;

const planView = ({ createdAt, updatedAt, ...plan }: PlanRow): z.output<typeof planShape> => ({ ...plan, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() });
export function planRoutes({ db, transact }: { readonly db: Queryable; readonly transact: Transact }): Route[] {
  const list = (path: string, summary: string): Route =>
    route({ ...shared, method: 'get', path, summary, response: z.array(planShape), run: async () => (await planStore(db).list()).map(planView) });

  return [
    list('/plans', 'Plans, cheapest first'),
    list('/plans/list', 'The same: the address front ends of the family choose from'),
    route({
      ...shared, method: 'get', path: '/plans/:id',
      summary: 'One plan',
      params: byId,
      response: planShape,
      run: async ({ params }) => planView(found(await planStore(db).find(params.id), 'Plan')),
    }),
    route({
      ...shared, method: 'post', path: '/plans', idempotent: true, status: 201,
      summary: 'Makes a plan; a limit left out or null means as many as one likes',
      body: newPlan,
      response: planShape,
      run: async ({ body: { name, ...terms } }) => planView(await refuseDuplicate(planStore(db).add({ name, amount: 0, ...withoutPlan, ...given(terms) }), ...DUPLICATE)),
    }),
    route({
      ...shared, method: 'put', path: '/plans/:id',
      summary: 'Changes a plan; what its companies have beyond a new limit stays, they get no more',
      params: byId,
      body: fields.partial(),
      response: planShape,
      run: ({ params, body }) =>
        transact(async (tx) => {
          const plans = planStore(tx);
          const before = found(await plans.find(params.id), 'Plan');
          return planView(found(await refuseDuplicate(plans.save(params.id, { ...before, ...given(body) }), ...DUPLICATE), 'Plan'));
        }),
    }),
    route({
      ...shared, method: 'delete', path: '/plans/:id',
      summary: 'Removes a plan that no company has',
      params: byId,
      response: z.object({ id: z.number() }),
      async run({ params }) {
        await refusingUsed(db, params.id);
        return { id: params.id };
      },
    }),
  ];
}

/** @throws NotFound; Conflict naming some of the companies that have it */
async function refusingUsed(q: Queryable, id: PlanId): Promise<void> {
  const plans = planStore(q);
  try {
    if (!(await plans.remove(id))) throw NotFound.of('Plan');
  } catch (error) {
    if (!isForeignKeyViolation(error)) throw error;
    const companies = (await plans.companiesOfAcrossCompanies(id, NAMED)).join(', ');
    throw new Conflict('ERR_PLAN_IN_USE', `Companies have this plan: ${companies}`, [], { companies });
  }
}
