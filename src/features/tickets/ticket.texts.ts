import type { ErrorTexts } from '../../platform/http/texts';

export const ticketTexts: ErrorTexts = {
  ERR_OTHER_OPEN_TICKET: {
    'pt-BR': 'Este contato já tem um atendimento aberto nesta conexão. Continue por ele.',
    en: 'This contact has a living ticket on this connection already. Go on there.',
  },
  ERR_TICKET_CLOSED: {
    'pt-BR': 'Este atendimento está encerrado. Reabra-o para responder.',
    en: 'This ticket is closed. Reopen it to answer.',
  },
  ERR_TICKET_WITHOUT_CONNECTION: {
    'pt-BR': 'A conexão deste atendimento foi excluída: não há número por onde responder.',
    en: 'The connection of this ticket was deleted: there is no number to answer from.',
  },
  ERR_QUEUE_NAME_EXISTS: { 'pt-BR': 'Já existe um setor com este nome. Escolha outro.', en: 'There is a service queue of that name. Choose another.' },
  unknown_queue: { 'pt-BR': 'Este setor não existe. Escolha um da lista.', en: 'There is no such service queue. Choose one of the list.' },
  unknown_user: { 'pt-BR': 'Este usuário não existe. Escolha um da lista.', en: 'There is no such user. Choose one of the list.' },
  invalid_color: { 'pt-BR': 'Informe a cor como #228be6.', en: 'Give the colour as #228be6.' },
};
