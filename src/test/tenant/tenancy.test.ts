import { hash } from '@node-rs/argon2';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compose, type Product } from '../../compose';
import { parseConfig } from '../../config';
import { manualClock, systemClock } from '../../kernel/clock';
import { silentLog } from '../../kernel/log';
import type { Route } from '../../platform/http/route';
import { createTokens } from '../../platform/http/tokens';
import { createMediaStore } from '../../platform/media/media';
import { testDatabase, type TestDatabase } from '../database';
import { addressOf, connectClient, GENERATIONS, outcomeOf, type TestClient } from '../sockets';
import { exerciseTenancy, type Tenancy } from './exercise';
import { exerciseHostility } from './hostile';
import { samples } from './samples';
import { fingerprint, PASSWORD, seedTenant, tablesWithout, type Tenant } from './tenant';

// Some two thousand requests each: minutes on a machine that does much else.
jest.setTimeout(180_000);

const secrets = { access: 'a'.repeat(32), refresh: 'r'.repeat(32) };

let database: TestDatabase;
let product: Product;
let directory: string;
let url: string;
let tenancy: Tenancy;
const listeners: { own: TestClient; foreign: TestClient; of: Tenant }[] = [];

beforeAll(async () => {
  database = await testDatabase();
  directory = await mkdtemp(join(tmpdir(), 'esquadrao-tenancy-'));
  const config = parseConfig({ DATABASE_URL: database.url, DATA_DIR: directory, PUBLIC_DIR: directory });
  const ground = { database: database.db, databaseUrl: database.url, secrets, log: silentLog, version: '0.0.0-test', consoleDir: null };
  product = compose(config, { ...ground, reporter: { report: () => undefined, flush: async () => undefined } });
  await once(product.server.listen(0, '127.0.0.1'), 'listening');
  url = `http://127.0.0.1:${(product.server.address() as AddressInfo).port}`;

  const media = createMediaStore(directory);
  const passwordHash = await hash(PASSWORD);
  const [now, past] = [createTokens(secrets, systemClock), createTokens(secrets, manualClock(new Date('2020-01-01')))];
  tenancy = {
    db: database.db,
    samples,
    seed: () => seedTenant(database.db, media, passwordHash),
    token: ({ companyId, adminId, userId }, role) =>
      (role === 'expired' ? past : now).issueAccess(
        { companyId, userId: role === 'user' ? userId : adminId, profile: role === 'user' ? 'user' : 'admin', super: role === 'super' },
        'Ana',
      ),
    async watch(pair) {
      const generation = GENERATIONS[listeners.length % GENERATIONS.length]!;
      const [own, foreign] = [pair.own, pair.foreign].map((tenant) => connectClient(url, addressOf(generation, tenant.companyId), tenancy.token(tenant, 'user')));
      listeners.push({ own: own!, foreign: foreign!, of: pair.own });
      expect([await outcomeOf(own!), await outcomeOf(foreign!)]).toEqual(['connected', 'connected']);
    },
  };
});
afterAll(async () => {
  for (const { own, foreign } of listeners) for (const { socket } of [own, foreign]) socket.disconnect();
  await product.stop();
  await database.close();
  await rm(directory, { recursive: true });
});

it('seeds every table that has a company', async () => {
  const tenant = await tenancy.seed();
  expect(await tablesWithout(database.db, tenant.companyId)).toEqual([]);
  const other = await tenancy.seed();
  const before = await fingerprint(database.db, tenant.companyId);
  await database.db.query(`UPDATE "Tickets" SET "status" = 'closed' WHERE "id" = $1`, [other.ticketId]);
  expect(await fingerprint(database.db, tenant.companyId)).toBe(before);
  await database.db.query(`UPDATE "Tickets" SET "status" = 'closed' WHERE "id" = $1`, [tenant.ticketId]);
  expect(await fingerprint(database.db, tenant.companyId)).not.toBe(before);
});

it('lets no company see or change what another one has, by any route', async () => {
  expect(await exerciseTenancy(product.server, product.routes, tenancy)).toEqual([]);
});

it('tells no company what happens in another one, by any event', () => {
  const told = listeners.flatMap(({ own }) => own.heard.filter(({ event }) => event !== 'ready'));
  expect(told.length).toBeGreaterThan(20);
  expect(listeners.flatMap(({ foreign, of }) => foreign.heard.filter((heard) => holds(heard, of)))).toEqual([]);
});

it('answers nothing that a client may write with a fault of its own', async () => {
  const own = await tenancy.seed();
  const bearerOf = ({ access }: Route) => (access === 'public' ? null : access === 'connection' ? own.connectionToken : tenancy.token(own, 'super'));
  expect(await exerciseHostility(product.server, product.routes, samples, own, bearerOf)).toEqual([]);
});

function holds(heard: object, { companyId, canaries }: Tenant): boolean {
  const text = JSON.stringify(heard);
  return text.includes(`company-${companyId}-`) || canaries.some((canary) => text.includes(canary));
}
