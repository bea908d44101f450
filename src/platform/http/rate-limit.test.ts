import Redis from 'ioredis';
import request from 'supertest';
import { z } from 'zod';
import { Unauthorized } from '../../kernel/errors';
import { testApp } from '../../test/app';
import { testDatabase, type TestDatabase } from '../../test/database';
import { byAddressAndEmail, type RedisCommands } from './rate-limit';
import { route } from './route';

let database: TestDatabase;
const stores: Redis[] = [];

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(async () => {
  for (const redis of stores) redis.disconnect();
  await database.close();
});

let rules = 0;
/** A log-in of its own name, so that tests share no counts. */
function appOf(redis?: RedisCommands, name = `login-${(rules += 1)}`) {
  const logIn = route({
    method: 'post', path: '/log-in', access: 'public', tag: 'Test', summary: 'test',
    rates: [{ name, perMinute: 5, keyOf: byAddressAndEmail }],
    body: z.object({ email: z.string(), password: z.string() }),
    response: z.object({}),
    async run({ body }) {
      if (body.password !== 'right') throw new Unauthorized('ERR_INVALID_CREDENTIALS', 'wrong');
      return {};
    },
  });
  const { app } = testApp({ db: database.db, features: [{ routes: [logIn] }], ...(redis && { redis }) });
  return (email: string, password: string, address = '203.0.113.7') => request(app).post('/log-in').set('X-Forwarded-For', address).send({ email, password });
}

function openRedis(): Redis {
  const redis = new Redis(process.env['TEST_REDIS_URL']!);
  stores.push(redis);
  return redis;
}

it.each<[string, () => RedisCommands | undefined]>([
  ['in this process', () => undefined],
  ['in Redis', openRedis],
])('lets five guesses a minute pass, by address and account, counted %s', async (_, redis) => {
  const logIn = appOf(redis());
  for (let i = 0; i < 5; i += 1) expect((await logIn('ana@a.br', 'wrong')).status).toBe(401);
  const sixth = await logIn('ANA@a.br ', 'right');
  expect(sixth.body).toMatchObject({ status: 429, error: 'ERR_TOO_MANY_ATTEMPTS' });
  expect(Number(sixth.get('Retry-After'))).toBeGreaterThan(0);
  expect(sixth.get('RateLimit-Policy')).toContain('q=5; w=60');
  expect((await logIn('bia@a.br', 'wrong')).status).toBe(401);
  expect((await logIn('ana@a.br', 'right', '198.51.100.1')).status).toBe(200);
});

it('does not count those who know the password', async () => {
  const logIn = appOf();
  for (let i = 0; i < 12; i += 1) expect((await logIn('ana@a.br', 'right')).status).toBe(200);
});

it('takes the addresses of one IPv6 network for one', async () => {
  const logIn = appOf();
  for (let i = 0; i < 5; i += 1) await logIn('ana@a.br', 'wrong', `2001:db8:0:1::${i + 1}`);
  expect((await logIn('ana@a.br', 'wrong', '2001:db8:0:1::99')).status).toBe(429);
});

it('shares the count between processes through Redis', async () => {
  const [one, other] = [appOf(openRedis(), 'shared'), appOf(openRedis(), 'shared')];
  for (let i = 0; i < 3; i += 1) await one('ana@a.br', 'wrong');
  for (let i = 0; i < 2; i += 1) await other('ana@a.br', 'wrong');
  expect((await one('ana@a.br', 'wrong')).status).toBe(429);
});

it('lets people in while Redis does not answer', async () => {
  let scripts = 0;
  const dead: RedisCommands = { call: (command) => (command === 'SCRIPT' ? Promise.resolve(`sha-${(scripts += 1)}`) : new Promise(() => undefined)) };
  expect((await appOf(dead)('ana@a.br', 'right')).status).toBe(200);
});
