/** How PostgreSQL goes about what a feature asks of it: every statement is explained with its own values, and run all the same. */
import type { CompanyId, ServiceQueueId, UserId } from '../kernel/ids';
import type { Queryable, Transact } from '../platform/transact';
import { buildCompany, buildConnection } from './build';
import { buildAttendant, buildQueue } from './routing';

interface Node {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly Plans?: readonly Node[];
}

export interface Plans {
  readonly db: Queryable;
  readonly transact: Transact;
  /** Tables that were read from end to end, statement by statement, since the last call. */
  wholeTables(): Promise<string[]>;
}

export function explaining(database: { readonly db: Queryable; readonly transact: Transact }): Plans {
  const scanned = new Set<string>();
  const watch = <Q extends Queryable>(q: Q): Q => ({
    ...q,
    async query(sql: string, bind: readonly unknown[] = []) {
      const [row] = await q.query<{ 'QUERY PLAN': { Plan: Node }[] }>('EXPLAIN (FORMAT JSON) '.concat(sql), bind);
      row?.['QUERY PLAN'].forEach(({ Plan }) => collect(Plan, scanned));
      return q.query(sql, bind);
    },
  });
  return {
    db: watch(database.db),
    transact: (work) => database.transact((tx) => work(watch(tx))),
    async wholeTables() {
      const tables = [...scanned].sort();
      scanned.clear();
      return tables;
    },
  };
}

function collect(node: Node, scanned: Set<string>): void {
  if (node['Node Type'] === 'Seq Scan' && node['Relation Name'] !== undefined) scanned.add(node['Relation Name']);
  node.Plans?.forEach((child) => collect(child, scanned));
}

export interface Crowd {
  readonly companyId: CompanyId;
  readonly queueId: ServiceQueueId;
  /** An attendant who has every other living ticket of the company. */
  readonly userId: UserId;
}

/**
 * 20,000 tickets of five companies, one in twenty of them living, as a year leaves them behind; of the first company half of all
 * are in a lane. What PostgreSQL knows of them is fresh.
 */
export async function buildCrowd(db: Queryable): Promise<Crowd> {
  const companies = await Promise.all(Array.from({ length: 5 }, () => buildCompany(db)));
  for (const companyId of companies) await buildConnection(db, companyId, { timeSendQueue: 60, timeInactiveMessage: 30, inactiveMessage: 'Oi?', expiresTicket: 60, whenExpiresTicket: 0 });
  const companyId = companies[0]!;
  const queueId = await buildQueue(db, companyId, { ativarRoteador: true, tempoRoteador: 5 });
  const userId = await buildAttendant(db, companyId, [queueId]);
  await db.query(`UPDATE "Whatsapps" SET "sendIdQueue" = $2 WHERE "companyId" = $1`, [companyId, queueId]);
  await db.query(
    `INSERT INTO "Contacts" ("companyId", "name", "number")
     SELECT ($1::int[])[1 + n % 5], 'Bia ' || n, '55119' || lpad(n::text, 8, '0') FROM generate_series(1, 20000) n`,
    [companies],
  );
  // Those that live began lately, and a minute ago somebody wrote: nothing is due.
  await db.query(
    `INSERT INTO "Tickets" ("companyId", "contactId", "whatsappId", "status", "queueId", "userId", "lastMessage", "lastMessageAt", "fromMe", "createdAt", "updatedAt")
     SELECT c."companyId", c."id", w."id", k."status", CASE WHEN c."companyId" = $1 AND c."id" % 3 > 0 THEN $2::int END,
            CASE WHEN c."companyId" = $1 AND (k."status" = 'open' OR c."id" % 20 = 3) THEN $3::int END, 'Até logo', k."at", c."id" % 2 = 0, k."at", k."at"
       FROM "Contacts" c JOIN "Whatsapps" w ON w."companyId" = c."companyId" CROSS JOIN LATERAL (
         SELECT CASE WHEN c."id" <= 19000 THEN 'closed' WHEN c."id" % 2 = 0 THEN 'open' ELSE 'pending' END AS "status",
                now() - (CASE WHEN c."id" <= 19000 THEN 20001 - c."id" ELSE 1 END) * interval '1 minute' AS "at") k
      ORDER BY c."id"`,
    [companyId, queueId, userId],
  );
  await db.query(`INSERT INTO "Tags" ("companyId", "name", "kanban", "timeLane") SELECT $1, 'Etapa ' || n, true, 24 FROM generate_series(1, 4) n`, [companyId]);
  await db.query(`UPDATE "Tags" SET "nextLaneId" = "id" + 1 WHERE "name" <> 'Etapa 4'`);
  await db.query(
    `INSERT INTO "TicketTags" ("companyId", "ticketId", "tagId") SELECT t."companyId", t."id", g."id" FROM "Tickets" t JOIN "Tags" g ON g."companyId" = t."companyId" AND g."name" = 'Etapa ' || 1 + t."id" / 5 % 8`,
  );
  await db.query('ANALYZE');
  return { companyId, queueId, userId };
}
