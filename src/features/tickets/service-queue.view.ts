import { z } from 'zod';
import { openingHours, type OpeningHours } from '../../kernel/hours';
import type { CompanyId, ServiceQueueId, UserId } from '../../kernel/ids';

export interface QueueFields {
  readonly name: string;
  readonly color: string;
  /** Said to whoever begins a conversation in it; '': nothing. */
  readonly greetingMessage: string;
  readonly outOfHoursMessage: string;
  /** Null: the company's. */
  readonly hours: OpeningHours | null;
  /** Its place in a list. */
  readonly orderQueue: number;
  /** The router hands its waiting tickets to members who are online. */
  readonly ativarRoteador: boolean;
  /** Minutes after which the router hands a ticket on to another member. */
  readonly tempoRoteador: number;
}

export interface QueueRow extends QueueFields {
  readonly id: ServiceQueueId;
  readonly companyId: CompanyId;
  readonly userIds: readonly UserId[];
}

export const queueShape = z.object({
  id: z.number(),
  companyId: z.number(),
  name: z.string(),
  color: z.string(),
  greetingMessage: z.string(),
  outOfHoursMessage: z.string(),
  hours: openingHours.nullable(),
  orderQueue: z.number(),
  ativarRoteador: z.boolean(),
  tempoRoteador: z.number(),
  /** Its members. */
  userIds: z.array(z.number()),
  /** `router_without_members`: switched on, it has nobody to hand tickets to. */
  warnings: z.array(z.string()),
});
export type QueueView = z.output<typeof queueShape>;

export function queueView(row: QueueRow): QueueView {
  const { id, companyId, name, color, greetingMessage, outOfHoursMessage, hours, orderQueue, ativarRoteador, tempoRoteador, userIds } = row;
  return {
    ...{ id, companyId, name, color, greetingMessage, outOfHoursMessage, hours, orderQueue, ativarRoteador, tempoRoteador },
    userIds: [...userIds],
    warnings: ativarRoteador && userIds.length === 0 ? ['router_without_members'] : [],
  };
}
