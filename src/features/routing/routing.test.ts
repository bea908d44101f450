import { setupRouting } from '../../test/routing';
import { createRouting } from './index';

it('speaks in the log as operators look for it', async () => {
  const t = await setupRouting();
  const crons = { router: '0 */2 * * * *', lanes: '0 * * * * *', autoClose: '30 * * * * *', timezone: 'America/Sao_Paulo' };
  const { crons: declared, handlers } = createRouting({ ...t.deps, transact: t.transact, log: t.log, crons });
  expect(declared?.map(({ name, label }) => [name, label])).toEqual([
    ['router', 'SearchForUsersRandom -> VerifyUsersRandom'], ['lanes', 'Process Lanes -> Verify'], ['autoClose', 'ClosedAllOpenTickets -> Verify'],
  ]);
  await handlers?.[0]?.onGiveUp?.({}, new Error('no luck'));
  expect(t.lines.map(({ message }) => message)).toEqual(['SearchForQueue -> VerifyQueue: error']);
  await t.stopAll();
  await t.close();
});
