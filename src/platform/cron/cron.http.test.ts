import request from 'supertest';
import type { CompanyId } from '../../kernel/ids';
import { systemClock } from '../../kernel/clock';
import { silentLog } from '../../kernel/log';
import { testApp, type TestApp } from '../../test/app';
import { testDatabase, type TestDatabase } from '../../test/database';
import { cronRoutes, cronTexts } from './cron.routes';
import { createCronRunner } from './cron-runner';
import { neverLeads } from './leadership';

let database: TestDatabase;
let t: TestApp;
beforeAll(async () => {
  database = await testDatabase();
  const { db, transact } = database;
  const sweep = { name: 'sweep', label: 'Sweep -> Verify', expression: '0 15 3 * * *', timezone: 'America/Sao_Paulo', run: async () => ({ moved: 2 }) };
  const runner = createCronRunner({ crons: [sweep], lock: neverLeads, db, transact, owner: 'test', clock: systemClock, log: silentLog, report: () => undefined });
  t = testApp({ db, features: [{ routes: cronRoutes(runner), texts: cronTexts }] });
});
afterAll(() => database.close());

const companyId = 1 as CompanyId;
const call = (method: 'get' | 'post', path: string, isSuper: boolean) => request(t.app)[method](path).set('Authorization', t.bearer({ companyId, super: isSuper }));

it('shows an admin the jobs, and lets a super user alone run one', async () => {
  const before = await call('get', '/api/crons', false);
  expect(before.body).toMatchObject({
    leader: { here: false },
    crons: [{ name: 'sweep', expression: '0 15 3 * * *', timezone: 'America/Sao_Paulo', lastStartedAt: null, lastResult: null, runs: 0, running: false }],
  });
  expect(before.body.crons[0].nextRunAt).toMatch(/T06:15:00.000Z$/);
  expect((await call('post', '/api/crons/sweep/run', false)).status).toBe(403);
  expect((await call('post', '/api/crons/other/run', true)).status).toBe(404);
  expect((await call('post', '/api/crons/sweep/run', true)).body).toEqual({ name: 'sweep', result: { moved: 2 } });
  expect((await call('get', '/api/crons', false)).body.crons).toMatchObject([{ lastResult: { moved: 2 }, lastError: null, runs: 1, failures: 0 }]);
});
