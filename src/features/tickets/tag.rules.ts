/** Lanes lead to lanes: which one may lead where. */
import type { Fault } from '../../kernel/errors';
import type { TagId } from '../../kernel/ids';

export interface Lane {
  readonly id: TagId;
  readonly kanban: boolean;
  readonly nextLaneId: TagId | null;
}

/**
 * What is wrong with leading to `nextLaneId`; null: nothing.
 * @param id null: the lane is being made, so none leads to it yet
 * @param all every tag of the company, as it stands
 */
export function faultOfNext(all: readonly Lane[], id: TagId | null, kanban: boolean, nextLaneId: TagId | null): Fault | null {
  if (nextLaneId === null) return null;
  const path = 'nextLaneId';
  if (!kanban) return { path, code: 'not_a_lane', message: 'Only a lane of the board leads to another' };
  const tags = new Map(all.map((tag) => [tag.id, tag]));
  if (nextLaneId !== id && tags.get(nextLaneId)?.kanban !== true) return { path, code: 'unknown_lane', message: 'There is no such lane' };
  // There is no circle yet, so this ends.
  for (let at: TagId | null = nextLaneId; at !== null; at = tags.get(at)?.nextLaneId ?? null) {
    if (at === id) return { path, code: 'lane_cycle', message: 'Tickets would go round for ever' };
  }
  return null;
}
