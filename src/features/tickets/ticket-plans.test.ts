/** What operators look at all day costs what it shows, however many tickets are closed. */
import { testDatabase, type TestDatabase } from '../../test/database';
import { buildCrowd, explaining, type Crowd, type Plans } from '../../test/plans';
import { kanbanStore } from './kanban.store';
import { tagStore } from './tag.store';
import { ticketListStore, type TicketFilter } from './ticket-list.store';

let t: TestDatabase;
let crowd: Crowd;
let plans: Plans;
beforeAll(async () => {
  t = await testDatabase();
  crowd = await buildCrowd(t.db);
  plans = explaining(t);
});
afterAll(() => t.close());

const ALL: TicketFilter = {
  status: null, queueIds: null, userIds: null, unreadOnly: false, isGroup: null, tagIds: null, whatsappIds: null, dateStart: null, dateEnd: null, search: null,
};
const PAGE = { limit: 21, offset: 0 };

describe.each([['an admin', false], ['an attendant', true]])('for %s', (_, isAttendant) => {
  const onlooker = () => ({ companyId: crowd.companyId, eyes: isAttendant ? crowd.userId : null, showAll: false });
  const board = () => ({ companyId: crowd.companyId, eyes: isAttendant ? crowd.userId : null, queueIds: null });
  const lists = () => ticketListStore(plans.db);

  it.each<[string, () => Promise<unknown>]>([
    ['the open tab', () => lists().page(onlooker(), { ...ALL, status: 'open' }, 'recent', PAGE)],
    ['the waiting tab', () => lists().page(onlooker(), { ...ALL, status: 'pending' }, 'waiting', PAGE)],
    ['the closed tab', () => lists().page(onlooker(), { ...ALL, status: 'closed' }, 'recent', PAGE)],
    ['the tab of groups', () => lists().page(onlooker(), { ...ALL, status: 'living', isGroup: true }, 'recent', PAGE)],
    ['a search', () => lists().page(onlooker(), { ...ALL, search: 'Bia 199' }, 'recent', PAGE)],
    ['the numbers on the tabs', () => lists().counts(onlooker())],
    ['the board', () => kanbanStore(plans.db).counts(board())],
    ['tickets in no lane', () => kanbanStore(plans.db).inNone(board(), null, 21)],
    ['lanes', async () => kanbanStore(plans.db).inLanes(board(), (await tagStore(t.db).all(crowd.companyId, true)).map(({ id }) => id), null, 21)],
    ['the tags with how many carry each', () => tagStore(plans.db).all(crowd.companyId, null)],
  ])('%s never reads all tickets there are', async (_name, look) => {
    await look();
    expect(await plans.wholeTables()).not.toContain('Tickets');
  });
});
