/**
 * The simulator's memory: one SQLite file of its own, so that it outlives the process and is no part of the product's truth.
 * Several processes may open the same file; every write is one immediate transaction.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'libsql';
import { found } from '../../../kernel/errors';
import type { ConnectionId } from '../../../kernel/ids';
import { closeSqlite } from '../../close-sqlite';
import type { InboundEvent } from '../channel';
import { faultsSchema, type Answer, type Call, type Faults, type Inbound, type LeasedEvent, type LedgerEntry, type LedgerQuery } from '../simulator';
import { threadReader } from './threads';
import type { Verdict } from './verdict.rules';

const SCHEMA = `
CREATE TABLE IF NOT EXISTS calls (
  id INTEGER PRIMARY KEY AUTOINCREMENT, connectionId INTEGER NOT NULL, reference TEXT NOT NULL, recipient TEXT NOT NULL, body TEXT NOT NULL,
  mediaName TEXT, at INTEGER NOT NULL, outcome TEXT NOT NULL, told INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS calls_reference ON calls (connectionId, reference);
-- What people wrote stands among the calls, as outcome 'heard', so that a conversation is one walk along this index. With the
-- outcome, counting reads nothing else.
CREATE INDEX IF NOT EXISTS calls_thread ON calls (connectionId, recipient, id, outcome);
-- What is still to be told; a row goes when the listener has acknowledged it. "dueAt" moves on while it is leased.
CREATE TABLE IF NOT EXISTS events (
  id INTEGER PRIMARY KEY AUTOINCREMENT, dueAt INTEGER NOT NULL, connectionId INTEGER NOT NULL, at INTEGER NOT NULL, status INTEGER NOT NULL,
  callId INTEGER, reference TEXT, code TEXT, sender TEXT, body TEXT
);
CREATE INDEX IF NOT EXISTS events_due ON events (dueAt, id);
-- Files of messages from outside, by their event; they go with it.
CREATE TABLE IF NOT EXISTS files (eventId INTEGER PRIMARY KEY, name TEXT NOT NULL, mimeType TEXT NOT NULL, content BLOB NOT NULL);
-- Connection 0: all that have none of their own.
CREATE TABLE IF NOT EXISTS faults (connectionId INTEGER PRIMARY KEY, since INTEGER NOT NULL, settings TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, value TEXT NOT NULL);
`;

/** Stored as their place in this list; the largest one told is the status of the message. 0 in `events` is a message from outside. */
const STEPS = ['accepted', 'sent', 'delivered', 'read', 'failed'] as const;

const statusOf = (outcome: Answer['outcome'], told: number): LedgerEntry['status'] =>
  outcome === 'accepted' || outcome === 'answer_lost' ? (STEPS[told] ?? 'accepted') : 'refused';

interface CallRow {
  id: number;
  connectionId: ConnectionId;
  reference: string;
  recipient: string;
  body: string;
  mediaName: string | null;
  at: number;
  outcome: Answer['outcome'];
  told: number;
}

interface EventRow {
  id: number;
  connectionId: ConnectionId;
  at: number;
  status: number;
  callId: number | null;
  reference: string | null;
  code: string | null;
  sender: string | null;
  body: string | null;
  fileName: string | null;
  fileType: string | null;
}

export interface FaultsInForce {
  readonly faults: Faults;
  /** When they were set, epoch ms; a disconnection counts from here. */
  readonly since: number;
}

/** @param file path, or `:memory:`. */
export function openLedger(file: string) {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
  const db = new Database(file, { timeout: 5_000 });
  // NORMAL: a killed process loses nothing; only a power failure may lose the last moments.
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
  db.exec(SCHEMA);
  db.prepare('INSERT OR IGNORE INTO about (name, value) VALUES (?, ?)').run('epoch', randomBytes(4).toString('hex'));
  // A new file makes new provider ids, so they never meet those of a deleted file in the product's unique index.
  const { value: epoch } = db.prepare("SELECT value FROM about WHERE name = 'epoch'").get() as { value: string };

  const sql = {
    timesSent: db.prepare('SELECT count(*) AS n FROM calls WHERE connectionId = ? AND reference = ?'),
    addCall: db.prepare('INSERT INTO calls (connectionId, reference, recipient, body, mediaName, at, outcome) VALUES (?, ?, ?, ?, ?, ?, ?)'),
    addReceipt: db.prepare('INSERT INTO events (dueAt, connectionId, at, status, callId, reference, code) VALUES (?, ?, ?, ?, ?, ?, ?)'),
    addMessage: db.prepare('INSERT INTO events (dueAt, connectionId, at, status, sender, body) VALUES (?, ?, ?, 0, ?, ?)'),
    addFile: db.prepare('INSERT INTO files (eventId, name, mimeType, content) VALUES (?, ?, ?, ?)'),
    file: db.prepare('SELECT content FROM files WHERE eventId = ?'),
    due: db.prepare(`SELECT events.*, files.name AS fileName, files.mimeType AS fileType FROM events LEFT JOIN files ON files.eventId = events.id
      WHERE dueAt <= ? ORDER BY dueAt, id LIMIT ?`),
    lease: db.prepare('UPDATE events SET dueAt = ? WHERE id IN (SELECT value FROM json_each(?))'),
    nextDue: db.prepare('SELECT min(dueAt) AS at FROM events'),
    climb: db.prepare(`UPDATE calls SET told = max(told, step.status)
      FROM (SELECT callId, max(status) AS status FROM events WHERE id IN (SELECT value FROM json_each(?)) GROUP BY callId) AS step
      WHERE calls.id = step.callId`),
    drop: db.prepare('DELETE FROM events WHERE id IN (SELECT value FROM json_each(?))'),
    dropFiles: db.prepare('DELETE FROM files WHERE eventId IN (SELECT value FROM json_each(?))'),
    page: db.prepare(`SELECT * FROM calls
      WHERE id > ? AND (? IS NULL OR connectionId IN (SELECT value FROM json_each(?))) AND (? IS NULL OR recipient = ?)
        AND (outcome IN ('accepted', 'answer_lost') OR (? AND outcome <> 'heard'))
      ORDER BY id LIMIT ?`),
    addHeard: db.prepare("INSERT INTO calls (connectionId, reference, recipient, body, mediaName, at, outcome) VALUES (?, '', ?, ?, ?, ?, 'heard')"),
    clear: db.prepare('DELETE FROM calls WHERE ? IS NULL OR connectionId IN (SELECT value FROM json_each(?))'),
    faults: db.prepare('SELECT connectionId, since, settings FROM faults'),
    setFaults: db.prepare('INSERT OR REPLACE INTO faults (connectionId, since, settings) VALUES (?, ?, ?)'),
  };
  const providerId = (id: number) => `sim-${epoch}-${id}`;
  const write = <T>(work: () => T): T => db.transaction(work).immediate();

  function readFaults(): (connectionId: ConnectionId | null) => FaultsInForce {
    const rows = sql.faults.all() as { connectionId: number; since: number; settings: string }[];
    const inForce = new Map(rows.map((row) => [row.connectionId, { since: row.since, faults: faultsSchema.parse(JSON.parse(row.settings)) }]));
    const forAll = inForce.get(0) ?? { since: 0, faults: faultsSchema.parse({}) };
    return (connectionId) => inForce.get(connectionId ?? 0) ?? forAll;
  }

  function fileOf(eventId: number): Buffer {
    return Buffer.from(found(sql.file.get(eventId) as { content: Buffer } | undefined, 'File').content);
  }

  function eventOf(row: EventRow): InboundEvent {
    const { connectionId, code } = row;
    const at = new Date(row.at);
    if (row.callId === null) {
      const from = row.sender ?? '';
      return {
        type: 'message',
        connectionId,
        providerMessageId: providerId(row.id).replace('sim-', 'sim-in-'),
        from,
        isGroup: false,
        pushName: `Contato ${from.slice(-4)}`,
        text: row.body ?? '',
        ...(row.fileName !== null && { media: { name: row.fileName, mimeType: row.fileType ?? '', read: async () => fileOf(row.id) } }),
        at,
      };
    }
    const status = STEPS[row.status] as 'sent' | 'delivered' | 'read' | 'failed';
    const error = code === null ? null : { code, message: 'Simulated failure' };
    return { type: 'status', connectionId, reference: row.reference, providerMessageId: providerId(row.callId), status, at, error };
  }

  return {
    /**
     * Records a batch in one commit, each call by the verdict that `judge` gives it.
     * @param dueAt when an event of that moment is handed out.
     */
    record<Of extends { readonly call: Call }>(
      batch: readonly Of[],
      now: number,
      dueAt: (at: number) => number,
      judge: (call: Call, timesSent: number, inForce: FaultsInForce) => Verdict,
    ): { of: Of; verdict: Verdict; providerMessageId: string }[] {
      return write(() => {
        const faultsOf = readFaults();
        return batch.map((of) => {
          const { call } = of;
          const { connectionId, reference } = call;
          const { n } = sql.timesSent.get(connectionId, reference) as { n: number };
          const verdict = judge(call, n, faultsOf(connectionId));
          const { lastInsertRowid } = sql.addCall.run(connectionId, reference, call.to, call.body, call.mediaName, now, verdict.outcome);
          const id = Number(lastInsertRowid);
          for (const { status, afterMs, toldAfterMs } of verdict.receipts) {
            const code = status === 'failed' ? verdict.code : null;
            sql.addReceipt.run(dueAt(now + toldAfterMs), connectionId, now + afterMs, STEPS.indexOf(status), id, reference, code);
          }
          if (verdict.reply && !call.isGroup) {
            const at = now + verdict.reply.afterMs;
            sql.addMessage.run(dueAt(at), connectionId, at, call.to, verdict.reply.text);
            sql.addHeard.run(connectionId, call.to, verdict.reply.text, null, at);
          }
          return { of, verdict, providerMessageId: providerId(id) };
        });
      });
    },
    addInbound({ connectionId, from, body, file }: Inbound, now: number): void {
      write(() => {
        const { lastInsertRowid } = sql.addMessage.run(now, connectionId, now, from, body);
        if (file !== undefined) sql.addFile.run(lastInsertRowid, file.name, file.mimeType, file.content);
        sql.addHeard.run(connectionId, from, body, file?.name ?? null, now);
      });
    },
    fileOf,
    ...threadReader(db, statusOf),
    /** Hands out what is due and hides it until `leasedUntil`. */
    lease(now: number, leasedUntil: number, limit: number): LeasedEvent[] {
      return write(() => {
        const rows = sql.due.all(now, limit) as EventRow[];
        if (rows.length > 0) sql.lease.run(leasedUntil, JSON.stringify(rows.map((row) => row.id)));
        return rows.map((row) => ({ id: row.id, event: eventOf(row) }));
      });
    },
    nextDue(): number {
      return (sql.nextDue.get() as { at: number | null }).at ?? Infinity;
    },
    acknowledge(ids: readonly number[]): void {
      const list = JSON.stringify(ids);
      write(() => {
        sql.climb.run(list);
        sql.drop.run(list);
        sql.dropFiles.run(list);
      });
    },
    messages({ connectionIds, to, refused, cursor, limit }: LedgerQuery): LedgerEntry[] {
      const among = connectionIds ? JSON.stringify(connectionIds) : null;
      const rows = sql.page.all(cursor ?? 0, among, among, to ?? null, to ?? null, refused ? 1 : 0, limit) as CallRow[];
      return rows.map(({ recipient, at, told, ...row }) => ({ ...row, to: recipient, at: new Date(at), status: statusOf(row.outcome, told) }));
    },
    clear(connectionIds?: readonly ConnectionId[]): number {
      const among = connectionIds ? JSON.stringify(connectionIds) : null;
      return sql.clear.run(among, among).changes;
    },
    faults: (connectionId: ConnectionId | null): Faults => readFaults()(connectionId).faults,
    setFaults(connectionId: ConnectionId | null, faults: Faults, now: number): void {
      sql.setFaults.run(connectionId ?? 0, now, JSON.stringify(faults));
    },
    close: (): void => closeSqlite(db),
  };
}
