import type { Deliveries } from '../deliveries';
import type { Clock } from '../../kernel/clock';
import type { Log } from '../../kernel/log';
import type { MediaStore } from '../../platform/media/media';
import type { Queryable, Transact } from '../../platform/transact';

export interface CampaignsDeps {
  readonly db: Queryable;
  readonly transact: Transact;
  readonly clock: Clock;
  readonly log: Log;
  readonly deliveries: Pick<Deliveries, 'addShippings' | 'submit' | 'serve' | 'ring' | 'forecasts' | 'laneView' | 'onCampaignMoved' | 'onCampaignsMustPause'>;
  readonly media: MediaStore;
  /** How often the sweep looks for campaigns that should move. */
  readonly verifyEveryMs: number;
  /** How late a campaign still starts by itself; later a person decides. */
  readonly latestMs: number;
}
