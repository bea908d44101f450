import type { Request } from 'express';
import { z } from 'zod';
import { contactListId } from '../../../kernel/ids';
import { CSV_BYTE_ORDER_MARK, csvRow } from '../../../kernel/csv';
import { InvalidInput } from '../../../platform/http/problem';
import { route, type Route } from '../../../platform/http/route';
import type { Language } from '../../../platform/http/texts';
import { sizeText, withUpload } from '../../../platform/http/upload';
import { phoneTexts } from '../contact.texts';
import { importFault } from './import.fault';
import { importOptions } from './import.options';
import type { importService } from './import.service';
import { importShape, importView, pastImportShape, pastImportView } from './import.view';
import type { LineError } from './line.rules';

const UPLOAD = { field: 'file' } as const;
/** What a form has besides its file. */
const FORM_BYTES = 1024 * 1024;

const CSV_WORDS = {
  'pt-BR': { header: ['Linha', 'Coluna', 'Valor', 'Motivo'], name: 'linhas-recusadas.csv' },
  en: { header: ['Line', 'Column', 'Value', 'Reason'], name: 'refused-lines.csv' },
} as const;

/** @param limits of one file */
export function importRoutes(imports: ReturnType<typeof importService>, limits: { readonly maxBytes: number; readonly maxLines: number }): Route[] {
  const { maxBytes } = limits;
  return [
    route({
      method: 'get', path: '/contact-lists/import-limits', access: 'user', tag: 'Contact lists',
      summary: 'How large a file may be that is imported',
      response: z.object({ maxBytes: z.number(), maxLines: z.number() }),
      run: async () => limits,
    }),
    route({
      method: 'post', path: '/contact-lists/:id/upload', access: 'user', tag: 'Contact lists', upload: UPLOAD,
      summary: 'Imports the contacts of a CSV or XLSX file into the list, all or none; dryRun=1 tells every verdict and writes nothing',
      params: z.object({ id: contactListId() }),
      query: importOptions,
      response: importShape,
      run: ({ caller, params, query, language, req, res }) => {
        refuseBeforeReading(req, maxBytes);
        return withUpload(req, res, { ...UPLOAD, maxBytes }, async ([file], fields) => {
          if (file === undefined) throw importFault('import_no_file');
          // Options may stand in the form as well as in the address; those of the form are nearer to the file.
          const { dryRun, columns, ...options } = { ...query, ...optionsOfForm(fields) };
          const request = { companyId: caller.companyId, userId: caller.userId, listId: params.id, path: file.path, fileName: file.name, mapping: columns ?? {}, ...options };
          return importView(await (dryRun ? imports.dryRun(request) : imports.run(request)), params.id, language);
        });
      },
    }),
    route({
      method: 'get', path: '/contact-lists/:id/imports', access: 'user', tag: 'Contact lists',
      summary: 'The last 20 imports into the list: which file, by whom, what became of its lines',
      params: z.object({ id: contactListId() }),
      response: z.object({ records: z.array(pastImportShape) }),
      run: async ({ caller, params }) => {
        const records = await imports.history(caller.companyId, params.id);
        return { records: records.map((record) => pastImportView(record, params.id)) };
      },
    }),
    route({
      method: 'get', path: '/contact-lists/:id/imports/:importId/errors.csv', access: 'user', tag: 'Contact lists',
      summary: 'The lines that an import refused (the first 10,000), as a CSV to correct and send again',
      params: z.object({ id: contactListId(), importId: z.uuid() }),
      response: z.string(),
      run: async ({ caller, params, language, res }) => {
        const { errors } = await imports.errorsOf(caller.companyId, params.id, params.importId);
        res.attachment(CSV_WORDS[language].name).type('text/csv; charset=utf-8').send(errorsCsv(errors, language));
        return undefined;
      },
    }),
  ];
}

/** Whoever announces a body far too large is answered before it comes. @throws Invalid */
function refuseBeforeReading(req: Request, maxBytes: number): void {
  if (Number(req.get('content-length') ?? 0) > maxBytes + FORM_BYTES) throw importFault('import_too_large', { limit: sizeText(maxBytes) });
}

function optionsOfForm(fields: Readonly<Record<string, unknown>>): Partial<z.output<typeof importOptions>> {
  const given = importOptions.partial().safeParse(fields);
  if (!given.success) throw InvalidInput.of([{ result: given, input: fields }]);
  return Object.fromEntries(Object.entries(given.data).filter(([name]) => name in fields));
}

function errorsCsv(errors: readonly LineError[], language: Language): string {
  const rows = errors.map(({ line, column, value, code }) => csvRow([line, column, value, phoneTexts[code][language]]));
  return CSV_BYTE_ORDER_MARK + csvRow(CSV_WORDS[language].header) + rows.join('');
}
