/** The ledger as conversations: what was sent to a person and what that person wrote, as a phone would show it. */
import type Database from 'libsql';
import type { ConnectionId } from '../../../kernel/ids';
import type { Answer, LedgerEntry, Thread, ThreadMessage, ThreadsQuery } from '../simulator';

interface ThreadRow {
  id: number;
  connectionId: ConnectionId;
  recipient: string;
  body: string;
  mediaName: string | null;
  at: number;
  outcome: Answer['outcome'] | 'heard';
  told: number;
  messages: number;
}

/**
 * From the newest call back, which the plus sign makes SQLite do; the index tells whether a call is the last of its conversation.
 * What is still to come is not written yet.
 */
const NEWEST = `
SELECT c.*, (SELECT count(*) FROM calls n WHERE n.connectionId = c.connectionId AND n.recipient = c.recipient) AS messages
FROM calls c
WHERE c.id < :before AND c.at <= :now AND +c.connectionId IN (SELECT value FROM json_each(:among))
  AND NOT EXISTS (SELECT 1 FROM calls x WHERE x.connectionId = c.connectionId AND x.recipient = c.recipient AND x.id > c.id AND x.at <= :now)
ORDER BY c.id DESC LIMIT :limit`;

/** A part of a number may be anywhere, so all numbers are looked at; the index holds them. */
const SEARCHED = `
SELECT c.*, found.messages
FROM (SELECT max(id) AS id, count(*) AS messages FROM calls
      WHERE connectionId IN (SELECT value FROM json_each(:among)) AND recipient LIKE :search ESCAPE '\\'
      GROUP BY connectionId, recipient) found
JOIN calls c ON c.id = found.id
WHERE c.id < :before ORDER BY c.id DESC LIMIT :limit`;

/** @param statusOf a call, by its outcome and the highest receipt that was handed over. */
export function threadReader(db: InstanceType<typeof Database>, statusOf: (outcome: Answer['outcome'], told: number) => LedgerEntry['status']) {
  const sql = {
    newest: db.prepare(NEWEST),
    searched: db.prepare(SEARCHED),
    messages: db.prepare('SELECT * FROM calls WHERE connectionId = ? AND recipient = ? AND at <= ? ORDER BY id DESC LIMIT ?'),
    total: db.prepare("SELECT count(*) AS n FROM calls WHERE connectionId IN (SELECT value FROM json_each(?)) AND outcome <> 'heard'"),
  };
  const messageOf = ({ id, body, mediaName, at, outcome, told }: ThreadRow): ThreadMessage => ({
    id, body, mediaName, at: new Date(at), status: outcome === 'heard' ? 'heard' : statusOf(outcome, told),
  });

  return {
    threads({ connectionIds, search, before, limit }: ThreadsQuery, now: number): Thread[] {
      const page = { among: JSON.stringify(connectionIds), before: before ?? Number.MAX_SAFE_INTEGER, limit };
      const rows = (search === '' ? sql.newest.all({ ...page, now }) : sql.searched.all({ ...page, search: containing(search) })) as ThreadRow[];
      return rows.map((row) => ({ connectionId: row.connectionId, contact: row.recipient, messages: row.messages, last: messageOf(row) }));
    },
    /** The newest `limit` of one conversation, oldest first. */
    thread(connectionId: ConnectionId, contact: string, limit: number, now: number): ThreadMessage[] {
      return (sql.messages.all(connectionId, contact, now, limit) as ThreadRow[]).reverse().map(messageOf);
    },
    /** Calls taken for these connections, refused ones too. */
    total(connectionIds: readonly ConnectionId[]): number {
      return (sql.total.get(JSON.stringify(connectionIds)) as { n: number }).n;
    },
  };
}

const containing = (search: string): string => `%${search.replace(/[\\%_]/g, '\\$&')}%`;
