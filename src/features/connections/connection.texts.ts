import { text, type ErrorTexts } from '../../platform/http/texts';

export const connectionTexts: ErrorTexts = {
  ERR_CONNECTION_NAME_EXISTS: text('Já existe uma conexão com este nome. Escolha outro.', 'There is a connection of that name. Choose another.'),
  ERR_CONNECTION_IN_USE: text(
    'Há campanhas agendadas, em andamento ou pausadas nesta conexão. Cancele-as ou mude a conexão delas antes de excluir.',
    'Campaigns are scheduled, running or paused on this connection. Cancel them or change their connection before deleting it.',
  ),
  ERR_UNKNOWN_CHANNEL: text('Este canal não está disponível nesta instalação.', 'This channel is not available in this installation.'),
  limiter_incomplete: text(
    'Informe a quantidade e o intervalo do limite, ou nenhum dos dois.',
    'Give both the count and the interval of the limit, or neither.',
  ),
  window_incomplete: text('Informe o início e o fim da janela, ou nenhum dos dois.', 'Give both the start and the end of the window, or neither.'),
  window_empty: text('O fim da janela deve ser diferente do início.', 'The end of the window must differ from its start.'),
  nudge_after_end: text('O aviso de inatividade deve vir antes do encerramento.', 'The nudge must come before the ticket is closed.'),
  unknown_queue: text('Este setor não existe. Escolha um da lista.', 'There is no such service queue. Choose one of the list.'),
  invalid_clock_time: text('Informe a hora como 08:30.', 'Give the time as 08:30.'),
  invalid_number: text('Informe só os dígitos, com país e DDD, como 5511987654321.', 'Give the digits only, with the country code, such as 5511987654321.'),
};
