import type { z } from 'zod';
import { InvalidInput } from '../../platform/http/problem';
import { withUpload, type UploadedFile, type UploadRules } from '../../platform/http/upload';

/** As front ends of the family name it; the sizes are what WhatsApp takes. */
export const UPLOAD: UploadRules = { field: 'medias', maxBytes: 100 * 1_048_576, maxFiles: 10 };

type Exchange = Parameters<typeof withUpload>;

/** Reads a multipart request: its fields by `schema`, its files on disk until `work` is done. @throws InvalidInput */
export function readForm<Schema extends z.ZodType, T>(
  req: Exchange[0],
  res: Exchange[1],
  schema: Schema,
  work: (form: z.output<Schema>, files: readonly UploadedFile[]) => Promise<T>,
): Promise<T> {
  return withUpload(req, res, UPLOAD, (files, fields) => {
    const result = schema.safeParse(fields);
    if (!result.success) throw InvalidInput.of([{ result, input: fields }]);
    return work(result.data, files);
  });
}
