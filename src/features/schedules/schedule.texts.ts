/** What this feature says to people, in pt-BR and English, by stable codes. */
import { text, type ErrorTexts, type Language, type Text } from '../../platform/http/texts';

/** Of errors and of the faults of single fields. */
export const scheduleTexts: ErrorTexts = {
  ERR_SCHEDULE_FIRING: text(
    'Um disparo deste agendamento está na fila de envio. Espere terminar ou cancele o agendamento.',
    'A firing of this schedule is in the lane right now. Wait for its end, or cancel the schedule.',
  ),
  ERR_SCHEDULE_OVER: text('Este agendamento já terminou. Crie outro, ou reenvie o disparo que falhou.', 'This schedule is over. Make another one, or retry the firing that failed.'),
  ERR_NO_FIRING_TO_RETRY: text('Nenhum disparo deste agendamento falhou ou se perdeu.', 'No firing of this schedule failed or was missed.'),
  ERR_FIRING_REFUSED_COMPANY_SUSPENDED: text('Não pode sair: a empresa está suspensa.', 'It cannot leave: the company is suspended.'),
  ERR_FIRING_REFUSED_PLAN_WITHOUT_SCHEDULES: text('Não pode sair: o plano não inclui agendamentos.', 'It cannot leave: the plan has no schedules.'),
  ERR_FIRING_REFUSED_OPT_OUT: text('Não pode sair: a pessoa pediu para não receber mensagens.', 'It cannot leave: the person asked to get no messages.'),
  ERR_FIRING_REFUSED_CONTACT_INACTIVE: text('Não pode sair: o contato está desativado.', 'It cannot leave: the contact is switched off.'),
  ERR_FIRING_REFUSED_NO_CONNECTION: text(
    'Não pode sair: escolha uma conexão, ou defina a conexão padrão da empresa.',
    'It cannot leave: choose a connection, or set the default one of the company.',
  ),
  ERR_PLAN_WITHOUT_SCHEDULES: text('O plano da empresa não inclui agendamentos.', 'The plan of the company has no schedules.'),
  contact_not_found: text('Este contato não existe. Escolha outro.', 'There is no such contact. Choose another.'),
  user_not_found: text('Este usuário não existe. Escolha outro.', 'There is no such user. Choose another.'),
  connection_not_found: text('Esta conexão não existe. Escolha outra.', 'There is no such connection. Choose another.'),
  queue_not_found: text('Este setor não existe. Escolha outro.', 'There is no such service queue. Choose another.'),
  body_missing: text('Escreva a mensagem, ou anexe um arquivo.', 'Write the message, or attach a file.'),
  schedule_variable_unknown: text(
    'A variável {variable} não existe. Use {nome}, {primeiro_nome}, {numero} ou {email}.',
    'There is no variable {variable}. Use {nome}, {primeiro_nome}, {numero} or {email}.',
  ),
  date_in_the_past: text('Esta data já passou. Escolha uma data futura.', 'This date is over. Choose one in the future.'),
  date_too_far: text('Escolha uma data em até {years} anos.', 'Choose a date within {years} years.'),
  too_many_firings: text('Use no máximo {maximum} disparos; para mais que isso, crie outro agendamento.', 'Use at most {maximum} firings; for more, make another schedule.'),
  fewer_than_fired: text('Já houve {fired} disparos. Informe um número maior.', '{fired} firings are over already. Give a larger number.'),
  series_too_long: text('O último disparo passaria de {years} anos. Diminua o intervalo ou a quantidade.', 'The last firing would be more than {years} years off. Shorten the interval or the count.'),
  file_missing: text('Envie um arquivo.', 'Send a file.'),
};

/** Why a firing did not leave. What is not here is the provider's own text. */
const reasonTexts: Readonly<Record<string, Text>> = {
  late: text('passou do atraso permitido', 'it was later than allowed'),
  coalesced: text('um disparo mais recente saiu no lugar dele', 'a later firing left in its place'),
  company_suspended: text('a empresa estava suspensa', 'the company was suspended'),
  plan_without_schedules: text('o plano não inclui agendamentos', 'the plan has no schedules'),
  opt_out: text('a pessoa pediu para não receber mensagens', 'the person asked to get no messages'),
  contact_inactive: text('o contato estava desativado', 'the contact was switched off'),
  no_connection: text('não havia conexão: nem a escolhida, nem uma padrão', 'there was no connection, neither the chosen nor a default one'),
  connection_removed: text('a conexão foi excluída antes do envio', 'the connection was deleted before it left'),
  user: text('o agendamento foi cancelado', 'the schedule was cancelled'),
};

export const reasonTextOf = (reason: string, language: Language): string => reasonTexts[reason]?.[language] ?? reason;

/** Where a schedule is, in a sentence. */
export const whyTexts = {
  PENDENTE: text('Sai em {when}.', 'Leaves on {when}.'),
  AGENDADA: text('Um disparo está na fila da conexão; sai assim que ela puder enviar.', 'A firing is in the lane of the connection; it leaves as soon as that may send.'),
  ENVIADA: text('Todos os disparos terminaram; o último foi enviado.', 'All firings are over; the last one was sent.'),
  ERRO: text('O último disparo não foi enviado: {reason}. Reenvie quando a causa for corrigida.', 'The last firing was not sent: {reason}. Retry when the cause is mended.'),
  PERDIDA: text('O último disparo se perdeu: {reason}. Reenvie se ainda valer a pena.', 'The last firing was missed: {reason}. Retry if it is still worth it.'),
  CANCELADA: text('Foi cancelado.', 'Was cancelled.'),
  lastFailed: text(' O último disparo não saiu: {reason}.', ' The last firing did not leave: {reason}.'),
} as const;
