/**
 * Files that come with a request. They go to disk as they arrive, whatever their size, and are gone again when the work
 * with them is done; only the code of the route decides where one is kept, and under which name.
 */
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import type { Request, Response } from 'express';
import multer, { diskStorage, MulterError } from 'multer';
import type { z } from 'zod';
import { Invalid } from '../../kernel/errors';
import { InvalidInput } from './problem';
import { storable } from './storable';

export interface UploadedFile {
  /** A temporary file under a name of ours. Move or copy it to keep it. */
  readonly path: string;
  /** As the client calls it: for showing only, never part of a path. */
  readonly name: string;
  /** What the client claims. */
  readonly mimeType: string;
  readonly bytes: number;
}

export interface UploadRules {
  /** The multipart field of the files. */
  readonly field: string;
  readonly maxBytes: number;
  /** 1 unless told. */
  readonly maxFiles?: number;
}

const FIELD_BYTES = 64 * 1024;

/**
 * @param work gets the files, possibly none, and the text fields of the request
 * @throws Invalid a file too large, one too many, one of another field, or a stream that is no multipart document
 */
export async function withUpload<T>(
  req: Request,
  res: Response,
  rules: UploadRules,
  work: (files: readonly UploadedFile[], fields: Readonly<Record<string, unknown>>) => Promise<T>,
): Promise<T> {
  const receive = multer({
    // Without a `filename` multer draws a random one; the client's never reaches the disk.
    storage: diskStorage({ destination: tmpdir() }),
    limits: { fileSize: rules.maxBytes, files: rules.maxFiles ?? 1, fields: 50, fieldSize: FIELD_BYTES, fieldNestingDepth: 0 },
    defParamCharset: 'utf8',
  }).array(rules.field);
  await new Promise<void>((resolve, reject) => {
    receive(req, res, (error: unknown) => (error ? reject(refusalOf(error, rules)) : resolve()));
  });
  const received = Array.isArray(req.files) ? req.files : [];
  try {
    const files = received.map(({ path, originalname, mimetype, size }) => ({ path, name: originalname, mimeType: mimetype, bytes: size }));
    return await work(files, storable({ ...(req.body as object | undefined) }) as Record<string, unknown>);
  } finally {
    await Promise.all(received.map(({ path }) => rm(path, { force: true })));
  }
}

/** Reads a multipart request: its fields by `schema`, its files on disk until `work` is done. @throws InvalidInput, and as `withUpload` */
export function readForm<Schema extends z.ZodType, T>(
  req: Request,
  res: Response,
  rules: UploadRules,
  schema: Schema,
  work: (form: z.output<Schema>, files: readonly UploadedFile[]) => Promise<T>,
): Promise<T> {
  return withUpload(req, res, rules, (files, fields) => {
    const result = schema.safeParse(fields);
    if (!result.success) throw InvalidInput.of([{ result, input: fields }]);
    return work(result.data, files);
  });
}

function refusalOf(error: unknown, { field, maxBytes }: UploadRules): Error {
  if (!(error instanceof MulterError)) {
    // A full disk is our fault; busboy's own errors (a broken boundary, a stream that ends early) mean the request.
    const cause = error instanceof Error ? error : new Error('The upload could not be read');
    return 'syscall' in cause ? cause : Invalid.field(field, 'broken_upload', cause.message);
  }
  if (error.code === 'LIMIT_FILE_SIZE') {
    const fault = { path: error.field ?? field, code: 'file_too_large', message: `A file may have up to ${maxBytes} bytes`, values: { limit: sizeText(maxBytes) } };
    return new Invalid('ERR_VALIDATION', fault.message, [fault]);
  }
  if (error.code === 'LIMIT_UNEXPECTED_FILE' || error.code === 'LIMIT_FILE_COUNT') {
    return Invalid.field(error.field ?? field, 'unexpected_file', `Send files in the field ${field} only, and not more than allowed`);
  }
  return Invalid.field(error.field ?? field, 'broken_upload', error.message);
}

const KILOBYTE = 1_024;
const MEGABYTE = KILOBYTE * 1_024;

/** A limit as people read it, rounded down: `50 MB`. */
export function sizeText(bytes: number): string {
  return bytes >= MEGABYTE ? `${Math.floor(bytes / MEGABYTE)} MB` : `${Math.floor(bytes / KILOBYTE)} KB`;
}
