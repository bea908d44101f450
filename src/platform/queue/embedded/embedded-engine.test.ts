import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { engineContract } from '../engine.contract';
import { createEmbeddedEngine } from './embedded-engine';

describe('embedded engine', () => {
  engineContract(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'esquadrao-jobs-'));
    const file = join(folder, 'jobs.sqlite');
    return {
      open: (setup) => createEmbeddedEngine({ ...setup, file }),
      address: { file },
      dispose: () => rm(folder, { recursive: true }),
    };
  });
});
