import { z } from 'zod';
import type { CompanyRow } from './company.store';

export const companyShape = z.object({
  id: z.number(),
  name: z.string(),
  status: z.boolean(),
  timezone: z.string(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});

export type CompanyView = z.output<typeof companyShape>;

export function companyView({ id, name, status, timezone, createdAt, updatedAt }: CompanyRow): CompanyView {
  return { id, name, status, timezone, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}
