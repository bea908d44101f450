import { text, type ErrorTexts } from '../../platform/http/texts';

export const ticketTexts: ErrorTexts = {
  ERR_OTHER_OPEN_TICKET: text(
    'Este contato já tem um atendimento aberto nesta conexão. Continue por ele.',
    'This contact has a living ticket on this connection already. Go on there.',
  ),
  ERR_TICKET_CLOSED: text('Este atendimento está encerrado. Reabra-o para responder.', 'This ticket is closed. Reopen it to answer.'),
  ERR_TICKET_WITHOUT_CONNECTION: text(
    'A conexão deste atendimento foi excluída: não há número por onde responder.',
    'The connection of this ticket was deleted: there is no number to answer from.',
  ),
  ERR_QUEUE_NAME_EXISTS: text('Já existe um setor com este nome. Escolha outro.', 'There is a service queue of that name. Choose another.'),
  unknown_queue: text('Este setor não existe. Escolha um da lista.', 'There is no such service queue. Choose one of the list.'),
  unknown_user: text('Este usuário não existe. Escolha um da lista.', 'There is no such user. Choose one of the list.'),
  invalid_color: text('Informe a cor como #228be6.', 'Give the colour as #228be6.'),
};
