import type { ErrorTexts } from '../../platform/http/texts';

export const connectionTexts: ErrorTexts = {
  ERR_CONNECTION_NAME_EXISTS: { 'pt-BR': 'Já existe uma conexão com este nome. Escolha outro.', en: 'There is a connection of that name. Choose another.' },
  ERR_CONNECTION_IN_USE: {
    'pt-BR': 'Há campanhas agendadas, em andamento ou pausadas nesta conexão. Cancele-as ou mude a conexão delas antes de excluir.',
    en: 'Campaigns are scheduled, running or paused on this connection. Cancel them or change their connection before deleting it.',
  },
  ERR_UNKNOWN_CHANNEL: { 'pt-BR': 'Este canal não está disponível nesta instalação.', en: 'This channel is not available in this installation.' },
  limiter_incomplete: {
    'pt-BR': 'Informe a quantidade e o intervalo do limite, ou nenhum dos dois.',
    en: 'Give both the count and the interval of the limit, or neither.',
  },
  window_incomplete: { 'pt-BR': 'Informe o início e o fim da janela, ou nenhum dos dois.', en: 'Give both the start and the end of the window, or neither.' },
  window_empty: { 'pt-BR': 'O fim da janela deve ser diferente do início.', en: 'The end of the window must differ from its start.' },
  invalid_clock_time: { 'pt-BR': 'Informe a hora como 08:30.', en: 'Give the time as 08:30.' },
  invalid_number: {
    'pt-BR': 'Informe só os dígitos, com país e DDD, como 5511987654321.',
    en: 'Give the digits only, with the country code, such as 5511987654321.',
  },
};
