/**
 * The part of ZIP that workbooks use, read from the central directory of a file on disk, one entry at a time.
 *
 * Written here because a workbook is sent by strangers: whatever an entry claims about its size, no more than a budget
 * of bytes is ever inflated, and what no spreadsheet program writes (encryption, ZIP64, parts on several disks) is refused.
 */
import { createReadStream } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { PassThrough, pipeline, Readable, Transform } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import { importFault } from '../import.fault';

export interface ZipEntry {
  readonly compressedSize: number;
  /** Its content, inflated as it is read; ends with Invalid when the archive is damaged or its budget is spent. */
  open(): Readable & { readonly compressedRead: () => number };
}

const END_RECORD = 0x06054b50;
const END_SIZE = 22;
const LONGEST_COMMENT = 0xffff;
const DIRECTORY_RECORD = 0x02014b50;
const DIRECTORY_SIZE = 46;
const LOCAL_RECORD = 0x04034b50;
const LOCAL_SIZE = 30;
const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED = 1;
const LARGEST_DIRECTORY = 1024 * 1024;

/**
 * @param budget how many bytes one reading of an entry may inflate to.
 * @returns entries by name.
 */
export async function openZip(path: string, budget: number): Promise<ReadonlyMap<string, ZipEntry>> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const { offset, length, count } = await findDirectory(file, size);
    const directory = await readAt(file, offset, length);
    const entries = new Map<string, ZipEntry>();
    for (let at = 0, seen = 0; seen < count; seen += 1) {
      const record = readRecord(directory, at);
      at = record.next;
      // Where an entry's bytes begin is told by its own header, whose extra field may differ from the directory's.
      const local = await readAt(file, record.localOffset, LOCAL_SIZE);
      if (local.readUInt32LE(0) !== LOCAL_RECORD) throw damaged();
      const start = record.localOffset + LOCAL_SIZE + local.readUInt16LE(26) + local.readUInt16LE(28);
      if (start + record.compressedSize > size) throw damaged();
      entries.set(record.name, entryAt(path, start, record, budget));
    }
    return entries;
  } finally {
    await file.close();
  }
}

interface DirectoryRecord {
  readonly name: string;
  readonly method: number;
  readonly compressedSize: number;
  readonly localOffset: number;
}

async function findDirectory(file: FileHandle, size: number): Promise<{ offset: number; length: number; count: number }> {
  const tailSize = Math.min(size, END_SIZE + LONGEST_COMMENT);
  const tail = await readAt(file, size - tailSize, tailSize);
  for (let at = tail.length - END_SIZE; at >= 0; at -= 1) {
    if (tail.readUInt32LE(at) !== END_RECORD) continue;
    const found = { count: tail.readUInt16LE(at + 10), length: tail.readUInt32LE(at + 12), offset: tail.readUInt32LE(at + 16) };
    if (found.length > LARGEST_DIRECTORY || found.offset + found.length > size) throw damaged();
    return found;
  }
  throw damaged();
}

function readRecord(directory: Buffer, at: number): DirectoryRecord & { next: number } {
  if (at + DIRECTORY_SIZE > directory.length || directory.readUInt32LE(at) !== DIRECTORY_RECORD) throw damaged();
  const flags = directory.readUInt16LE(at + 8);
  if (flags & ENCRYPTED) throw importFault('import_old_or_protected');
  const nameLength = directory.readUInt16LE(at + 28);
  const next = at + DIRECTORY_SIZE + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  if (next > directory.length) throw damaged();
  return {
    name: directory.toString('utf8', at + DIRECTORY_SIZE, at + DIRECTORY_SIZE + nameLength),
    method: directory.readUInt16LE(at + 10),
    compressedSize: directory.readUInt32LE(at + 20),
    localOffset: directory.readUInt32LE(at + 42),
    next,
  };
}

function entryAt(path: string, start: number, record: DirectoryRecord, budget: number): ZipEntry {
  const { compressedSize, method } = record;
  return {
    compressedSize,
    open() {
      if (method !== STORED && method !== DEFLATED) throw damaged();
      if (compressedSize === 0) return Object.assign(Readable.from([]), { compressedRead: () => 0 });
      const raw = createReadStream(path, { start, end: start + compressedSize - 1 });
      const content = atMost(budget);
      pipeline(raw, method === DEFLATED ? createInflateRaw() : new PassThrough(), content, () => undefined);
      return Object.assign(content, { compressedRead: () => raw.bytesRead });
    },
  };
}

function atMost(budget: number): Transform {
  let left = budget;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      left -= chunk.length;
      if (left < 0) done(importFault('import_xlsx_too_large'));
      else done(null, chunk);
    },
  });
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  if (bytesRead < length) throw damaged();
  return buffer;
}

function damaged(): Error {
  return importFault('import_bad_xlsx');
}
