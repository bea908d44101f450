/**
 * The environment, read once and here only, checked as a whole: a wrong installation is told all its faults at the
 * first start. `server.ts` passes the result down; nothing imports it.
 */
import { resolve } from 'node:path';
import type { z } from 'zod';
import { variables, type About } from './config.variables';
import { hours, seconds } from './kernel/clock';

type Name = keyof typeof variables;
type Values = { readonly [N in Name]: z.output<(typeof variables)[N]['schema']> };
type Given = Readonly<Record<string, string | undefined>>;
type Frozen<T> = T extends object ? { readonly [K in keyof T]: Frozen<T[K]> } : T;

export type Config = Frozen<ReturnType<typeof arrange>>;

/** Its message lists every fault, one a line. */
export class ConfigError extends Error {
  constructor(readonly faults: readonly string[]) {
    super(['Configuração inválida / invalid configuration:', ...faults].join('\n  '));
    this.name = 'ConfigError';
  }
}

/** Reads `.env` of the working directory, then the environment, which wins. @throws ConfigError */
export function readConfig(): Config {
  try {
    process.loadEnvFile();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  return parseConfig(process.env);
}

/** An empty value counts as unset, as compose files write it. @throws ConfigError */
export function parseConfig(environment: Given): Config {
  const names = Object.keys(variables) as Name[];
  const given: Given = Object.fromEntries(names.map((name) => [name, environment[name]?.trim() || undefined]));
  const parsed = names.map((name) => ({ name, ...variables[name].schema.safeParse(given[name]) }));
  const faults = [...parsed.filter(({ success }) => !success).map(({ name }) => faultOf(name, given[name])), ...contradictions(given)];
  if (faults.length > 0) throw new ConfigError(faults);
  return freeze(arrange(Object.fromEntries(parsed.map(({ name, data }) => [name, data])) as Values));
}

function faultOf(name: Name, value: string | undefined): string {
  const about: About = variables[name];
  const shown = about.secret ? name : `${name}=${value}`;
  return `${shown}: deve ser / must be ${about.mustBe}. Ex.: ${name}=${about.example}`;
}

/** Faults between variables, each of which is right by itself. */
function contradictions(given: Given): string[] {
  const { ROLE: role, BULL_USER: boardUser, BULL_PASS: boardPass } = given;
  const split = role === 'api' || role === 'worker';
  const hasRedis = (given['REDIS_URI'] ?? given['REDIS_HOST']) !== undefined;
  const rules: (readonly [broken: boolean, fault: string])[] = [
    [split && !given['DATABASE_URL'], `ROLE=${role}: exige / needs DATABASE_URL. Ex.: DATABASE_URL=${variables.DATABASE_URL.example}`],
    [split && !hasRedis, `ROLE=${role}: exige / needs REDIS_URI. Ex.: REDIS_URI=${variables.REDIS_URI.example}`],
    [!hasRedis && !!(given['REDIS_PORT'] ?? given['REDIS_PASSWORD']), 'REDIS_PORT, REDIS_PASSWORD: exigem / need REDIS_HOST. Ex.: REDIS_HOST=127.0.0.1'],
    [!boardUser !== !boardPass, 'BULL_USER, BULL_PASS: os dois ou nenhum / both or neither. Ex.: BULL_USER=operador'],
    [!!boardPass && boardPass === boardUser, 'BULL_PASS: igual a / equals BULL_USER. Ex.: BULL_PASS=uma-senha-longa'],
    [
      !!given['JWT_SECRET'] && given['JWT_SECRET'] === given['JWT_REFRESH_SECRET'],
      'JWT_REFRESH_SECRET: igual a / equals JWT_SECRET. Ex.: openssl rand -hex 32',
    ],
    [given['SIMULATOR'] === 'off' && !!given['SIMULATOR_URL'], 'SIMULATOR_URL: contradiz / contradicts SIMULATOR=off. Ex.: SIMULATOR=on'],
  ];
  return rules.filter(([broken]) => broken).map(([, fault]) => fault);
}

function arrange(v: Values) {
  const redisUrl = v.REDIS_URI ?? (v.REDIS_HOST === null ? null : redisUrlOf(v.REDIS_HOST, v.REDIS_PORT, v.REDIS_PASSWORD));
  return {
    environment: v.NODE_ENV,
    role: v.ROLE,
    http: { host: v.HOST, port: v.PORT, corsOrigins: v.CORS_ORIGINS ?? [], trustedProxies: v.TRUST_PROXY },
    dataDir: resolve(v.DATA_DIR),
    publicDir: resolve(v.PUBLIC_DIR),
    logLevel: v.LOG_LEVEL,
    sentryDsn: v.SENTRY_DSN,
    /** `url` null: the embedded PostgreSQL. */
    database: { url: v.DATABASE_URL, pool: v.DATABASE_POOL },
    /** Null: the embedded job engine. */
    redisUrl,
    /** Null: no board. */
    board: v.BULL_USER === null || v.BULL_PASS === null ? null : { user: v.BULL_USER, password: v.BULL_PASS },
    /** Null: made at first start and kept in the database. */
    tokens: { accessSecret: v.JWT_SECRET, refreshSecret: v.JWT_REFRESH_SECRET },
    admin: { email: v.ADMIN_EMAIL, password: v.ADMIN_PASSWORD },
    seedDemo: v.SEED_DEMO === null ? v.DATABASE_URL === null && redisUrl === null : v.SEED_DEMO === 'on',
    /** `url` null: inside this process. */
    simulator: { on: v.SIMULATOR === 'on', url: v.SIMULATOR_URL },
    defaultTimezone: v.DEFAULT_TIMEZONE,
    /** The pace of a connection that has none of its own. */
    limiter: { max: v.REDIS_OPT_LIMITER_MAX, durationMs: v.REDIS_OPT_LIMITER_DURATION },
    delivery: {
      leaseMs: seconds(v.DELIVERY_LEASE_SECONDS),
      /** Null: as long as the channel says. */
      unknownWaitMs: v.DELIVERY_UNKNOWN_WAIT_SECONDS === null ? null : seconds(v.DELIVERY_UNKNOWN_WAIT_SECONDS),
      sweepMs: seconds(v.SWEEP_SECONDS),
    },
    campaigns: { checkMs: seconds(v.CAMPAIGN_CHECK_SECONDS), latenessMs: hours(v.CAMPAIGN_LATENESS_HOURS) },
    presence: { checkMs: seconds(v.PRESENCE_CHECK_SECONDS) },
    schedules: { checkMs: seconds(v.SCHEDULE_CHECK_SECONDS) },
    scheduler: {
      leader: v.SCHEDULER_ENABLED === 'true' ? v.SCHEDULER_LEADER : 'false',
      queueCheckMs: seconds(v.QUEUE_CHECK_SECONDS),
      router: v.ROUTER_CRON,
      lanes: v.LANES_CRON,
      autoClose: v.AUTO_CLOSE_CRON,
      invoices: v.INVOICES_CRON,
      sessionCleanup: v.SESSION_CLEANUP_CRON,
      timezone: v.DEFAULT_TIMEZONE,
    },
    imports: { maxBytes: v.IMPORT_MAX_BYTES, maxLines: v.IMPORT_MAX_LINES },
  };
}

function redisUrlOf(host: string, port: number, password: string | null): string {
  const credentials = password === null ? '' : `:${encodeURIComponent(password)}@`;
  return `redis://${credentials}${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function freeze<T extends object>(value: T): Frozen<T> {
  for (const part of Object.values(value) as unknown[]) if (typeof part === 'object' && part !== null) freeze(part);
  return Object.freeze(value) as Frozen<T>;
}
