import { Invalid } from '../../../kernel/errors';
import type { ErrorTexts } from '../../../platform/http/texts';

/** What is wrong with a whole file or its options; the texts name the values in braces. */
export const importTexts = {
  import_no_file: { 'pt-BR': 'Envie o arquivo no campo "file".', en: 'Send the file in the field "file".' },
  import_too_large: { 'pt-BR': 'O arquivo passa de {limit} MB. Divida-o em partes menores.', en: 'The file is larger than {limit} MB. Split it into smaller parts.' },
  import_too_many_lines: { 'pt-BR': 'O arquivo tem mais de {limit} linhas. Divida-o em partes menores; nada foi importado.', en: 'The file has more than {limit} lines. Split it into smaller parts; nothing was imported.' },
  import_empty: { 'pt-BR': 'O arquivo está vazio.', en: 'The file is empty.' },
  import_no_lines: { 'pt-BR': 'O arquivo só tem o cabeçalho, sem nenhum contato.', en: 'The file has only a header and no contacts.' },
  import_binary: { 'pt-BR': 'Isto não é uma planilha nem um CSV. Salve como "CSV" ou "Pasta de Trabalho do Excel (.xlsx)".', en: 'This is neither a spreadsheet nor a CSV. Save it as "CSV" or "Excel Workbook (.xlsx)".' },
  import_old_or_protected: { 'pt-BR': 'A planilha tem senha ou está no formato antigo (.xls). Retire a senha e salve como .xlsx ou CSV.', en: 'The spreadsheet has a password or the old format (.xls). Remove the password and save it as .xlsx or CSV.' },
  import_bad_xlsx: { 'pt-BR': 'A planilha está danificada. Abra-a no Excel, salve de novo como .xlsx e reenvie.', en: 'The spreadsheet is damaged. Open it in Excel, save it again as .xlsx and send that.' },
  import_xlsx_too_large: { 'pt-BR': 'O conteúdo da planilha é grande demais. Salve como CSV ou divida-a.', en: 'The content of the spreadsheet is too large. Save it as CSV or split it.' },
  import_broken_quote: { 'pt-BR': 'A linha {line} tem uma aspa (") que abre e não fecha direito. Corrija-a e reenvie; nada foi importado.', en: 'Line {line} has a quote (") that opens and is not closed properly. Correct it and send again; nothing was imported.' },
  import_line_too_long: { 'pt-BR': 'A linha {line} é longa demais, ou tem uma aspa (") que nunca fecha. Corrija-a e reenvie; nada foi importado.', en: 'Line {line} is too long, or has a quote (") that is never closed. Correct it and send again; nothing was imported.' },
  import_not_utf8: { 'pt-BR': 'O arquivo não está em UTF-8. Deixe a codificação automática ou escolha Windows-1252.', en: 'The file is not UTF-8. Leave the encoding automatic or choose Windows-1252.' },
  import_no_phone_column: { 'pt-BR': 'Nenhuma coluna de telefone. Colunas encontradas: {columns}. Nomeie uma delas "Número" ou indique qual é.', en: 'No phone column. Columns found: {columns}. Name one of them "Número" or say which one it is.' },
  import_unknown_column: { 'pt-BR': 'Esta coluna não está no arquivo. Colunas encontradas: {columns}.', en: 'This column is not in the file. Columns found: {columns}.' },
  import_too_many_columns: { 'pt-BR': 'O arquivo tem mais de {limit} colunas. Deixe só as que usa.', en: 'The file has more than {limit} columns. Keep only those you use.' },
} as const satisfies ErrorTexts;

export type ImportFault = keyof typeof importTexts;

/** @param path the field at fault: the file itself, or an option given beside it. */
export function importFault(code: ImportFault, values: Readonly<Record<string, string>> = {}, path = 'file'): Invalid {
  const fault = { path, code, message: importTexts[code].en, values };
  return new Invalid('ERR_IMPORT', importTexts[code].en, [fault]);
}
