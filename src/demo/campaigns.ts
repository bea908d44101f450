/** Two numbers of the simulator, three lists, and campaigns in all stages of their lives. */
import type { CompanyId } from '../kernel/ids';
import { onlyRow } from '../platform/only-row';
import type { Tx } from '../platform/transact';
import { person } from './people';

export interface Connections {
  readonly sales: number;
  readonly notices: number;
}

/** The first one offers these service queues. */
export async function addConnections(tx: Tx, companyId: CompanyId, queueIds: readonly number[]): Promise<Connections> {
  const rows = await tx.query<{ id: number }>(
    `INSERT INTO "Whatsapps" ("companyId", "name", "number", "channel", "status", "isDefault", "greetingMessage", "ratingMessage") VALUES
       ($1, 'Vendas (simulador)', '5511900000001', 'simulator', 'CONNECTED', true, 'Olá! Já vamos atender você.', 'De 1 a 5, como foi o atendimento?'),
       ($1, 'Avisos (simulador)', '5511900000002', 'simulator', 'CONNECTED', false, '', '') RETURNING "id"`,
    [companyId],
  );
  const [sales = 0, notices = 0] = rows.map(({ id }) => id);
  await tx.query(`INSERT INTO "WhatsappQueues" ("companyId", "whatsappId", "queueId") SELECT $1, $2, unnest($3::int[])`, [companyId, sales, queueIds]);
  return { sales, notices };
}

export async function addCampaigns(tx: Tx, companyId: CompanyId, { notices }: Connections): Promise<void> {
  await addList(tx, companyId, 'Clientes', 1_200, 0);
  const newsletter = await addList(tx, companyId, 'Novidades', 300, 2_000);
  const due = await addList(tx, companyId, 'Vencimentos de hoje', 40, 4_000);
  await tx.query(
    `INSERT INTO "Campaigns" ("companyId", "name", "status", "contactListId", "whatsappId", "message1", "message2", "scheduledAt") VALUES
       ($1, 'Boas-vindas (rascunho)', 'INATIVA', $2, $3, 'Olá {primeiro_nome}! Chegaram novidades na loja de {cidade}. Responda SAIR para não receber mais.',
        'Oi {nome}, tudo bem? Preparamos o cupom {cupom} para você. Responda SAIR para não receber mais.', NULL),
       ($1, 'Aviso de vencimento', 'PROGRAMADA', $4, $3, 'Olá {nome}, sua fatura vence hoje. Se já pagou, desconsidere.', '', now())`,
    [companyId, newsletter, notices, due],
  );
}

async function addList(tx: Tx, companyId: CompanyId, name: string, count: number, offset: number): Promise<number> {
  const list = onlyRow(await tx.query<{ id: number }>(`INSERT INTO "ContactLists" ("companyId", "name") VALUES ($1, $2) RETURNING "id"`, [companyId, name]));
  const people = Array.from({ length: count }, (_, i) => {
    const { city, ...who } = person(i, offset);
    return { ...who, variables: { cidade: city, cupom: `DEMO${String(offset + i).padStart(4, '0')}` } };
  });
  await tx.query(
    `INSERT INTO "ContactListItems" ("companyId", "contactListId", "name", "number", "isWhatsappValid", "variables")
     SELECT $1, $2, i."name", i."number", true, i."variables" FROM json_to_recordset($3::json) AS i("name" text, "number" text, "variables" jsonb)`,
    [companyId, list.id, JSON.stringify(people)],
  );
  return list.id;
}
