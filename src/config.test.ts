import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ConfigError, parseConfig } from './config';
import { envExample, variables } from './config.variables';

const root = resolve(__dirname, '..');
const split = { DATABASE_URL: 'postgres://a:b@db/e', REDIS_URI: 'redis://cache' };

function faultsOf(environment: Record<string, string>): readonly string[] {
  try {
    parseConfig(environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
}

describe('with nothing set', () => {
  const config = parseConfig({});

  it('runs everything embedded, on this machine only, with demo data', () => {
    expect(config).toMatchObject({
      role: 'all',
      http: { host: '127.0.0.1', port: 8080, corsOrigins: [] },
      database: { url: null },
      redisUrl: null,
      board: null,
      seedDemo: true,
      limiter: { max: 1, durationMs: 3000 },
    });
  });

  it('is frozen to the last part', () => {
    expect(Object.isFrozen(config)).toBe(true);
    expect(Object.isFrozen(config.http.corsOrigins)).toBe(true);
  });

  it('takes an empty value for unset', () => {
    expect(parseConfig({ PORT: '', REDIS_URI: ' ' })).toEqual(config);
  });
});

it.each([
  [{ REDIS_HOST: 'r' }, 'redis://r:6379'],
  [{ REDIS_HOST: '::1', REDIS_PORT: '7000' }, 'redis://[::1]:7000'],
  [{ REDIS_HOST: 'r', REDIS_PASSWORD: 'a/b@c' }, 'redis://:a%2Fb%40c@r:6379'],
  [{ REDIS_HOST: 'r', REDIS_URI: 'rediss://wins:1' }, 'rediss://wins:1'],
])('reads the Redis address of %j', (environment, expected) => {
  expect(parseConfig(environment).redisUrl).toBe(expected);
});

it.each([
  [{}, true],
  [{ DATABASE_URL: split.DATABASE_URL }, false],
  [{ REDIS_URI: split.REDIS_URI }, false],
  [{ ...split, SEED_DEMO: 'on' }, true],
  [{ SEED_DEMO: 'off' }, false],
])('seeds demo data with %j: %s', (environment, expected) => {
  expect(parseConfig(environment).seedDemo).toBe(expected);
});

it('splits the origins', () => {
  expect(parseConfig({ CORS_ORIGINS: 'https://a.br, http://b:3000' }).http.corsOrigins).toEqual(['https://a.br', 'http://b:3000']);
});

it('tells all faults at once, each with the name, the range and an example', () => {
  const faults = faultsOf({ PORT: 'oito', DATABASE_POOL: '1', DEFAULT_TIMEZONE: 'Brasil', LOG_LEVEL: 'loud' });
  expect(faults.map((fault) => fault.split('=')[0])).toEqual(['PORT', 'LOG_LEVEL', 'DATABASE_POOL', 'DEFAULT_TIMEZONE']);
  expect(faults[0]).toBe('PORT=oito: deve ser / must be 0..65535. Ex.: PORT=8080');
  expect(new ConfigError(faults).message).toContain('\n  LOG_LEVEL=loud: ');
});

it.each(Object.entries(variables).filter(([, about]) => 'secret' in about))('never repeats the value of %s', (name) => {
  expect(faultsOf({ [name]: 'canary', ROLE: 'worker' }).join()).not.toContain('canary');
});

it.each([
  ['a worker needs the shared database and queues', { ROLE: 'worker' }, 2],
  ['an API alone needs the shared queues', { ROLE: 'api', DATABASE_URL: split.DATABASE_URL }, 1],
  ['both given', { ROLE: 'worker', ...split }, 0],
  ['the customary board password', { BULL_USER: 'admin', BULL_PASS: 'admin' }, 2],
  ['a board user without password', { BULL_USER: 'ops' }, 1],
  ['a short board password', { BULL_USER: 'ops', BULL_PASS: '123456789' }, 1],
  ['a good board password', { BULL_USER: 'ops', BULL_PASS: '1234567890' }, 0],
  ['a short signing secret', { JWT_SECRET: 'x'.repeat(31) }, 1],
  ['one secret for both tokens', { JWT_SECRET: 'x'.repeat(32), JWT_REFRESH_SECRET: 'x'.repeat(32) }, 1],
  ['a Redis password without a host', { REDIS_PASSWORD: 'x' }, 1],
  ['a simulator both off and elsewhere', { SIMULATOR: 'off', SIMULATOR_URL: 'http://s' }, 1],
  ['a database of another kind', { DATABASE_URL: 'mysql://a/b' }, 1],
  ['an origin with a path', { CORS_ORIGINS: 'https://a.br/app' }, 1],
  ['a number out of range', { PORT: '65536' }, 1],
  ['a number with letters', { SWEEP_SECONDS: '5s' }, 1],
] as const)('%s', (_name, environment, faults) => {
  expect(faultsOf(environment)).toHaveLength(faults);
});

it('has an example of every variable that is itself valid', () => {
  const lone = Object.entries(variables).filter(([name]) => !/^(REDIS_P|BULL_)/.test(name));
  for (const [name, { example }] of lone) expect(faultsOf({ [name]: example })).toEqual([]);
});

it('keeps .env.example equal to the table', () => {
  expect(readFileSync(resolve(root, '.env.example'), 'utf8')).toBe(envExample());
});

it.each(['README.md', 'README.en.md'])('has every variable in the table of %s', (file) => {
  const table = readFileSync(resolve(root, file), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .join();
  expect(Object.keys(variables).filter((name) => !table.includes(`\`${name}\``))).toEqual([]);
});
