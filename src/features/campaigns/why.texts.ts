/** The sentences of a recipient's story, in pt-BR and English. */
import { text, type Text } from '../../platform/http/texts';

/** Where the recipient is now. */
export const stateTexts = {
  pending: text('Espera a sua vez de sair.', 'Waits for its turn to leave.'),
  awaiting: text('Espera a resposta ao pedido de confirmação.', 'Waits for the answer to the request for confirmation.'),
  awaitingUnasked: text('Espera o pedido de confirmação sair.', 'Waits for the request for confirmation to leave.'),
  sending: text('Está sendo entregue ao WhatsApp agora.', 'Is being handed to WhatsApp right now.'),
  unknown: text('O WhatsApp pode ter aceitado ou não: a resposta se perdeu.', 'WhatsApp may have taken it or not: its answer was lost.'),
  held: text(
    'Não se sabe se o WhatsApp aceitou. Para não repetir, só sai de novo se você mandar.',
    'Nobody knows whether WhatsApp took it. It leaves again only if you say so, for it may have arrived.',
  ),
  sent: text('O WhatsApp aceitou; ainda não chegou ao aparelho.', 'WhatsApp took it; it has not reached the phone yet.'),
  delivered: text('Chegou ao aparelho.', 'Reached the phone.'),
  read: text('Foi lida.', 'Was read.'),
  failed: text('Falhou: {reason}', 'Failed: {reason}'),
  skipped: text('Não foi enviada: {reason}', 'Was not sent: {reason}'),
  cancelled: text('Não foi enviada: a campanha foi cancelada.', 'Was not sent: the campaign was cancelled.'),
} as const;

/** What happens next, and why not sooner. */
export const nextTexts = {
  paused: text('Sai quando a campanha for retomada. {reason}', 'Leaves when the campaign is resumed. {reason}'),
  cancelling: text('A campanha foi cancelada: não sairá.', 'The campaign was cancelled: it will not leave.'),
  disconnected: text('Sai quando a conexão voltar: o número está desconectado.', 'Leaves when the connection is back: the number is disconnected.'),
  noConnection: text(
    'A conexão da campanha foi excluída: nada mais sai por ela.',
    'The connection of the campaign was deleted: nothing leaves by it any more.',
  ),
  retry: text(
    'A última tentativa não foi aceita ({reason}). Tenta de novo no horário indicado.',
    'The last attempt was not accepted ({reason}). It tries again at the time given.',
  ),
  limiter: text('O número respeita o seu limite de mensagens.', 'The number keeps its message limit.'),
  interval: text('Aguarda o intervalo entre mensagens da campanha.', 'Waits for the interval between messages of the campaign.'),
  window: text('Fora do horário de envio da conexão.', 'Outside the hours in which the connection sends.'),
  daily_cap: text('O limite diário do número foi atingido; continua amanhã.', 'The daily cap of the number is reached; it goes on tomorrow.'),
  hold: text('O provedor pediu uma pausa.', 'The provider asked for a rest.'),
  company_suspended: text('A empresa está suspensa: nada sai até que seja reativada.', 'The company is suspended: nothing leaves until it is let in again.'),
  inTurn: text('Sai na ordem da lista, no ritmo da campanha.', 'Leaves in the order of the list, at the pace of the campaign.'),
  answer: text(
    'Se responder sim, a mensagem sai; se o prazo acabar, não será enviada.',
    'With a yes the message leaves; when the time is over it will not be sent.',
  ),
  echo: text(
    'Um aviso do provedor resolve; se não vier no prazo, o sistema decide.',
    'A notice of the provider settles it; if none comes in time, the system decides.',
  ),
  retryFailed: text('Nada mais por si só. "Reenviar falhas" tenta outra vez.', 'Nothing more by itself. "Retry failed" tries once more.'),
  restart: text('Nada mais por si só. Reiniciar a campanha a inclui de novo.', 'Nothing more by itself. A restart of the campaign takes it in again.'),
  nothing: text('Nada mais está previsto.', 'Nothing more is to come.'),
} as const;

/** What happened, in order. */
export const stepTexts = {
  prepared: text('Preparada com a mensagem {variant}.', 'Prepared with message {variant}.'),
  asked: text('Pedido de confirmação enviado.', 'Request for confirmation sent.'),
  answered: text('Respondeu ao pedido de confirmação.', 'Answered the request for confirmation.'),
  tried: text('Tentativa de envio {attempts}.', 'Attempt {attempts} to send.'),
  sent: text('Aceita pelo WhatsApp.', 'Taken by WhatsApp.'),
  delivered: text('Entregue no aparelho.', 'Delivered to the phone.'),
  read: text('Lida.', 'Read.'),
  replied: text('A pessoa respondeu.', 'The person replied.'),
  failed: text('Falhou: {reason}', 'Failed: {reason}'),
  reopened: text('Reaberta por um usuário (estava: {from}).', 'Opened again by a user (was: {from}).'),
  other: text('Registro: {type}.', 'Noted: {type}.'),
} as const;

/** Reasons by `errorCode`; another code tells the provider's own text. */
export const reasonTexts: Readonly<Record<string, Text>> = {
  opt_out: text('a pessoa pediu para não receber mensagens.', 'the person asked to get no messages.'),
  invalid_number: text('o número não tem WhatsApp.', 'the number has no WhatsApp.'),
  contact_inactive: text('o contato está desativado.', 'the contact is switched off.'),
  confirmation_refused: text('a pessoa respondeu que não quer receber.', 'the person answered that it does not want it.'),
  confirmation_expired: text('a pessoa não respondeu ao pedido de confirmação no prazo.', 'the person did not answer the request in time.'),
  connection_removed: text('a conexão foi excluída antes do envio.', 'the connection was deleted before it left.'),
  // WhatsApp's own codes: what each means to whoever reads it.
  '190': text('o WhatsApp bloqueou o acesso deste número; conecte-o de novo.', 'WhatsApp has blocked the access of this number; connect it again.'),
  '368': text('o WhatsApp bloqueou este número por um tempo, por violar as regras.', 'WhatsApp has blocked this number for a while, for a breach of its rules.'),
  '130429': text('o número passou do limite de mensagens do WhatsApp.', 'the number went over the message limit of WhatsApp.'),
  '130472': text('o WhatsApp não entregou: a pessoa está num teste dele sem mensagens de marketing.', 'WhatsApp did not deliver: the person is in a test of its own without marketing messages.'),
  '131026': text('a pessoa não pode receber: número sem WhatsApp ou aplicativo antigo.', 'the person cannot receive it: no WhatsApp on the number, or an old app.'),
  '131047': text('passaram mais de 24 horas da última resposta da pessoa.', 'more than 24 hours have passed since the last reply of the person.'),
  '131049': text('o WhatsApp segurou a mensagem para não incomodar a pessoa.', 'WhatsApp held the message back so as not to bother the person.'),
  '131051': text('o WhatsApp não aceita este tipo de mensagem.', 'WhatsApp does not take this kind of message.'),
  '131053': text('o WhatsApp não aceitou o arquivo.', 'WhatsApp did not take the file.'),
  '131056': text('mensagens demais para esta pessoa em pouco tempo.', 'too many messages to this person in a short time.'),
  empty_message: text('a mensagem ficaria vazia para esta pessoa.', 'the message would be empty for this person.'),
};
