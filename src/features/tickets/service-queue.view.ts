import { z } from 'zod';
import type { CompanyId, ServiceQueueId } from '../../kernel/ids';

export interface QueueRow {
  id: ServiceQueueId;
  companyId: CompanyId;
  name: string;
  color: string;
}

export const queueShape = z.object({ id: z.number(), companyId: z.number(), name: z.string(), color: z.string() });
export type QueueView = z.output<typeof queueShape>;

export function queueView({ id, companyId, name, color }: QueueRow): QueueView {
  return { id, companyId, name, color };
}
