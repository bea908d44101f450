import { text, type ErrorTexts, type Text } from '../../platform/http/texts';
import { importTexts } from './import/import.fault';
import type { PhoneFault } from './phone.rules';

/** Why a number is refused: on a form, and line by line in an import. */
export const phoneTexts: Readonly<Record<PhoneFault, Text>> = {
  phone_empty: text('O telefone está em branco.', 'The phone number is blank.'),
  phone_not_a_number: text('Isto não é um telefone. Use só algarismos, com DDD.', 'This is not a phone number. Use digits only, with the area code.'),
  phone_scientific: text(
    'O Excel abreviou o número e os últimos algarismos se perderam. Formate a coluna como Texto na planilha original.',
    'Excel shortened the number and its last digits are lost. Format the column as Text in the original sheet.',
  ),
  phone_too_short: text('Faltam algarismos. Informe o DDD e o número completo.', 'Digits are missing. Give the area code and the whole number.'),
  phone_too_long: text('Há algarismos demais. Deixe um só número na célula.', 'There are too many digits. Leave one number in the cell.'),
  phone_invalid: text(
    'Este número não existe. Confira o DDD; se for de outro país, comece com + e o código dele.',
    'There is no such number. Check the area code; if it is of another country, begin with + and its code.',
  ),
  phone_not_a_person: text('Este endereço do WhatsApp não é de uma pessoa nem de um grupo.', 'This WhatsApp address is neither a person nor a group.'),
};

export const contactTexts: ErrorTexts = {
  ...phoneTexts,
  ...importTexts,
  ERR_IMPORT: text('O arquivo não pôde ser importado.', 'The file could not be imported.'),
  ERR_DUPLICATED_CONTACT: text('Já existe um contato com este número.', 'There is a contact with this number already.'),
  ERR_DUPLICATED_LIST: text('Já existe uma lista com este nome. Escolha outro.', 'There is a list of that name. Choose another.'),
  ERR_DUPLICATED_ITEM: text('Este número já está na lista.', 'This number is in the list already.'),
  ERR_LIST_IN_USE: text(
    'Uma campanha programada, em andamento ou pausada usa esta lista. Cancele-a ou espere que termine.',
    'A scheduled, running or paused campaign uses this list. Cancel it or wait until it ends.',
  ),
  ERR_LIST_BUSY: text(
    'Uma importação está gravando nesta lista. Tente de novo quando ela terminar.',
    'An import is writing to this list. Try again when it is done.',
  ),
  too_many_variables: text('Um contato pode ter no máximo 100 campos próprios.', 'A contact may have at most 100 fields of its own.'),
};
