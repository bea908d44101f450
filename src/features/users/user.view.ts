import { z } from 'zod';
import type { CompanySettings, PlanTerms } from '../companies';
import type { UserRow } from './user.store';

export const userShape = z.object({
  id: z.number(),
  name: z.string(),
  email: z.string(),
  profile: z.enum(['user', 'admin']),
  super: z.boolean(),
  companyId: z.number(),
  company: z.object({ id: z.number(), name: z.string(), timezone: z.string() }),
  queues: z.array(z.object({ id: z.number(), name: z.string(), color: z.string() })),
  online: z.boolean(),
  lastSeenAt: z.string().nullable(),
  capacity: z.number().nullable(),
});

export type UserView = z.output<typeof userShape>;

export function userView(row: UserRow): UserView {
  const { id, name, email, profile, companyId } = row;
  return {
    id,
    name,
    email,
    profile,
    super: row.super,
    companyId,
    company: { id: companyId, name: row.companyName, timezone: row.companyTimezone },
    queues: [...row.queues],
    online: row.online,
    lastSeenAt: row.lastSeenAt?.toISOString() ?? null,
    capacity: row.capacity,
  };
}

/** Who is logged in, with what the screens of his company go by. */
export const sessionUserShape = userShape.extend({
  company: userShape.shape.company.extend({
    settings: z.array(z.object({ key: z.string(), value: z.union([z.string(), z.number()]) })),
    /** What the plan opens. */
    plan: z.object({ useCampaigns: z.boolean(), useSchedules: z.boolean(), useKanban: z.boolean() }),
  }),
});

export type SessionUserView = z.output<typeof sessionUserShape>;

export function sessionUserView(row: UserRow, settings: CompanySettings, { useCampaigns, useSchedules, useKanban }: PlanTerms): SessionUserView {
  const user = userView(row);
  const pairs = Object.entries(settings).map(([key, value]) => ({ key, value }));
  return { ...user, company: { ...user.company, settings: pairs, plan: { useCampaigns, useSchedules, useKanban } } };
}
