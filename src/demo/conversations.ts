/** A board of four lanes, tags, and forty conversations in all states, with what was said in each. */
import type { CompanyId } from '../kernel/ids';
import type { Tx } from '../platform/transact';
import { DIALOGUES } from './dialogues';
import { person, pick } from './people';
import type { Team } from './team';

const COUNT = 40;
const OFFSET = 6_000;

interface Conversation {
  readonly number: string;
  readonly status: 'open' | 'pending' | 'closed';
  readonly queueId: number | null;
  readonly userId: number | null;
  /** Since its first message. */
  readonly minutesAgo: number;
  readonly tagIds: readonly number[];
  readonly lines: readonly { readonly key: string; readonly body: string; readonly fromMe: boolean; readonly minutesAgo: number }[];
}

/** @returns the contacts, in the order of `person` */
export async function addConversations(tx: Tx, companyId: CompanyId, connectionId: number, team: Team): Promise<number[]> {
  const tags = await addTags(tx, companyId);
  const people = Array.from({ length: COUNT }, (_, i) => person(i, OFFSET));
  const contacts = await tx.query<{ id: number }>(
    `INSERT INTO "Contacts" ("companyId", "name", "number") SELECT $1, p."name", p."number" FROM json_to_recordset($2::json) AS p("name" text, "number" text) RETURNING "id"`,
    [companyId, JSON.stringify(people)],
  );
  const conversations = people.map(({ number }, i) => conversationOf(i, number, team, tags));
  await addTickets(tx, companyId, connectionId, conversations);
  await addMessages(tx, companyId, connectionId, conversations);
  await addHistory(tx, companyId);
  return contacts.map(({ id }) => id);
}

async function addTags(tx: Tx, companyId: CompanyId): Promise<{ lanes: number[]; plain: number[] }> {
  const rows = await tx.query<{ id: number; kanban: boolean }>(
    `INSERT INTO "Tags" ("companyId", "name", "color", "kanban", "position") VALUES
       ($1, 'Novo', '#868e96', true, 1), ($1, 'Em negociação', '#1971c2', true, 2), ($1, 'Proposta enviada', '#f08c00', true, 3), ($1, 'Fechado', '#2f9e44', true, 4),
       ($1, 'VIP', '#ae3ec9', false, 0), ($1, 'Reclamação', '#e03131', false, 0) RETURNING "id", "kanban"`,
    [companyId],
  );
  const ofKind = (kanban: boolean) => rows.filter((row) => row.kanban === kanban).map(({ id }) => id);
  const lanes = ofKind(true);
  // Whoever is new is not left alone for longer than a day.
  await tx.query(`UPDATE "Tags" SET "timeLane" = 24, "nextLaneId" = $2 WHERE "id" = $1`, [lanes[0], lanes[1]]);
  return { lanes, plain: ofKind(false) };
}

function conversationOf(i: number, number: string, { queueIds, userIds }: Team, tags: { lanes: number[]; plain: number[] }): Conversation {
  const status = i < 14 ? 'open' : i < 28 ? 'pending' : 'closed';
  const dialogue = status === 'pending' ? pick(DIALOGUES, 7 + (i % 3)) : pick(DIALOGUES, i % 7);
  const ended = status === 'closed' ? 1_440 * (1 + (i % 9)) : 3 + i * 4;
  const lines = dialogue.map((line, at) => ({
    key: `demo-${i}-${at}`, body: line.slice(2), fromMe: line.startsWith('<'), minutesAgo: ended + (dialogue.length - 1 - at) * 3,
  }));
  // Some of those that wait are in no service queue yet.
  const queueId = status === 'pending' && i % 4 === 0 ? null : pick(queueIds, i);
  return {
    number, status, queueId, lines,
    userId: status === 'pending' ? null : pick(userIds, i),
    minutesAgo: lines[0]?.minutesAgo ?? ended,
    tagIds: [...(status === 'closed' ? [] : [pick(tags.lanes, i)]), ...(i % 5 === 0 ? [pick(tags.plain, i)] : [])],
  };
}

async function addTickets(tx: Tx, companyId: CompanyId, connectionId: number, conversations: readonly Conversation[]): Promise<void> {
  const given = JSON.stringify(conversations.map(({ lines, ...ticket }) => ({ ...ticket, last: lines.at(-1)?.body, lastAgo: lines.at(-1)?.minutesAgo, fromMe: lines.at(-1)?.fromMe, unread: lines.filter(({ fromMe }) => !fromMe).length })));
  await tx.query(
    `INSERT INTO "Tickets" ("companyId", "contactId", "whatsappId", "status", "queueId", "userId", "lastMessage", "lastMessageAt", "fromMe", "unreadMessages", "createdAt", "updatedAt")
     SELECT $1, c."id", $2, g."status", g."queueId", g."userId", g."last", now() - g."lastAgo" * interval '1 min', g."fromMe",
            CASE WHEN g."status" = 'pending' THEN g."unread" ELSE 0 END, now() - g."minutesAgo" * interval '1 min', now() - g."lastAgo" * interval '1 min'
       FROM json_to_recordset($3::json) AS g("number" text, "status" text, "queueId" int, "userId" int, "last" text, "lastAgo" int, "fromMe" boolean, "unread" int, "minutesAgo" int)
       JOIN "Contacts" c ON c."companyId" = $1 AND c."number" = g."number"`,
    [companyId, connectionId, given],
  );
  // A trigger has set their clocks to this moment.
  await tx.query(
    `UPDATE "Tickets" SET "waitingSince" = CASE WHEN "waitingSince" IS NOT NULL THEN "createdAt" END, "queuedAt" = CASE WHEN "queuedAt" IS NOT NULL THEN "createdAt" END,
            "assignedAt" = CASE WHEN "assignedAt" IS NOT NULL THEN "createdAt" END, "acceptedAt" = CASE WHEN "userId" IS NOT NULL THEN "createdAt" + interval '1 min' END,
            "closedAt" = CASE WHEN "closedAt" IS NOT NULL THEN "lastMessageAt" END, "lastInboundAt" = "lastMessageAt"
      WHERE "companyId" = $1`,
    [companyId],
  );
  await tx.query(
    `INSERT INTO "TicketTags" ("companyId", "ticketId", "tagId")
     SELECT $1, t."id", tag::int FROM json_to_recordset($2::json) AS g("number" text, "tagIds" json)
       JOIN "Contacts" c ON c."companyId" = $1 AND c."number" = g."number" JOIN "Tickets" t ON t."contactId" = c."id"
       CROSS JOIN LATERAL json_array_elements_text(g."tagIds") AS tag`,
    [companyId, given],
  );
}

/** What attendants said left by deliveries that were read. */
async function addMessages(tx: Tx, companyId: CompanyId, connectionId: number, conversations: readonly Conversation[]): Promise<void> {
  const lines = conversations.flatMap(({ number, lines: said }) => said.map((line) => ({ number, ...line })));
  await tx.query(
    `WITH said AS (
       SELECT g.*, t."id" AS "ticketId", c."name", now() - g."minutesAgo" * interval '1 min' AS "at"
         FROM json_to_recordset($3::json) AS g("number" text, "key" text, "body" text, "fromMe" boolean, "minutesAgo" int)
         JOIN "Contacts" c ON c."companyId" = $1 AND c."number" = g."number" JOIN "Tickets" t ON t."contactId" = c."id"),
     left_by AS (
       INSERT INTO "Deliveries" ("companyId", "connectionId", "kind", "recipient", "name", "body", "state", "attempts", "idempotencyKey", "providerMessageId", "createdAt", "sentAt", "deliveredAt", "readAt")
       SELECT $1, $2, 'direct', "number", "name", "body", 'read', 1, "key", "key", "at", "at", "at", "at" FROM said WHERE "fromMe" RETURNING "id", "idempotencyKey")
     INSERT INTO "Messages" ("companyId", "ticketId", "connectionId", "deliveryId", "providerMessageId", "body", "fromMe", "createdAt")
     SELECT $1, s."ticketId", $2, d."id", s."key", s."body", s."fromMe", s."at" FROM said s LEFT JOIN left_by d ON d."idempotencyKey" = s."key" ORDER BY s."at"`,
    [companyId, connectionId, JSON.stringify(lines)],
  );
}

/** How each came to be, what was noted, and how the closed ones were rated. */
async function addHistory(tx: Tx, companyId: CompanyId): Promise<void> {
  await tx.query(
    `INSERT INTO "LogTickets" ("companyId", "ticketId", "type", "userId", "queueId", "createdAt")
     SELECT $1, t."id", l."type", l."userId", t."queueId", l."at" FROM "Tickets" t CROSS JOIN LATERAL (VALUES
         ('create', NULL::int, t."createdAt"), ('open', t."userId", t."acceptedAt"), ('closed', t."userId", t."closedAt")) AS l("type", "userId", "at")
      WHERE t."companyId" = $1 AND l."at" IS NOT NULL ORDER BY l."at"`,
    [companyId],
  );
  await tx.query(
    `INSERT INTO "UserRatings" ("companyId", "ticketId", "userId", "rate", "askedAt")
     SELECT $1, "id", "userId", 3 + "id" % 3, "closedAt" FROM "Tickets" WHERE "companyId" = $1 AND "status" = 'closed' AND "id" % 4 <> 0`,
    [companyId],
  );
  await tx.query(
    `INSERT INTO "TicketNotes" ("companyId", "ticketId", "userId", "note")
     SELECT $1, "id", "userId", 'Cliente pediu para falar só pela manhã.' FROM "Tickets" WHERE "companyId" = $1 AND "status" = 'open' ORDER BY "id" LIMIT 1`,
    [companyId],
  );
}
