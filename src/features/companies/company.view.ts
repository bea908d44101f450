import { z } from 'zod';
import { openingHours } from '../../kernel/hours';
import type { CompanyRow } from './company.store';

export const companyShape = z.object({
  id: z.number(),
  name: z.string(),
  status: z.boolean(),
  timezone: z.string(),
  email: z.string(),
  phone: z.string(),
  planId: z.number().nullable(),
  plan: z.object({ id: z.number(), name: z.string() }).nullable(),
  dueDate: z.string().nullable(),
  /** Null: always open. */
  hours: openingHours.nullable(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});

export type CompanyView = z.output<typeof companyShape>;

export function companyView(row: CompanyRow): CompanyView {
  const { id, name, status, timezone, email, phone, planId, planName, dueDate, hours } = row;
  const plan = planId === null ? null : { id: planId, name: planName ?? '' };
  return {
    ...{ id, name, status, timezone, email, phone, planId, plan, dueDate, hours },
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
