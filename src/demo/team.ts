/** The plan, the hours and the people of the company, in three service queues. */
import type { CompanyId } from '../kernel/ids';
import type { Tx } from '../platform/transact';

export interface Team {
  readonly queueIds: readonly number[];
  /** Of the attendants; none of them can log in. */
  readonly userIds: readonly number[];
}

const WEEKDAYS = [1, 2, 3, 4, 5];
const HOURS = [
  ...WEEKDAYS.flatMap((weekday) => [{ weekday, open: '08:00', close: '12:00' }, { weekday, open: '13:30', close: '18:00' }]),
  { weekday: 6, open: '09:00', close: '13:00' },
];
const ATTENDANTS = ['Larissa Nunes', 'Gabriel Ribeiro', 'Natália Souza', 'Marcos Teixeira', 'Helena Dias'];

export async function addTeam(tx: Tx, companyId: CompanyId): Promise<Team> {
  await tx.query(
    `WITH plans AS (
       INSERT INTO "Plans" ("name", "amount", "users", "connections", "queues", "useCampaigns", "useSchedules", "useKanban") VALUES
         ('Essencial', 99.90, 3, 1, 2, false, true, false), ('Profissional', 199.90, 10, 3, 10, true, true, true), ('Completo', 399.90, NULL, NULL, NULL, true, true, true)
       ON CONFLICT ("name") DO NOTHING RETURNING "id", "name")
     UPDATE "Companies" SET "planId" = plans."id", "dueDate" = current_date + 12, "hours" = $2::jsonb, "email" = 'contato@exemplo.com.br', "phone" = '(11) 4000-0000'
       FROM plans WHERE plans."name" = 'Completo' AND "Companies"."id" = $1`,
    [companyId, JSON.stringify(HOURS)],
  );
  await tx.query(`INSERT INTO "Settings" ("companyId", "key", "value") VALUES ($1, 'sendSignMessage', '"enabled"')`, [companyId]);
  const queues = await tx.query<{ id: number }>(
    `INSERT INTO "Queues" ("companyId", "name", "color", "orderQueue", "greetingMessage", "outOfHoursMessage", "ativarRoteador", "tempoRoteador") VALUES
       ($1, 'Vendas', '#2f9e44', 1, 'Você está no setor de Vendas.', 'Vendas atende de segunda a sábado. Respondemos assim que abrirmos.', false, 0),
       ($1, 'Suporte', '#1971c2', 2, 'Você está no Suporte. Conte o que aconteceu.', '', true, 5),
       ($1, 'Financeiro', '#e8590c', 3, '', '', false, 0) RETURNING "id"`,
    [companyId],
  );
  const users = await tx.query<{ id: number }>(
    `INSERT INTO "Users" ("companyId", "name", "email", "passwordHash", "capacity")
     SELECT $1::int, a."name", 'atendente' || a."n" || '.demo' || $1::int || '@exemplo.com.br', '', 8 FROM unnest($2::text[]) WITH ORDINALITY AS a("name", "n") RETURNING "id"`,
    [companyId, ATTENDANTS],
  );
  const [queueIds, userIds] = [queues.map(({ id }) => id), users.map(({ id }) => id)];
  // Each in one service queue, the first two also in the next.
  await tx.query(
    `INSERT INTO "UserQueues" ("companyId", "userId", "queueId")
     SELECT $1, ($2::int[])[u], ($3::int[])[(u - 1 + extra) % 3 + 1] FROM generate_series(1, 5) u CROSS JOIN generate_series(0, 1) extra WHERE extra = 0 OR u <= 2`,
    [companyId, userIds, queueIds],
  );
  return { queueIds, userIds };
}
