import { Unavailable } from '../../kernel/errors';
import type { Transact } from '../../platform/transact';
import { buildCampaign, buildCompany } from '../../test/build';
import { testDatabase, type TestDatabase } from '../../test/database';
import { createProgress } from './progress';

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

const seqs = () => database.released.events.map(({ payload }) => (payload as { record: { seq: number } }).record.seq);

it('tells what it could not tell while the database was away', async () => {
  const companyId = await buildCompany(database.db);
  const id = await buildCampaign(database.db, companyId);
  let outages = 1;
  const transact: Transact = async (work) => {
    if (outages-- > 0) throw new Unavailable('ERR_DATABASE_UNAVAILABLE', 'away');
    return database.transact(work);
  };
  const progress = createProgress(transact);
  progress.touch({ companyId, id });
  await progress.stop();
  expect(outages).toBeLessThan(0);
  expect(seqs()).toEqual([expect.any(Number)]);
});

it('tells once more what is touched while it is told', async () => {
  const companyId = await buildCompany(database.db);
  const id = await buildCampaign(database.db, companyId);
  database.released.events.length = 0;
  const progress = createProgress((work) => {
    const telling = database.transact(work);
    if (database.released.events.length === 0) progress.touch({ companyId, id });
    return telling;
  });
  progress.touch({ companyId, id });
  await progress.stop();
  const [first = 0] = seqs();
  expect(seqs()).toEqual([first, first + 1]);
});
