/** What the history of a ticket says to a person. `{who}`: who did it, or the product itself. */
import { text, type Text } from '../../platform/http/texts';
import type { TicketLogType } from './ticket-log.store';

export const product = text('O sistema', 'The product');
export const nobody = text('ninguém', 'nobody');

export const logTexts: Readonly<Record<TicketLogType, Text>> = {
  create: text('{who} abriu o atendimento.', '{who} opened the ticket.'),
  open: text('{who} aceitou o atendimento.', '{who} took the ticket up.'),
  reopen: text('{who} reabriu o atendimento.', '{who} reopened the ticket.'),
  pending: text('{who} devolveu o atendimento à espera.', '{who} put the ticket back to wait.'),
  transfered: text('{who} transferiu o atendimento.', '{who} handed the ticket on.'),
  receivedTransfer: text('{who} recebeu o atendimento.', '{who} received the ticket.'),
  queue: text('{who} pôs o atendimento no setor {queue}.', '{who} put the ticket into {queue}.'),
  redirect: text('Esperou demais sem setor e foi para {queue}.', 'It waited in no service queue for too long and went to {queue}.'),
  router: text('O roteador entregou o atendimento a {toUser}.', 'The router gave the ticket to {toUser}.'),
  lane: text('Passou à etapa {toTag}.', 'It went on to the lane {toTag}.'),
  closed: text('{who} encerrou o atendimento.', '{who} closed the ticket.'),
  autoClose: text('Encerrado sozinho: o silêncio passou do prazo da conexão.', 'It closed by itself: the silence outlasted what the connection allows.'),
  rating: text('O contato deu nota {rate}.', 'The contact rated it {rate}.'),
};

/** The same acts where more is known of them. */
export const fullerTexts = {
  createReceived: text('O contato escreveu, e começou um atendimento.', 'The contact wrote, and a ticket began.'),
  createReceivedInto: text('O contato escreveu, e começou um atendimento no setor {queue}.', 'The contact wrote, and a ticket began in {queue}.'),
  createSent: text('Uma mensagem nossa começou o atendimento.', 'A message of ours began the ticket.'),
  transferedToUser: text('{who} transferiu o atendimento para {toUser}.', '{who} handed the ticket to {toUser}.'),
  transferedToQueue: text('{who} transferiu o atendimento para o setor {toQueue}.', '{who} handed the ticket to {toQueue}.'),
  receivedByQueue: text('O setor {queue} recebeu o atendimento.', '{queue} received the ticket.'),
  receivedByNobody: text('O atendimento ficou sem atendente.', 'The ticket was left with nobody.'),
} as const;

/** Where a ticket stands now. */
export const standingTexts = {
  pending: text('Espera sem setor: qualquer atendente pode aceitar.', 'It waits in no service queue: anybody may take it up.'),
  pendingInQueue: text('Espera no setor {queue}: quem é do setor pode aceitar.', 'It waits in {queue}: its members may take it up.'),
  pendingForUser: text('Espera que {user} aceite.', 'It waits for {user} to take it up.'),
  open: text('Em atendimento, com {user}.', 'In conversation with {user}.'),
  openWithNobody: text('Aberto, sem atendente.', 'Open, with nobody.'),
  closed: text('Encerrado.', 'Closed.'),
} as const;
