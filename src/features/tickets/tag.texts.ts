import { text, type ErrorTexts } from '../../platform/http/texts';

export const tagTexts: ErrorTexts = {
  ERR_TAG_NAME_EXISTS: text('Já existe uma etiqueta com este nome. Escolha outro.', 'There is a tag of that name. Choose another.'),
  ERR_TAG_IN_USE: text(
    'Há atendimentos com esta etiqueta, ou colunas que levam a ela. Tire-a deles antes de mudar o tipo.',
    'Tickets carry this tag, or lanes lead to it. Take it off before changing its kind.',
  ),
  unknown_tag: text('Esta etiqueta não existe. Escolha uma da lista.', 'There is no such tag. Choose one of the list.'),
  unknown_lane: text('Esta coluna não existe no quadro. Escolha uma da lista.', 'There is no such lane on the board. Choose one of the list.'),
  not_a_lane: text('Só uma coluna do quadro leva a outra.', 'Only a lane of the board leads to another.'),
  lane_cycle: text('As colunas dariam uma volta sem fim. Escolha outra como próxima.', 'The lanes would go round for ever. Choose another as the next.'),
  router_without_time: text('Informe em minutos quando o roteador passa o atendimento adiante.', 'Give the minutes after which the router hands a ticket on.'),
  two_lanes: text('Um atendimento fica em uma só coluna do quadro.', 'A ticket is in one lane of the board at most.'),
};
