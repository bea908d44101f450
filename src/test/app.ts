/** The real application around some routes, for tests that speak HTTP to them. */
import type { Express } from 'express';
import { createApp } from '../app';
import { manualClock, type Clock } from '../kernel/clock';
import type { CompanyId, ConnectionId, UserId } from '../kernel/ids';
import { silentLog } from '../kernel/log';
import type { Feature } from '../platform/feature';
import type { RedisCommands } from '../platform/http/rate-limit';
import type { Caller } from '../platform/http/route';
import { createTokens, type Tokens } from '../platform/http/tokens';
import type { Queryable } from '../platform/transact';

export interface TestApp {
  readonly app: Express;
  readonly tokens: Tokens;
  /** Moves the time that tokens live by. */
  readonly clock: { advance(ms: number): void };
  /** The value of an `Authorization` header. An admin unless told. */
  bearer(caller: { companyId: CompanyId; userId?: number; profile?: 'user' | 'admin'; super?: boolean }): string;
  /** Errors that the application took for bugs. */
  readonly reported: unknown[];
}

type Parts = Pick<Feature, 'routes' | 'texts'>;

export interface TestAppParts {
  readonly db: Queryable;
  /** A function where a feature issues tokens itself. */
  readonly features: readonly Parts[] | ((tokens: Tokens) => readonly Parts[]);
  readonly redis?: RedisCommands;
  readonly consoleDir?: string;
}

export function testTokens(clock: Clock): Tokens {
  return createTokens({ access: 'access'.padEnd(32, '!'), refresh: 'refresh'.padEnd(32, '!') }, clock);
}

export function testApp({ db, redis, ...parts }: TestAppParts): TestApp {
  const clock = manualClock(new Date());
  const tokens = testTokens(clock);
  const features = typeof parts.features === 'function' ? parts.features(tokens) : parts.features;
  const reported: unknown[] = [];
  const app = createApp({
    routes: features.flatMap(({ routes }) => routes ?? []),
    texts: features.map(({ texts }) => texts ?? {}),
    auth: { tokens, findConnection: (tokenHash) => findConnection(db, tokenHash) },
    db,
    redis: redis ?? null,
    log: silentLog,
    report: (error) => void reported.push(error),
    board: null,
    corsOrigins: ['https://app.example.com'],
    trustedProxies: 1,
    consoleDir: parts.consoleDir ?? null,
    version: '0.0.0-test',
  });
  return {
    app,
    tokens,
    clock,
    reported,
    bearer: ({ companyId, userId = 1, profile = 'admin', super: isSuper = false }) => {
      const caller: Caller = { companyId, userId: userId as UserId, profile, super: isSuper };
      return `Bearer ${tokens.issueAccess(caller, 'Ana')}`;
    },
  };
}

async function findConnection(db: Queryable, tokenHash: string) {
  const [row] = await db.query<{ companyId: CompanyId; connectionId: ConnectionId }>(
    `SELECT "companyId", "id" AS "connectionId" FROM "Whatsapps" WHERE "tokenHash" = $1`,
    [tokenHash],
  );
  return row ?? null;
}
