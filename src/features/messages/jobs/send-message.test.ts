import type { Handler, JobContext } from '../../../platform/queue/job';
import { direct } from '../../../test/ledger';
import { PNG, setupTalk, type Talk } from '../../../test/talk';

let t: Talk;
let us: Awaited<ReturnType<Talk['buildTenant']>>;
let handler: Handler;
beforeAll(async () => {
  t = await setupTalk();
  [handler] = t.messages.handlers as [Handler];
});
afterAll(() => t.stop());
beforeEach(async () => {
  us = await t.buildTenant();
  t.provider.ledger.length = 0;
});

const context = (jobId: string): JobContext => ({ jobId, attempt: 1, traceId: 't', stopping: () => false, progress: async () => undefined });
const run = (payload: object, jobId = '1') => handler.run(handler.job.payload.parse(payload), context(jobId));
const foreign = (data: object = {}, over: object = {}) => ({ whatsappId: us.connection, data: { number: '11988887777', body: 'Oi', ...data }, ...over });

it('rings the lane', async () => {
  await t.transact((tx) => t.deliveries.submit(tx, us.company, [direct(us.connection)]));
  await run({ companyId: us.company, connectionId: us.connection });
  await t.sendAll(us);
  expect(t.provider.ledger).toHaveLength(1);
});

it('takes the message of another producer once, however often its job runs', async () => {
  await run(foreign());
  await run(foreign());
  expect(await t.ledgerOf(us.company)).toMatchObject([{ recipient: '5511988887777', body: 'Oi', kind: 'direct' }]);
});

it('takes a new message under an id that Bull gives again after Redis was emptied', async () => {
  await run(foreign());
  await run(foreign({ body: 'Outra' }));
  expect(await t.ledgerOf(us.company)).toHaveLength(2);
});

it('belongs to the company of the connection, whatever it claims', async () => {
  const them = await t.buildTenant();
  await run(foreign({ companyId: them.company }));
  expect(await t.ledgerOf(us.company)).toHaveLength(1);
  expect(await t.ledgerOf(them.company)).toEqual([]);
});

it('tries again for an unknown connection, and gives up on what can never be sent', async () => {
  await expect(run(foreign({}, { whatsappId: 999_999 }))).rejects.toMatchObject({ fate: 'retry', message: 'Whatsapp não identificado' });
  await expect(run(foreign({ number: '1' }))).rejects.toMatchObject({ fate: 'discard' });
  await expect(run(foreign({ body: '' }))).rejects.toMatchObject({ fate: 'discard' });
  expect(await t.ledgerOf(us.company)).toEqual([]);
});

it('sends a copy of a file in the company’s folder', async () => {
  const { path } = await t.media.save(us.company, PNG, 'a.png');
  await run(foreign({ mediaPath: `${t.publicDir}/company${us.company}/${path}` }), '1');
  await run(foreign({ mediaPath: path }), '2');
  const rows = await t.ledgerOf(us.company);
  expect(rows).toMatchObject([{ media: { mimeType: 'image/png' } }, { media: { mimeType: 'image/png' } }]);
  expect(rows.map(({ media }) => media?.path)).not.toContain(path);
});

it.each([
  (theirs: string) => theirs,
  (theirs: string, company: number) => `../company${company}/${theirs}`,
  (theirs: string, company: number) => `${t.publicDir}/company${company}/${theirs}`,
  () => '/etc/passwd',
  () => '../../../../../../etc/passwd',
  () => 'file:///etc/passwd',
  () => 'http://127.0.0.1/a.png',
])('sends no file from elsewhere', async (pathOf) => {
  const them = await t.buildTenant();
  const { path } = await t.media.save(them.company, PNG, 'b.png');
  await t.media.save(us.company, PNG, 'a.png');
  await expect(run(foreign({ mediaPath: pathOf(path, them.company) }))).rejects.toMatchObject({ fate: 'discard' });
  expect(await t.ledgerOf(us.company)).toEqual([]);
});
