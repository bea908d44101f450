import { text, type ErrorTexts } from '../../platform/http/texts';

export const ticketTexts: ErrorTexts = {
  ERR_OTHER_OPEN_TICKET: text(
    'Este contato já tem um atendimento aberto nesta conexão. Continue por ele.',
    'This contact has a living ticket on this connection already. Go on there.',
  ),
  ERR_TICKET_TAKEN: text('{name} já está neste atendimento.', '{name} is in this ticket already.'),
  ERR_TICKET_NOT_SEEN: text(
    'Este atendimento é de outra pessoa, ou de um setor de que você não participa.',
    'This ticket is somebody else’s, or in a service queue of which you are no member.',
  ),
  ERR_TICKET_CLOSED: text('Este atendimento está encerrado. Reabra-o para responder.', 'This ticket is closed. Reopen it to answer.'),
  ERR_TICKET_WITHOUT_CONNECTION: text(
    'A conexão deste atendimento foi excluída: não há número por onde responder.',
    'The connection of this ticket was deleted: there is no number to answer from.',
  ),
  ERR_QUEUE_NAME_EXISTS: text('Já existe um setor com este nome. Escolha outro.', 'There is a service queue of that name. Choose another.'),
  unknown_queue: text('Este setor não existe. Escolha um da lista.', 'There is no such service queue. Choose one of the list.'),
  unknown_user: text('Este usuário não existe. Escolha um da lista.', 'There is no such user. Choose one of the list.'),
  user_not_in_queue: text('Este usuário não participa do setor. Escolha outro, ou inclua-o no setor.', 'This user is no member of the service queue. Choose another, or make them one.'),
  unknown_contact: text('Este contato não existe. Escolha um da lista.', 'There is no such contact. Choose one of the list.'),
  unknown_connection: text('Esta conexão não existe. Escolha uma da lista.', 'There is no such connection. Choose one of the list.'),
  no_default_connection: text('Escolha a conexão: nenhuma é a padrão.', 'Choose the connection: none is the default.'),
  invalid_color: text('Informe a cor como #228be6.', 'Give the colour as #228be6.'),
};
