import type { ErrorTexts, Text } from '../../platform/http/texts';
import { importTexts } from './import/import.fault';
import type { PhoneFault } from './phone.rules';

/** Why a number is refused: on a form, and line by line in an import. */
export const phoneTexts: Readonly<Record<PhoneFault, Text>> = {
  phone_empty: { 'pt-BR': 'O telefone está em branco.', en: 'The phone number is blank.' },
  phone_not_a_number: { 'pt-BR': 'Isto não é um telefone. Use só algarismos, com DDD.', en: 'This is not a phone number. Use digits only, with the area code.' },
  phone_scientific: {
    'pt-BR': 'O Excel abreviou o número e os últimos algarismos se perderam. Formate a coluna como Texto na planilha original.',
    en: 'Excel shortened the number and its last digits are lost. Format the column as Text in the original sheet.',
  },
  phone_too_short: { 'pt-BR': 'Faltam algarismos. Informe o DDD e o número completo.', en: 'Digits are missing. Give the area code and the whole number.' },
  phone_too_long: { 'pt-BR': 'Há algarismos demais. Deixe um só número na célula.', en: 'There are too many digits. Leave one number in the cell.' },
  phone_invalid: {
    'pt-BR': 'Este número não existe. Confira o DDD; se for de outro país, comece com + e o código dele.',
    en: 'There is no such number. Check the area code; if it is of another country, begin with + and its code.',
  },
  phone_not_a_person: { 'pt-BR': 'Este endereço do WhatsApp não é de uma pessoa nem de um grupo.', en: 'This WhatsApp address is neither a person nor a group.' },
};

export const contactTexts: ErrorTexts = {
  ...phoneTexts,
  ...importTexts,
  ERR_IMPORT: { 'pt-BR': 'O arquivo não pôde ser importado.', en: 'The file could not be imported.' },
  ERR_DUPLICATED_CONTACT: { 'pt-BR': 'Já existe um contato com este número.', en: 'There is a contact with this number already.' },
  ERR_DUPLICATED_LIST: { 'pt-BR': 'Já existe uma lista com este nome. Escolha outro.', en: 'There is a list of that name. Choose another.' },
  ERR_DUPLICATED_ITEM: { 'pt-BR': 'Este número já está na lista.', en: 'This number is in the list already.' },
  ERR_LIST_IN_USE: {
    'pt-BR': 'Uma campanha programada, em andamento ou pausada usa esta lista. Cancele-a ou espere que termine.',
    en: 'A scheduled, running or paused campaign uses this list. Cancel it or wait until it ends.',
  },
  ERR_LIST_BUSY: {
    'pt-BR': 'Uma importação está gravando nesta lista. Tente de novo quando ela terminar.',
    en: 'An import is writing to this list. Try again when it is done.',
  },
  too_many_variables: { 'pt-BR': 'Um contato pode ter no máximo 100 campos próprios.', en: 'A contact may have at most 100 fields of its own.' },
};
