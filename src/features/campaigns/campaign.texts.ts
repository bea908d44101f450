/** What this feature says to people, in pt-BR and English, by stable codes. */
import { text, type ErrorTexts, type Language, type Text } from '../../platform/http/texts';

/** Of errors and of the faults of single fields. */
export const campaignTexts: ErrorTexts = {
  ERR_CAMPAIGN_STATUS: text(
    'A situação atual da campanha não permite esta ação. Recarregue e confira.',
    'The present status of the campaign does not allow this action. Reload and check.',
  ),
  ERR_CAMPAIGN_STARTED: text(
    'A campanha já começou: só o nome pode mudar. Faça uma cópia para alterar o resto.',
    'The campaign has started: only its name may change. Make a copy to change the rest.',
  ),
  ERR_CAMPAIGN_SENDING: text('Pause ou cancele a campanha antes de excluí-la.', 'Pause or cancel the campaign before you delete it.'),
  ERR_NOTHING_TO_RETRY: text('Nenhum destinatário desta campanha falhou.', 'No recipient of this campaign has failed.'),
  message_missing: text('Escreva pelo menos uma mensagem.', 'Write at least one message.'),
  confirmation_missing: text('Escreva a mensagem que pede a confirmação.', 'Write the message that asks for confirmation.'),
  unknown_variable: text(
    'A variável {variable} não existe na lista nem nas configurações. Corrija o nome ou inclua a coluna.',
    'The variable {variable} is neither in the list nor in the settings. Correct its name or add the column.',
  ),
  variable_key: text('Use de 1 a 40 letras, números ou _ no nome da variável.', 'Use 1 to 40 letters, digits or _ in the name of a variable.'),
  connection_missing: text('Escolha a conexão que vai enviar.', 'Choose the connection that is to send.'),
  connection_not_found: text('Esta conexão não existe. Escolha outra.', 'There is no such connection. Choose another.'),
  list_missing: text('Escolha a lista de contatos.', 'Choose the contact list.'),
  list_not_found: text('Esta lista de contatos não existe. Escolha outra.', 'There is no such contact list. Choose another.'),
  list_empty: text('A lista de contatos está vazia. Importe contatos antes.', 'The contact list is empty. Import contacts first.'),
  queue_not_found: text('Este setor não existe. Escolha outro.', 'There is no such service queue. Choose another.'),
  user_not_found: text('Este usuário não existe. Escolha outro.', 'There is no such user. Choose another.'),
  too_late: text('O horário já passou há muito tempo. Escolha um novo.', 'The time passed too long ago. Choose a new one.'),
  file_missing: text('Envie um arquivo.', 'Send a file.'),
};

/** Why a campaign stands still, or ended with nobody in it. Stored in `pauseReason`, with a detail after a colon. */
export const PauseCode = {
  /** Its detail is the user's name, as it was then: the user may be gone when somebody asks. */
  byUser: 'user',
  missed: 'missed',
  startRefused: 'start_refused',
  connectionBlocked: 'connection_blocked',
  refusedInARow: 'refused_in_a_row',
  emptyAudience: 'empty_audience',
} as const;

const pauseTexts: Readonly<Record<string, Text>> = {
  [PauseCode.byUser]: text('Pausada por um usuário.', 'Paused by a user.'),
  [PauseCode.missed]: text(
    'O horário passou enquanto o sistema não podia iniciá-la. Retome para enviar agora.',
    'Its time passed while the system could not start it. Resume to send now.',
  ),
  [PauseCode.startRefused]: text('Não pôde começar. {detail}', 'It could not start. {detail}'),
  [PauseCode.connectionBlocked]: text(
    'A conexão foi recusada pelo provedor. Reconecte o número e retome. ({detail})',
    'The provider refused the connection. Reconnect the number and resume. ({detail})',
  ),
  [PauseCode.refusedInARow]: text(
    '{detail} destinatários seguidos foram recusados. Confira a lista e a mensagem antes de retomar.',
    '{detail} recipients in a row were refused. Check the list and the message before you resume.',
  ),
  [PauseCode.emptyAudience]: text('A lista não tinha contatos.', 'The list had no contacts.'),
};

export function pausedByOf(reason: string): string | null {
  const prefix = `${PauseCode.byUser}:`;
  return reason.startsWith(prefix) ? reason.slice(prefix.length) : null;
}

/** @param reason a code, or `code:detail`; the detail of a refused start is the code of its fault. */
export function pauseTextOf(reason: string, language: Language): string {
  const [code = '', ...rest] = reason.split(':');
  const detail = rest.join(':');
  const told = code === PauseCode.startRefused ? (campaignTexts[detail]?.[language] ?? detail) : detail;
  return (pauseTexts[code]?.[language] ?? reason).replace('{detail}', () => told);
}
