import { z } from 'zod';
import { defineEvent } from '../../platform/realtime/realtime';
import type { TagRow } from './tag.store';

export const tagShape = z.object({
  id: z.number(),
  name: z.string(),
  color: z.string(),
  kanban: z.boolean(),
  position: z.number(),
  timeLane: z.number(),
  nextLaneId: z.number().nullable(),
  greetingMessageLane: z.string(),
  /** Living ones. */
  ticketsCount: z.number(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type TagView = z.output<typeof tagShape>;

export const tagEvent = defineEvent<{ action: 'create' | 'update'; tag: TagView } | { action: 'delete'; tagId: number }>('tag');

export function tagView(row: TagRow): TagView {
  const { id, name, color, kanban, position, timeLane, nextLaneId, greetingMessageLane, ticketsCount } = row;
  return {
    ...{ id, name, color, kanban, position, timeLane, nextLaneId, greetingMessageLane, ticketsCount },
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
