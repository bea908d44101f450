import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Conflict, Unavailable } from '../../kernel/errors';
import type { CompanyId, DeliveryId } from '../../kernel/ids';
import { createMediaStore } from '../../platform/media/media';
import { withFiles, type Accepted } from './message.service';

const companyId = 1 as CompanyId;
let folder: string;
let files: { path: string; name: string; mimeType: string; bytes: number }[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'files-'));
  files = await Promise.all(['a', 'b'].map(async (name) => {
    const path = join(folder, `${name}.upload`);
    await writeFile(path, name);
    return { path, name: `${name}.txt`, mimeType: 'text/plain', bytes: 1 };
  }));
});
afterEach(() => rm(folder, { recursive: true }));

const entry = (duplicate: boolean): Accepted => ({ id: 1 as DeliveryId, number: '55', duplicate });
const left = async () => (await readdir(join(folder, 'company1')).catch(() => [])).length;
const submit = (work: () => Promise<Accepted[]>) => withFiles(createMediaStore(folder), companyId, { body: '', files }, work);

it('keeps the files of new messages, and none of those that were known', async () => {
  await submit(async () => [entry(false), entry(true)]);
  expect(await left()).toBe(1);
});

it('keeps none when nothing was submitted, and all when nobody knows', async () => {
  await expect(submit(() => Promise.reject(new Conflict('ERR_X', 'no')))).rejects.toThrow('no');
  expect(await left()).toBe(0);
  await expect(submit(() => Promise.reject(new Unavailable('ERR_X', 'away')))).rejects.toThrow('away');
  expect(await left()).toBe(2);
});
