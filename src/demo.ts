/**
 * What a first start shows: two simulated numbers, lists, a draft and a campaign that goes out by itself, a team in three
 * service queues, a board, forty conversations, schedules and an invoice. Written once, on a database whose company has no
 * connection yet; made-up people, none of whom can log in.
 */
import { addCampaigns, addConnections } from './demo/campaigns';
import { addConversations } from './demo/conversations';
import { addInvoices, addSchedules } from './demo/planned';
import { addTeam } from './demo/team';
import type { CompanyId } from './kernel/ids';
import type { Queryable, Transact } from './platform/transact';

export async function seedDemo(db: Queryable, { transact }: { readonly transact: Transact }): Promise<void> {
  const [company] = await db.query<{ id: CompanyId }>(
    `SELECT c."id" FROM "Companies" c WHERE NOT EXISTS (SELECT 1 FROM "Whatsapps" w WHERE w."companyId" = c."id") ORDER BY c."id" LIMIT 1`,
  );
  if (company === undefined) return;
  await transact(async (tx) => {
    const team = await addTeam(tx, company.id);
    const connections = await addConnections(tx, company.id, team.queueIds);
    await addCampaigns(tx, company.id, connections);
    const contactIds = await addConversations(tx, company.id, connections.sales, team);
    await addSchedules(tx, company.id, contactIds, team);
    await addInvoices(tx, company.id);
  });
}
