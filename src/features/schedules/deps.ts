import type { Clock } from '../../kernel/clock';
import type { Log } from '../../kernel/log';
import type { MediaStore } from '../../platform/media/media';
import type { Queryable, Transact } from '../../platform/transact';
import type { Deliveries } from '../deliveries';

export interface SchedulesDeps {
  readonly db: Queryable;
  readonly transact: Transact;
  readonly clock: Clock;
  readonly log: Log;
  readonly deliveries: Pick<Deliveries, 'submitAcrossCompanies' | 'ring' | 'onScheduledMoved'>;
  readonly media: MediaStore;
  /** How often the monitor looks. A firing leaves in its own second all the same, unless its ring is lost. */
  readonly checkMs: number;
}
