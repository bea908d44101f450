import { Invalid } from '../../../kernel/errors';
import { text, type ErrorTexts } from '../../../platform/http/texts';

/** What is wrong with a whole file or its options; the texts name the values in braces. */
export const importTexts = {
  import_no_file: text('Envie o arquivo no campo "file".', 'Send the file in the field "file".'),
  import_too_large: text('O arquivo passa de {limit}. Divida-o em partes menores.', 'The file is larger than {limit}. Split it into smaller parts.'),
  import_too_many_lines: text('O arquivo tem mais de {limit} linhas. Divida-o em partes menores; nada foi importado.', 'The file has more than {limit} lines. Split it into smaller parts; nothing was imported.'),
  import_empty: text('O arquivo está vazio.', 'The file is empty.'),
  import_no_lines: text('O arquivo só tem o cabeçalho, sem nenhum contato.', 'The file has only a header and no contacts.'),
  import_binary: text('Isto não é uma planilha nem um CSV. Salve como "CSV" ou "Pasta de Trabalho do Excel (.xlsx)".', 'This is neither a spreadsheet nor a CSV. Save it as "CSV" or "Excel Workbook (.xlsx)".'),
  import_old_or_protected: text('A planilha tem senha ou está no formato antigo (.xls). Retire a senha e salve como .xlsx ou CSV.', 'The spreadsheet has a password or the old format (.xls). Remove the password and save it as .xlsx or CSV.'),
  import_bad_xlsx: text('A planilha está danificada. Abra-a no Excel, salve de novo como .xlsx e reenvie.', 'The spreadsheet is damaged. Open it in Excel, save it again as .xlsx and send that.'),
  import_xlsx_too_large: text('O conteúdo da planilha é grande demais. Salve como CSV ou divida-a.', 'The content of the spreadsheet is too large. Save it as CSV or split it.'),
  import_broken_quote: text('A linha {line} tem uma aspa (") que abre e não fecha direito. Corrija-a e reenvie; nada foi importado.', 'Line {line} has a quote (") that opens and is not closed properly. Correct it and send again; nothing was imported.'),
  import_line_too_long: text('A linha {line} é longa demais, ou tem uma aspa (") que nunca fecha. Corrija-a e reenvie; nada foi importado.', 'Line {line} is too long, or has a quote (") that is never closed. Correct it and send again; nothing was imported.'),
  import_not_utf8: text('O arquivo não está em UTF-8. Deixe a codificação automática ou escolha Windows-1252.', 'The file is not UTF-8. Leave the encoding automatic or choose Windows-1252.'),
  import_no_phone_column: text('Nenhuma coluna de telefone. Colunas encontradas: {columns}. Nomeie uma delas "Número" ou indique qual é.', 'No phone column. Columns found: {columns}. Name one of them "Número" or say which one it is.'),
  import_unknown_column: text('Esta coluna não está no arquivo. Colunas encontradas: {columns}.', 'This column is not in the file. Columns found: {columns}.'),
  import_key_twice: text('Duas colunas viraram {key}. Dê outro nome a uma delas ou deixe-a de fora.', 'Two columns became {key}. Name one of them differently or leave it out.'),
  import_too_many_columns: text('O arquivo tem mais de {limit} colunas. Deixe só as que usa.', 'The file has more than {limit} columns. Keep only those you use.'),
} as const satisfies ErrorTexts;

export type ImportFault = keyof typeof importTexts;

/** @param path the field at fault: the file itself, or an option given beside it. */
export function importFault(code: ImportFault, values: Readonly<Record<string, string>> = {}, path = 'file'): Invalid {
  const fault = { path, code, message: importTexts[code].en, values };
  return new Invalid('ERR_IMPORT', importTexts[code].en, [fault]);
}
