/** What every engine promises. Run by `bull/bull-engine.test.ts` and `embedded/embedded-engine.test.ts`. */
import type { NewStore } from './contract-kit.contract';
import { crashContract } from './engine-crash.contract';
import { jobsContract } from './engine-jobs.contract';
import { lifeContract } from './engine-life.contract';
import { repeatsContract } from './engine-repeats.contract';

export function engineContract(newStore: NewStore): void {
  describe('jobs', () => jobsContract(newStore));
  describe('life of an engine', () => lifeContract(newStore));
  describe('repeatables', () => repeatsContract(newStore));
  describe('crashes', () => crashContract(newStore));
}
