/**
 * What a first start shows: two simulated numbers, three lists, a draft and a campaign that goes out by itself.
 * Written once, on a database whose company has no connection yet; made-up people.
 */
import type { CompanyId } from './kernel/ids';
import { onlyRow } from './platform/only-row';
import type { Queryable, Transact, Tx } from './platform/transact';

const FIRST = ['Ana', 'Beatriz', 'Carlos', 'Daniela', 'Eduardo', 'Fernanda', 'Gabriel', 'Helena', 'Igor', 'Juliana', 'Kauã', 'Larissa', 'Marcos', 'Natália', 'Otávio', 'Paula'];
const LAST = ['Almeida', 'Barros', 'Cardoso', 'Dias', 'Esteves', 'Ferreira', 'Gomes', 'Moreira', 'Nunes', 'Oliveira', 'Pereira', 'Queiroz', 'Ribeiro', 'Souza', 'Teixeira'];
const CITIES = ['São Paulo', 'Recife', 'Curitiba', 'Salvador', 'Belo Horizonte', 'Porto Alegre', 'Fortaleza'];
const AREAS = ['11', '81', '41', '71', '31', '51', '85'];

export async function seedDemo(db: Queryable, { transact }: { readonly transact: Transact }): Promise<void> {
  const [company] = await db.query<{ id: CompanyId }>(
    `SELECT c."id" FROM "Companies" c WHERE NOT EXISTS (SELECT 1 FROM "Whatsapps" w WHERE w."companyId" = c."id") ORDER BY c."id" LIMIT 1`,
  );
  if (company === undefined) return;
  await transact(async (tx) => {
    await addConnection(tx, company.id, 'Vendas (simulador)', '5511900000001', true);
    const notices = await addConnection(tx, company.id, 'Avisos (simulador)', '5511900000002', false);
    await addList(tx, company.id, 'Clientes', 1_200, 0);
    const newsletter = await addList(tx, company.id, 'Novidades', 300, 2_000);
    const due = await addList(tx, company.id, 'Vencimentos de hoje', 40, 4_000);
    await tx.query(
      `INSERT INTO "Campaigns" ("companyId", "name", "status", "contactListId", "whatsappId", "message1", "message2", "scheduledAt") VALUES
         ($1, 'Boas-vindas (rascunho)', 'INATIVA', $2, $3, 'Olá {primeiro_nome}! Chegaram novidades na loja de {cidade}. Responda SAIR para não receber mais.',
          'Oi {nome}, tudo bem? Preparamos o cupom {cupom} para você. Responda SAIR para não receber mais.', NULL),
         ($1, 'Aviso de vencimento', 'PROGRAMADA', $4, $5, 'Olá {nome}, sua fatura vence hoje. Se já pagou, desconsidere.', '', now())`,
      [company.id, newsletter, notices, due, notices],
    );
  });
}

async function addConnection(tx: Tx, companyId: CompanyId, name: string, number: string, isDefault: boolean): Promise<number> {
  const rows = await tx.query<{ id: number }>(
    `INSERT INTO "Whatsapps" ("companyId", "name", "number", "channel", "status", "isDefault") VALUES ($1, $2, $3, 'simulator', 'CONNECTED', $4) RETURNING "id"`,
    [companyId, name, number, isDefault],
  );
  return onlyRow(rows).id;
}

/** @param offset keeps the numbers of different lists apart. */
async function addList(tx: Tx, companyId: CompanyId, name: string, count: number, offset: number): Promise<number> {
  const list = onlyRow(await tx.query<{ id: number }>(`INSERT INTO "ContactLists" ("companyId", "name") VALUES ($1, $2) RETURNING "id"`, [companyId, name]));
  const people = Array.from({ length: count }, (_, i) => {
    const place = (i + offset) % CITIES.length;
    return {
      name: `${pick(FIRST, i * 7 + offset)} ${pick(LAST, i * 11 + offset)}`,
      number: `55${pick(AREAS, place)}9${String(70_000_000 + offset * 100 + i)}`,
      variables: JSON.stringify({ cidade: pick(CITIES, place), cupom: `DEMO${String(offset + i).padStart(4, '0')}` }),
    };
  });
  await tx.query(
    `INSERT INTO "ContactListItems" ("companyId", "contactListId", "name", "number", "isWhatsappValid", "variables")
     SELECT $1, $2, i."name", i."number", true, i."variables" FROM unnest($3::text[], $4::text[], $5::jsonb[]) AS i("name", "number", "variables")`,
    [companyId, list.id, people.map((p) => p.name), people.map((p) => p.number), people.map((p) => p.variables)],
  );
  return list.id;
}

const pick = (from: readonly string[], at: number): string => from[at % from.length] ?? '';
