/** A company that does not pay: from the moment its suspension is answered nothing of it comes in or leaves, and all of it goes on afterwards. */
import { addressOf, connectClient, outcomeOf } from '../sockets';
import { campaign, captured, connection, ended, eventually, list, pace, someNumbers, start } from '../operator';
import { startProduct, type RunningProduct } from '../product';

const SLOW = { limiterMax: 20, limiterDurationMs: 1_000 };
const CONTACTS = 160;

let root: RunningProduct;
beforeAll(async () => {
  root = await startProduct(null, { PRESENCE_CHECK_SECONDS: '1' });
}, 60_000);
afterAll(() => root.stop());

it('holds what a suspended company has under way, shuts its people out, and lets it flow again', async () => {
  const admin = { name: 'Rita', email: 'rita@cliente.br', password: 'segredo-comprido' };
  const { id: companyId } = (await root.api<{ id: number }>('POST', '/companies', { name: 'Cliente', admin })).body;
  const logIn = () => root.as(null)<{ token: string; error?: string }>('POST', '/auth/login', { email: admin.email, password: admin.password });
  const { token } = (await logIn()).body;
  const client: RunningProduct = { ...root, companyId, token, api: root.as(token) };
  const suspend = (status: boolean) => root.api('PUT', `/companies/${companyId}`, { status: !status });

  await pace(client, 0, 0, 0);
  const number = await connection(client, 'Cliente');
  await client.api('PUT', `/whatsapp/${number.id}`, SLOW);
  const contactListId = await list(client, someNumbers(CONTACTS, 0));
  const id = await start(client, { contactListId, whatsappId: number.id });
  const socket = connectClient(root.url, addressOf('workspace', companyId), token);
  expect(await outcomeOf(socket)).toBe('connected');
  await eventually(() => campaign(client, id), ({ counters }) => counters['pending'] !== undefined && counters['pending'] <= CONTACTS - 10);

  const cut = new Promise((resolve) => socket.socket.once('disconnect', resolve));
  await suspend(true);
  const { db } = root.database;
  const count = async (...states: string[]) => (await db.query(`SELECT 1 FROM "Deliveries" WHERE "campaignId" = $1 AND "state" = ANY($2::text[])`, [id, states])).length;
  const claimed = CONTACTS - (await count('pending'));
  expect(claimed).toBeLessThan(CONTACTS);
  await cut;
  expect(await outcomeOf(connectClient(root.url, addressOf('workspace', companyId), token))).toBe('ERR_COMPANY_SUSPENDED');
  expect(await client.api('GET', '/campaigns')).toMatchObject({ status: 403, body: { error: 'ERR_COMPANY_SUSPENDED' } });
  expect(await root.as(number.token)('POST', '/api/messages/send', { number: '11988887777', body: 'Oi' })).toMatchObject({ status: 403, body: { error: 'ERR_COMPANY_SUSPENDED' } });
  expect((await logIn()).body.error).toBe('ERR_COMPANY_SUSPENDED');

  // Two sweeps later, whoever rings: nothing was claimed since.
  await db.query(`INSERT INTO "Deliveries" ("companyId", "connectionId", "kind", "recipient", "body") VALUES ($1, $2, 'direct', '5511988887777', 'oi')`, [companyId, number.id]);
  const [{ at }] = (await db.query<{ at: Date }>('SELECT now() AS "at"')) as [{ at: Date }];
  await eventually(() => db.query<{ later: boolean }>(`SELECT now() > $1::timestamptz + interval '2.5 s' AS "later"`, [at]), ([row]) => row?.later === true);
  expect(CONTACTS - (await count('pending'))).toBe(claimed);
  expect(await db.query(`SELECT "state" FROM "Deliveries" WHERE "connectionId" = $1 AND "campaignId" IS NULL`, [number.id])).toEqual([{ state: 'pending' }]);

  await suspend(false);
  const again: RunningProduct = { ...client, api: root.as((await logIn()).body.token) };
  expect((await ended(again, id)).counters).toMatchObject({ total: CONTACTS, pending: 0, failed: 0, skipped: 0 });
  const accepted = await eventually(() => captured(again, number.id), (all) => all.length === CONTACTS + 1);
  expect(new Set(accepted.map(({ to }) => to)).size).toBe(CONTACTS + 1);
});

it('shows who is here: by a log-in, by a socket, and not after a log-out', async () => {
  const here = async (id: number) => (await root.api<{ online: boolean }>('GET', `/users/${id}`)).body.online;
  const bia = { name: 'Bia', email: 'bia@cliente.br', password: 'segredo-comprido' };
  const { id } = (await root.api<{ id: number }>('POST', '/users', bia)).body;
  expect(await here(id)).toBe(false);
  const { token } = (await root.as(null)<{ token: string }>('POST', '/auth/login', { email: bia.email, password: bia.password })).body;
  await eventually(() => here(id), (online) => online);
  await root.as(token)('DELETE', '/auth/logout');
  expect(await here(id)).toBe(false);
  await root.as(null)('POST', '/auth/login', { email: bia.email, password: bia.password });
  await eventually(() => here(id), (online) => online);
  await root.database.db.query(`UPDATE "Users" SET "lastSeenAt" = now() - interval '6 min' WHERE "id" = $1`, [id]);
  await eventually(() => here(id), (online) => !online);
});
