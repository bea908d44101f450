import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { Invalid } from '../../kernel/errors';
import type { CompanyId } from '../../kernel/ids';
import { createMediaStore } from './media';
import { sniff } from './mime';

const own = 1 as CompanyId;
const other = 2 as CompanyId;
const png = Buffer.from('\x89PNG\r\n\x1a\nrest', 'latin1');

let root: string;
let publicDir: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'media-'));
  publicDir = join(root, 'public');
  await mkdir(publicDir);
});
afterEach(() => rm(root, { recursive: true }));

const files = () => readdir(join(publicDir, `company${own}`));

describe('save', () => {
  it('stores under a random name, in the folder of the company, and gives it back', async () => {
    const store = createMediaStore(publicDir);
    const stored = await store.save(own, Readable.from([png.subarray(0, 3), png.subarray(3)]), 'C:\\fotos\\Verão 2026.exe');
    expect(stored).toEqual({ path: expect.stringMatching(/^[0-9a-f]{32}\.png$/) as string, name: 'Verão 2026.exe', mimeType: 'image/png', size: png.length });
    await expect(readFile(await store.resolve(own, stored.path))).resolves.toEqual(png);
    await expect(files()).resolves.toEqual([stored.path]);
  });

  it('never writes two files under one name', async () => {
    const store = createMediaStore(publicDir);
    const stored = await Promise.all(Array.from({ length: 20 }, () => store.save(own, png, 'a.png')));
    expect(new Set(stored.map(({ path }) => path)).size).toBe(20);
  });

  it.each([
    ['a kind it does not know', Buffer.from('MZ\x90\0\x03'), 'ERR_MEDIA_TYPE'],
    ['an empty file', Buffer.alloc(0), 'ERR_MEDIA_TYPE'],
    ['a file that is too large', Buffer.concat([png, Buffer.alloc(2_000)]), 'ERR_MEDIA_TOO_LARGE'],
  ])('refuses %s and leaves nothing behind', async (_name, bytes, code) => {
    const saving = createMediaStore(publicDir, 1_000).save(own, bytes, 'a.png');
    await expect(saving).rejects.toMatchObject({ faults: [{ path: 'file', code }] });
    await expect(files()).resolves.toEqual([]);
  });

  it('leaves nothing behind when the sender hangs up', async () => {
    const source = new Readable({ read: () => undefined });
    source.push(png);
    const saving = createMediaStore(publicDir).save(own, source, 'a.png');
    source.destroy(new Error('hung up'));
    await expect(saving).rejects.toThrow('hung up');
    await expect(files()).resolves.toEqual([]);
  });

  it.each([
    ['../../etc/passwd', 'passwd'],
    ['a\0\n\u202eb.png', 'ab.png'],
    ['', 'arquivo'],
    ['/', 'arquivo'],
    [`${'x'.repeat(200)}.png`, `${'x'.repeat(116)}.png`],
  ])('shows %j as %j', async (given, shown) => {
    await expect(createMediaStore(publicDir).save(own, png, given)).resolves.toMatchObject({ name: shown });
  });
});

describe('resolve', () => {
  beforeEach(async () => {
    await writeFile(join(root, 'secret'), 'canary');
    await mkdir(join(publicDir, 'company1', 'sub'), { recursive: true });
    await mkdir(join(publicDir, 'company2'));
    await mkdir(join(publicDir, 'company10'));
    await writeFile(join(publicDir, 'company1', 'sub', 'mine.png'), png);
    await writeFile(join(publicDir, 'company2', 'theirs.png'), png);
    await writeFile(join(publicDir, 'company10', 'theirs.png'), png);
    await symlink('../../secret', join(publicDir, 'company1', 'link'));
    await symlink('../company2', join(publicDir, 'company1', 'door'));
  });

  it('finds what is inside', async () => {
    await expect(createMediaStore(publicDir).resolve(own, 'sub/mine.png')).resolves.toMatch(/company1\/sub\/mine\.png$/);
  });

  it.each([
    '',
    '.',
    '..',
    'sub',
    'missing.png',
    '../company2/theirs.png',
    '../company10/theirs.png',
    'sub/../../company2/theirs.png',
    '../../secret',
    '..\\..\\secret',
    '..%2f..%2fsecret',
    '%2e%2e%2f%2e%2e%2fsecret',
    '....//....//secret',
    '/etc/passwd',
    'file:///etc/passwd',
    'http://127.0.0.1/secret',
    'C:\\secret',
    '\\\\host\\share',
    'sub/mine.png\0.jpg',
    '\0',
    'link',
    'door/theirs.png',
    'x'.repeat(300),
    `${'../'.repeat(40)}etc/passwd`,
  ])('refuses %j', async (path) => {
    await expect(createMediaStore(publicDir).resolve(own, path)).rejects.toThrow(Invalid);
    await expect(createMediaStore(publicDir).resolve(own, path)).rejects.toMatchObject({ faults: [{ code: 'ERR_MEDIA_PATH' }] });
  });

  it('refuses a company that has no folder, in the same words', async () => {
    await expect(createMediaStore(publicDir).resolve(99 as CompanyId, 'a.png')).rejects.toMatchObject({ faults: [{ code: 'ERR_MEDIA_PATH' }] });
  });

  it('never leaves the folder, whatever the parts of the path', async () => {
    const part = fc.constantFrom('..', '.', '', '/', 'sub', 'link', 'door', 'company2', 'company10', 'theirs.png', 'secret', 'mine.png', '\\', '%2e%2e');
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 8 }), async (parts) => {
        const found = await createMediaStore(publicDir)
          .resolve(own, parts.join('/'))
          .catch(() => null);
        expect(found === null || found.endsWith('/company1/sub/mine.png')).toBe(true);
      }),
    );
  });
});

describe('remove', () => {
  it('removes the file, once or twice', async () => {
    const store = createMediaStore(publicDir);
    const { path } = await store.save(own, png, 'a.png');
    await store.remove(own, path);
    await store.remove(own, path);
    await expect(store.resolve(own, path)).rejects.toThrow(Invalid);
  });

  it('removes all that a company has, and nothing of another', async () => {
    const store = createMediaStore(publicDir);
    const [mine, theirs] = [await store.save(own, png, 'a.png'), await store.save(other, png, 'a.png')];
    await store.removeAll(own);
    await store.removeAll(own);
    await expect(store.resolve(own, mine.path)).rejects.toThrow(Invalid);
    await expect(store.resolve(other, theirs.path)).resolves.toContain(theirs.path);
  });

  it.each(['../company2/a.png', '..', '.', '', '/etc/passwd', 'a\0'])('refuses %j', async (path) => {
    const { path: theirs } = await createMediaStore(publicDir).save(other, png, 'a.png');
    await expect(createMediaStore(publicDir).remove(own, path === '../company2/a.png' ? `../company2/${theirs}` : path)).rejects.toThrow(Invalid);
  });
});

it.each([
  ['\xff\xd8\xff\xe0', 'a', 'image/jpeg'],
  ['\x89PNG\r\n\x1a\n', 'a', 'image/png'],
  ['RIFF\x10\0\0\0WEBPVP8 ', 'a', 'image/webp'],
  ['GIF89a', 'a', 'image/gif'],
  ['%PDF-1.7', 'a', 'application/pdf'],
  ['\0\0\0\x18ftypmp42', 'a', 'video/mp4'],
  ['\0\0\0\x18ftypisom', 'a', 'video/mp4'],
  ['\0\0\0\x1cftypM4A ', 'a', 'audio/mp4'],
  ['\0\0\0\x18ftyp3gp4', 'a', 'video/3gpp'],
  ['OggS\0', 'a', 'audio/ogg'],
  ['ID3\x04', 'a', 'audio/mpeg'],
  ['\xff\xfb\x90', 'a', 'audio/mpeg'],
  ['#!AMR\n', 'a', 'audio/amr'],
  ['PK\x03\x04[Content_Types].xml...word/document.xml', 'a.zip', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['PK\x03\x04[Content_Types].xml...xl/workbook.xml', 'a.zip', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ['PK\x03\x04readme', 'a.docx', 'application/zip'],
  ['nome;numero\r\nJo\xe3o;5581', 'lista.CSV', 'text/csv'],
  ['<html>', 'a.html', 'text/plain'],
  ['\0\0\0\x18ftypheic', 'a.jpg', undefined],
  ['\x7fELF', 'a.png', undefined],
])('sniffs %j as %s → %s', (bytes, name, mimeType) => {
  expect(sniff(Buffer.from(bytes, 'latin1'), name)?.mimeType).toBe(mimeType);
});
