/** What a plan allows: how many of a thing a company may have, and which parts of the product it may use. */

/** Things that are counted, by the column of "Plans" that says how many there may be. */
export type PlanLimit = 'users' | 'connections' | 'queues';

/** Parts of the product that a plan opens, by their column of "Plans". */
export type PlanFeature = 'useCampaigns' | 'useSchedules' | 'useKanban';

export interface PlanTerms {
  /** Null: as many as one likes. */
  readonly users: number | null;
  readonly connections: number | null;
  readonly queues: number | null;
  readonly useCampaigns: boolean;
  readonly useSchedules: boolean;
  readonly useKanban: boolean;
}

/** Of a company without a plan: the owner of the installation. */
export const withoutPlan: PlanTerms = { users: null, connections: null, queues: null, useCampaigns: true, useSchedules: true, useKanban: true };

/** Whether one more fits. */
export function hasRoom(terms: PlanTerms, limit: PlanLimit, used: number): boolean {
  const most = terms[limit];
  return most === null || used < most;
}
