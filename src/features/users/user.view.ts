import { z } from 'zod';
import { defineEvent } from '../../platform/realtime/realtime';
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
});

export type UserView = z.output<typeof userShape>;

export const userEvent = defineEvent<{ action: 'create' | 'update'; user: UserView } | { action: 'delete'; userId: number }>('user');

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
  };
}
