/** A sweep that finds nothing due looks at the few tickets that might be, not at all there are. */
import { silentLog } from '../../kernel/log';
import { buildCrowd, explaining, type Plans } from '../../test/plans';
import { setupRouting } from '../../test/routing';
import { createAutoClose } from './auto-close';
import { createLanes } from './lanes';
import { createLostTickets } from './lost-tickets';
import { createRouter } from './router';

let t: Awaited<ReturnType<typeof setupRouting>>;
let plans: Plans;
beforeAll(async () => {
  t = await setupRouting();
  await buildCrowd(t.db);
  plans = explaining(t);
});
afterAll(() => t.close());

it.each<[string, () => Promise<unknown>]>([
  ['lost tickets', () => createLostTickets({ tickets: t.deps.tickets, log: silentLog })(plans.transact, () => false)],
  ['the lanes', () => createLanes(t.deps)(t.context({ transact: plans.transact }))],
  ['closing by silence', () => createAutoClose(t.deps)(t.context({ transact: plans.transact }))],
  ['the router', () => createRouter(t.deps)(t.context({ transact: plans.transact }))],
])('%s never read all tickets there are', async (_, sweep) => {
  await sweep();
  const tables = await plans.wholeTables();
  expect([tables.includes('Tickets'), tables.includes('TicketTags')]).toEqual([false, false]);
});
