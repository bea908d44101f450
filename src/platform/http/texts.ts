/**
 * What an error says to a person. Codes are for programs and never change; texts say what is wrong and what to do, in
 * pt-BR and English. A feature brings the texts of its own codes (`Feature.texts`); these are the ones of the platform.
 */
export type Language = 'pt-BR' | 'en';

export type Text = Readonly<Record<Language, string>>;

/** By code: `ERR_…` of a whole answer, or the code of one field's fault. `{name}` places are filled with the fault's values. */
export type ErrorTexts = Readonly<Record<string, Text>>;

/** A text in both languages, Portuguese first. */
export const text = (pt: string, en: string): Text => ({ 'pt-BR': pt, en });

const internal = {
  title: text('Erro interno', 'Internal error'),
  detail: text('A falha foi registrada. Tente de novo; se continuar, informe o código de rastreio.', 'The fault was recorded. Try again; if it stays, quote the trace id.'),
};

const byStatus: Readonly<Record<number, { title: Text; detail: Text }>> = {
  400: { title: text('Requisição inválida', 'Bad request'), detail: text('Confira o formato da requisição e envie de novo.', 'Check the form of the request and send it again.') },
  401: { title: text('Não autenticado', 'Unauthorized'), detail: text('Entre de novo para continuar.', 'Log in again to go on.') },
  403: { title: text('Sem permissão', 'Forbidden'), detail: text('Peça a um administrador acesso a esta ação.', 'Ask an administrator for access to this action.') },
  404: { title: text('Não encontrado', 'Not found'), detail: text('Confira o endereço e o código: não há nada aqui.', 'Check the address and the id: there is nothing here.') },
  409: { title: text('Conflito', 'Conflict'), detail: text('O registro mudou ou já existe. Recarregue e tente de novo.', 'The record changed or exists already. Reload and try again.') },
  413: { title: text('Grande demais', 'Too large'), detail: text('Envie menos dados de cada vez.', 'Send less data at a time.') },
  415: { title: text('Formato não aceito', 'Unsupported media type'), detail: text('Envie JSON em UTF-8 (Content-Type: application/json).', 'Send JSON in UTF-8 (Content-Type: application/json).') },
  422: { title: text('Dados inválidos', 'Invalid data'), detail: text('Corrija os campos indicados e envie de novo.', 'Correct the fields named and send again.') },
  429: { title: text('Muitas tentativas', 'Too many requests'), detail: text('Aguarde um pouco e tente de novo.', 'Wait a little and try again.') },
  503: { title: text('Indisponível', 'Unavailable'), detail: text('O serviço está temporariamente indisponível. Tente de novo em instantes.', 'The service is temporarily unavailable. Try again in a moment.') },
};

/** The title of a problem, and its detail when the code has no text of its own. */
export function statusTexts(status: number): { title: Text; detail: Text } {
  return byStatus[status] ?? internal;
}

export const platformTexts: ErrorTexts = {
  ERR_SESSION_EXPIRED: text('Sua sessão expirou. Renove o acesso ou entre de novo.', 'Your session has expired. Refresh the access or log in again.'),
  ERR_UNAUTHENTICATED: text('Envie o cabeçalho Authorization com um token de acesso.', 'Send the Authorization header with an access token.'),
  ERR_INVALID_TOKEN: text('O token não vale. Entre de novo.', 'The token is not valid. Log in again.'),
  ERR_CONNECTION_TOKEN: text('Use aqui o token da conexão, não o de um usuário. Ele é gerado na tela Conexões.', 'Use the token of a connection here, not that of a user. It is made on the Connections screen.'),
  ERR_INVALID_LINK: text('Este endereço não vale. Abra a conversa de novo.', 'This address is not valid. Open the conversation again.'),
  ERR_LINK_EXPIRED: text('Este endereço expirou. Abra a conversa de novo.', 'This address has expired. Open the conversation again.'),
  ERR_NO_PERMISSION: text('Seu perfil não permite esta ação. Peça acesso a um administrador.', 'Your profile does not allow this action. Ask an administrator for access.'),
  ERR_TOO_MANY_ATTEMPTS: text('Muitas tentativas sem sucesso. Aguarde um minuto e tente de novo.', 'Too many failed attempts. Wait a minute and try again.'),
  ERR_ROUTE_NOT_FOUND: text('Este endereço não existe. Veja a lista em /api/docs.', 'This address does not exist. See the list at /api/docs.'),
  ERR_MALFORMED_JSON: text('O corpo não é um JSON válido. Confira aspas, vírgulas e chaves.', 'The body is not valid JSON. Check quotes, commas and braces.'),
  ERR_IDEMPOTENCY_KEY: text('A chave Idempotency-Key deve ter de 1 a 255 caracteres.', 'The Idempotency-Key must have 1 to 255 characters.'),
  ERR_IDEMPOTENCY_MISMATCH: text('Esta Idempotency-Key já foi usada com outros dados. Use uma chave nova.', 'This Idempotency-Key was used with other data. Use a new key.'),
  ERR_IDEMPOTENCY_IN_FLIGHT: text('A primeira requisição com esta chave ainda está em andamento. Aguarde e repita.', 'The first request with this key is still under way. Wait and repeat.'),
  ERR_MEDIA_TYPE: text('Este tipo de arquivo não é aceito. Envie imagem, áudio, vídeo ou documento.', 'This kind of file is not accepted. Send an image, audio, video or document.'),
  ERR_MEDIA_TOO_LARGE: text('O arquivo é grande demais para o WhatsApp. Envie um menor.', 'The file is too large for WhatsApp. Send a smaller one.'),
  ERR_MEDIA_PATH: text('Este arquivo não existe mais. Envie-o de novo.', 'This file is gone. Send it again.'),

  required: text('Preencha este campo.', 'Fill in this field.'),
  not_text: text('Informe um texto.', 'Give a text.'),
  not_number: text('Informe um número.', 'Give a number.'),
  not_integer: text('Informe um número inteiro.', 'Give a whole number.'),
  not_boolean: text('Informe true ou false.', 'Give true or false.'),
  not_list: text('Informe uma lista.', 'Give a list.'),
  not_object: text('Informe um objeto.', 'Give an object.'),
  invalid_choice: text('Escolha um destes valores: {options}.', 'Choose one of these values: {options}.'),
  invalid_value: text('O valor não é aceito aqui. Corrija-o.', 'The value is not accepted here. Correct it.'),
  invalid_format: text('O formato do valor está errado. Corrija-o.', 'The value has the wrong format. Correct it.'),
  invalid_email: text('Informe um e-mail válido, como nome@empresa.com.br.', 'Give a valid e-mail, such as name@company.com.'),
  invalid_url: text('Informe um endereço completo, como https://exemplo.com.br.', 'Give a full address, such as https://example.com.'),
  invalid_datetime: text('Informe data e hora com fuso, como 2026-01-31T14:30:00-03:00.', 'Give date and time with a zone, such as 2026-01-31T14:30:00-03:00.'),
  too_short: text('Use pelo menos {minimum} caracteres.', 'Use at least {minimum} characters.'),
  too_long: text('Use no máximo {maximum} caracteres.', 'Use at most {maximum} characters.'),
  too_few: text('Informe pelo menos {minimum} itens.', 'Give at least {minimum} items.'),
  too_many: text('Informe no máximo {maximum} itens.', 'Give at most {maximum} items.'),
  too_small: text('Informe um valor a partir de {minimum}.', 'Give a value of {minimum} or more.'),
  too_big: text('Informe um valor até {maximum}.', 'Give a value of {maximum} or less.'),
  not_multiple: text('Informe um múltiplo de {divisor}.', 'Give a multiple of {divisor}.'),
  file_too_large: text('O arquivo é grande demais: o limite é {limit}. Envie um menor.', 'The file is too large: the limit is {limit}. Send a smaller one.'),
  unexpected_file: text('Envie só os arquivos pedidos, no campo certo.', 'Send the files asked for only, in the right field.'),
  broken_upload: text('O envio chegou incompleto. Tente de novo.', 'The upload arrived incomplete. Try again.'),
  invalid_cursor: text('Este cursor não é desta lista. Comece de novo sem ele.', 'This cursor is not of this list. Start again without it.'),
  invalid_clock: text('Informe a hora como 08:30.', 'Give the time as 08:30.'),
  closes_before_opening: text('O fechamento deve ser depois da abertura. Para passar da meia-noite, use dois horários.', 'The close must come after the opening. Over midnight, use two spans.'),
  unknown_field: text('Estes campos não existem aqui: {keys}. Retire-os.', 'These fields do not exist here: {keys}. Remove them.'),
};
