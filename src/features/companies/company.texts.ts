import { text, type ErrorTexts } from '../../platform/http/texts';

export const companyTexts: ErrorTexts = {
  ERR_COMPANY_SUSPENDED: text('A empresa está suspensa. Fale com o suporte.', 'The company is suspended. Speak to support.'),
  ERR_OWN_COMPANY: text('Você não pode suspender nem excluir a sua própria empresa.', 'You cannot suspend or remove your own company.'),
  ERR_COMPANY_ACTIVE: text('Suspenda a empresa antes de excluí-la: a exclusão apaga tudo o que é dela.', 'Suspend the company before removing it: that deletes everything it has.'),
  ERR_PLAN_NAME_EXISTS: text('Já existe um plano com este nome. Escolha outro.', 'There is a plan of that name. Choose another.'),
  ERR_PLAN_IN_USE: text('Há empresas neste plano ({companies}). Mude-as de plano antes de excluí-lo.', 'Companies have this plan ({companies}). Move them to another before removing it.'),
  ERR_PLAN_USERS: text('O plano da empresa permite {limit} usuários e já há {used}. Exclua um ou mude de plano.', "The company's plan allows {limit} users and there are {used}. Remove one or change the plan."),
  ERR_PLAN_CONNECTIONS: text('O plano da empresa permite {limit} conexões e já há {used}. Exclua uma ou mude de plano.', "The company's plan allows {limit} connections and there are {used}. Remove one or change the plan."),
  ERR_PLAN_QUEUES: text('O plano da empresa permite {limit} setores e já há {used}. Exclua um ou mude de plano.', "The company's plan allows {limit} service queues and there are {used}. Remove one or change the plan."),
  ERR_PLAN_CAMPAIGNS: text('O plano da empresa não inclui campanhas.', "The company's plan does not include campaigns."),
  ERR_PLAN_SCHEDULES: text('O plano da empresa não inclui agendamentos.', "The company's plan does not include schedules."),
  ERR_PLAN_KANBAN: text('O plano da empresa não inclui o Kanban.', "The company's plan does not include the kanban board."),
  unknown_plan: text('Este plano não existe. Escolha um da lista.', 'There is no such plan. Choose one of the list.'),
  unknown_setting: text('Esta configuração não existe. Há estas: {keys}.', 'There is no such setting. There are these: {keys}.'),
  unknown_timezone: text('Informe um fuso da lista IANA, como America/Sao_Paulo.', 'Give a zone of the IANA list, such as America/Sao_Paulo.'),
  invalid_clock: text('Informe a hora como 08:30.', 'Give the time as 08:30.'),
  closes_before_opening: text('O fim deve ser depois do início.', 'The end must be after the start.'),
};
