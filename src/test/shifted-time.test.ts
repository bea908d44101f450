import { ADMIN, startProduct, type RunningProduct } from './product';

let p: RunningProduct;
const start = new Date('2026-03-02T08:00:00-03:00');
beforeAll(async () => {
  p = await startProduct(null, {}, start);
});
afterAll(() => p.stop());

it('moves the database, its column defaults and the process together', async () => {
  const clocks = async () => {
    const [row] = await p.database.db.query<{ now: Date; made: Date }>(`INSERT INTO "Queues" ("companyId", "name") VALUES ($1, gen_random_uuid()) RETURNING now() AS "now", "createdAt" AS "made"`, [p.companyId]);
    const { body } = await p.as(null)<{ token: string }>('POST', '/auth/login', ADMIN);
    const issued = (JSON.parse(Buffer.from(body.token.split('.')[1]!, 'base64url').toString()) as { iat: number }).iat * 1_000;
    return [row!.now.getTime(), row!.made.getTime(), issued].map((at) => Math.round((at - start.getTime()) / 60_000));
  };
  expect(await clocks()).toEqual([0, 0, 0]);
  await p.advance(90 * 60_000);
  expect(await clocks()).toEqual([90, 90, 90]);
});
