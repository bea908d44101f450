import type { Request, RequestHandler } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { RedisStore, type RedisReply } from 'rate-limit-redis';
import { minutes, seconds } from '../../kernel/clock';
import { RateLimited } from '../../kernel/errors';
import type { Log } from '../../kernel/log';
import type { RateRule } from './route';

export const byAddress = (req: Request): string => ipKeyGenerator(req.ip ?? '');

/** Address and the account that the body names: many users behind one address do not lock each other out. */
export function byAddressAndEmail(req: Request): string {
  const { email } = (req.body ?? {}) as { email?: unknown };
  return `${byAddress(req)} ${typeof email === 'string' ? email.trim().toLowerCase().slice(0, 254) : ''}`;
}

/** The commands of a Redis client (ioredis' `call`). */
export interface RedisCommands {
  call(command: string, ...args: string[]): Promise<unknown>;
}

/** While Redis does not answer nobody is held up, nor locked out. */
const PATIENCE_MS = seconds(1);

class PatientRedisStore extends RedisStore {
  override async increment(key: string) {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error('Redis did not answer in time')), PATIENCE_MS);
    });
    try {
      return await Promise.race([super.increment(key), late]);
    } finally {
      clearTimeout(timer);
    }
  }
}

/**
 * Makes the middleware of a rule. Successful requests do not count: it is guessing that is limited.
 * @param redis shares the counts between processes; without it each process counts by itself.
 */
export function rateLimiter(redis: RedisCommands | null, log: Log): (rule: RateRule) => RequestHandler {
  const tell = (error: unknown, message?: string) => log.warn({ err: error }, message ?? 'rate limit');
  return (rule) =>
    rateLimit({
      logger: { error: tell, warn: tell },
      windowMs: minutes(1),
      limit: rule.perMinute,
      keyGenerator: rule.keyOf,
      skipSuccessfulRequests: true,
      standardHeaders: 'draft-8',
      legacyHeaders: false,
      identifier: rule.name,
      passOnStoreError: true,
      ...(redis && {
        store: new PatientRedisStore({
          prefix: `rate:${rule.name}:`,
          sendCommand: (command, ...args) => redis.call(command, ...args) as Promise<RedisReply>,
        }),
      }),
      handler: (_req, res, next) => next(new RateLimited(seconds(Number(res.getHeader('Retry-After'))), 'ERR_TOO_MANY_ATTEMPTS')),
    });
}
