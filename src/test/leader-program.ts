/** A process that wants to lead the cron jobs, for tests that kill or freeze it: tells its parent `gained` and `lost`. */
import { silentLog } from '../kernel/log';
import { createLeaderLock } from '../platform/db/leader-lock';

createLeaderLock({ url: process.env['DATABASE_URL'] ?? '', log: silentLog }).contend({
  gained: () => process.send?.('gained'),
  lost: () => process.send?.('lost'),
});
