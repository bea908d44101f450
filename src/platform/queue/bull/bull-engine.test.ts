import { randomUUID } from 'node:crypto';
import { engineContract } from '../engine.contract';
import { createBullEngine } from './bull-engine';

const redisUrl = process.env['TEST_REDIS_URL']!;

describe('Bull engine', () => {
  engineContract(async () => {
    // A prefix of its own is an empty Redis of its own.
    const prefix = `test-${randomUUID()}`;
    return {
      open: (setup) => createBullEngine({ ...setup, redisUrl, prefix }),
      address: { redisUrl, prefix },
      dispose: async () => undefined,
    };
  });
});
