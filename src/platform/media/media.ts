/**
 * Files of the companies, each inside `<publicDir>/company<id>/`. On disk a file has a random name of ours, so a sender
 * chooses neither where it lies nor what it overwrites; the name a person sees travels beside it.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Invalid } from '../../kernel/errors';
import type { CompanyId } from '../../kernel/ids';
import { HEAD_BYTES, sniff } from './mime';

export interface StoredMedia {
  /** Inside the company's folder; what `resolve` takes. */
  readonly path: string;
  /** The name shown to people. */
  readonly name: string;
  readonly mimeType: string;
  /** Bytes. */
  readonly size: number;
}

export interface MediaStore {
  /** @throws Invalid `ERR_MEDIA_TYPE`, `ERR_MEDIA_TOO_LARGE`; nothing is left on disk then, nor when the source breaks off. */
  save(companyId: CompanyId, source: Readable | Buffer, originalName: string): Promise<StoredMedia>;
  /** The absolute path of a file inside that company's folder. @throws Invalid `ERR_MEDIA_PATH` for whatever is not one */
  resolve(companyId: CompanyId, path: string): Promise<string>;
  /** Removes a file; one that is gone already is no fault. @throws Invalid as `resolve` does for a path outside */
  remove(companyId: CompanyId, path: string): Promise<void>;
  /** Removes everything a company has. */
  removeAll(companyId: CompanyId): Promise<void>;
}

/** What WhatsApp takes as a document is 100 MB; larger videos are refused there anyway. */
const MAX_BYTES = 100 * 1_048_576;

export function createMediaStore(publicDir: string, maxBytes = MAX_BYTES): MediaStore {
  const folderOf = (companyId: CompanyId) => join(publicDir, `company${companyId}`);

  async function resolve(companyId: CompanyId, path: string): Promise<string> {
    if (!isWellFormed(path)) throw refused();
    try {
      const folder = await realpath(folderOf(companyId));
      // The real path: a link inside the folder that leads out of it is outside.
      const file = await realpath(join(folder, path));
      if (!isInside(folder, file) || !(await stat(file)).isFile()) throw refused();
      return file;
    } catch {
      // Whether it is missing or forbidden is nothing a caller may learn about other folders.
      throw refused();
    }
  }

  return {
    resolve,

    async save(companyId, source, originalName) {
      const folder = folderOf(companyId);
      // A sender that hangs up before the pipeline listens would otherwise end the process.
      if (source instanceof Readable) source.on('error', () => undefined);
      await mkdir(folder, { recursive: true });
      const id = randomBytes(16).toString('hex');
      const part = join(folder, `.${id}.part`);
      try {
        const { head, size } = await write(source, part, maxBytes);
        const type = sniff(head, originalName);
        if (type === null) throw Invalid.field('file', 'ERR_MEDIA_TYPE', `${shownName(originalName)}: this kind of file is not accepted`);
        const path = `${id}.${type.extension}`;
        await rename(part, join(folder, path));
        return { path, name: shownName(originalName), mimeType: type.mimeType, size };
      } catch (error) {
        await rm(part, { force: true });
        throw error;
      }
    },

    async remove(companyId, path) {
      const file = join(folderOf(companyId), path);
      if (!isWellFormed(path) || !isInside(folderOf(companyId), file)) throw refused();
      await rm(file, { force: true });
    },

    removeAll: (companyId) => rm(folderOf(companyId), { recursive: true, force: true }),
  };
}

/** Streams to disk: memory holds the head only, whatever the size. */
async function write(source: Readable | Buffer, file: string, maxBytes: number): Promise<{ head: Buffer; size: number }> {
  const heads: Buffer[] = [];
  let size = 0;
  async function* counted(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      if (size < HEAD_BYTES) heads.push(chunk.subarray(0, HEAD_BYTES - size));
      size += chunk.length;
      if (size > maxBytes) throw Invalid.field('file', 'ERR_MEDIA_TOO_LARGE', `The file is larger than ${maxBytes} bytes`);
      yield chunk;
    }
  }
  // Opened here: a stream that is given up while it opens its file makes it after the caller has removed it.
  const handle = await open(file, 'wx', 0o640);
  await pipeline(Buffer.isBuffer(source) ? Readable.from([source]) : source, counted, handle.createWriteStream());
  return { head: Buffer.concat(heads), size };
}

/** No NUL (C libraries end a path there), no backslash (a separator elsewhere), not absolute. */
function isWellFormed(path: string): boolean {
  return !/[\0\\]/.test(path) && !isAbsolute(path);
}

function isInside(folder: string, file: string): boolean {
  const way = relative(folder, file);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** The last part of whatever path the sender's machine gave, without control characters; at most 120 characters. */
function shownName(originalName: string): string {
  const last = originalName.split(/[/\\]/).at(-1) ?? '';
  const clean = last.replace(/\p{C}/gu, '').trim();
  return clean === '' ? 'arquivo' : [...clean].slice(-120).join('');
}

const refused = (): Invalid => Invalid.field('path', 'ERR_MEDIA_PATH', 'There is no such file');
