/** What the scenes of the day share. */
import { writeAgenda, type Agenda } from './agenda';
import { castOf, rootUserId, type Cast } from './cast';
import { createModel, type Model } from './model';
import { stageOf, type Stage } from './stage';
import type { RunningProduct } from '../../product';

export interface Taken {
  readonly id: number;
  readonly number: string;
}

export interface Play {
  readonly stage: Stage;
  readonly cast: Cast;
  readonly model: Model;
  readonly agenda: Agenda;
  readonly cron: Stage['cron'];
  /** Contacts of the second company whom the router has given to somebody. */
  given: ReadonlySet<string>;
  /** What each attendant took up in the morning. */
  readonly taken: Map<string, readonly Taken[]>;
}

/** @param q a second process of the same installation. */
export async function playOn(p: RunningProduct, q: RunningProduct | null): Promise<Play> {
  const stage = stageOf(p, q, await rootUserId(p));
  const cast = await castOf(stage);
  return { stage, cast, model: createModel(), agenda: await writeAgenda(stage, cast), cron: stage.cron, given: new Set(), taken: new Map() };
}
