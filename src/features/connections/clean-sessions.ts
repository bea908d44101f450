/**
 * Once a night: connections whose log-in was begun and never ended are disconnected, so that nobody waits for a code that no
 * longer works, and answers kept for repeated requests go when their day is over. Nothing is told to anybody outside.
 */
import { defineCron, type Cron } from '../../platform/cron/cron';
import { clearExpiredKeys } from '../../platform/http/idempotency';
import { connectionStore } from './connection.store';
import { ConnectionStatus } from './connection.types';
import { connectionEvent, connectionView, sessionEvent } from './connection.view';

const UNFINISHED = [ConnectionStatus.opening, ConnectionStatus.qrcode, ConnectionStatus.pairing, ConnectionStatus.timeout];
const STUCK_AFTER_HOURS = 24;
const BATCH = 5_000;

export function cleanSessions(when: Pick<Cron, 'expression' | 'timezone'>): Cron {
  return defineCron({
    name: 'sessionCleanup',
    label: 'Sessions -> Clean',
    ...when,
    async run({ transact, stopping }) {
      const disconnected = await transact(async (tx) => {
        const connections = await connectionStore(tx).disconnectStuckAcrossCompanies(UNFINISHED, STUCK_AFTER_HOURS);
        for (const connection of connections) {
          const view = connectionView(connection);
          tx.emit(connection.companyId, connectionEvent, { action: 'update', whatsapp: view });
          tx.emit(connection.companyId, sessionEvent, { action: 'update', session: view });
        }
        return connections.length;
      });
      let keys = 0;
      for (let cleared = BATCH; cleared === BATCH && !stopping(); keys += cleared) cleared = await transact((tx) => clearExpiredKeys(tx, BATCH));
      return { disconnected, keys };
    },
  });
}
