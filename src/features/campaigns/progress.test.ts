import { Unavailable } from '../../kernel/errors';
import type { Transact } from '../../platform/transact';
import { buildCampaign, buildCompany } from '../../test/build';
import { setupCampaigns } from '../../test/campaigns';
import { createProgress } from './progress';

let t: Awaited<ReturnType<typeof setupCampaigns>>;

beforeAll(async () => {
  t = await setupCampaigns();
});
afterAll(() => t.close());

const seqs = () => t.released.events.map(({ payload }) => (payload as { record: { seq: number } }).record.seq);

it('tells what it could not tell while the database was away', async () => {
  const companyId = await buildCompany(t.db);
  const id = await buildCampaign(t.db, companyId);
  let outages = 1;
  const transact: Transact = async (work) => {
    if (outages-- > 0) throw new Unavailable('ERR_DATABASE_UNAVAILABLE', 'away');
    return t.transact(work);
  };
  const progress = createProgress({ ...t.deps, transact });
  progress.touch({ companyId, id });
  await progress.stop();
  expect(outages).toBeLessThan(0);
  expect(seqs()).toEqual([expect.any(Number)]);
});

it('tells once more what is touched while it is told', async () => {
  const companyId = await buildCompany(t.db);
  const id = await buildCampaign(t.db, companyId);
  t.released.events.length = 0;
  const progress = createProgress({
    ...t.deps,
    transact: (work) => {
      const telling = t.transact(work);
      if (t.released.events.length === 0) progress.touch({ companyId, id });
      return telling;
    },
  });
  progress.touch({ companyId, id });
  await progress.stop();
  const [first = 0] = seqs();
  expect(seqs()).toEqual([first, first + 1]);
});
