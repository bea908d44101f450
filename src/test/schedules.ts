/** Schedules over the real ledger: a company with a connection, a scripted provider, and jobs worked off on request. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Deliveries } from '../features/deliveries';
import { createSchedules, type SchedulesDeps } from '../features/schedules';
import { seconds, systemClock } from '../kernel/clock';
import type { ConnectionId } from '../kernel/ids';
import type { Log } from '../kernel/log';
import { createMediaStore } from '../platform/media/media';
import type { JobContext } from '../platform/queue/job';
import { buildConnection, buildContact, insert } from './build';
import { scriptedChannel, setupLedger } from './ledger';

export interface Fired {
  readonly number: number;
  readonly state: string;
  readonly reason: string | null;
}

export async function setupSchedules() {
  const ledger = await setupLedger();
  const { db, transact, released, companyId } = ledger;
  const provider = scriptedChannel(50);
  const deliveries: Deliveries = ledger.deliveriesOver(provider.channel);
  const connectionId: ConnectionId = await buildConnection(db, companyId);
  const mediaDir = await mkdtemp(join(tmpdir(), 'esquadrao-media-'));
  const logged: { level: string; fields: Record<string, unknown>; message: string }[] = [];
  const logging = (level: string) => (fields: object, message: string) => void logged.push({ level, fields: { ...fields }, message });
  const log: Log = { debug: logging('debug'), info: logging('info'), warn: logging('warn'), error: logging('error'), child: () => log };
  const deps: SchedulesDeps = { db, transact, clock: systemClock, log, deliveries: { ...deliveries, ring: () => undefined }, media: createMediaStore(mediaDir), checkMs: seconds(5) };
  const schedules = createSchedules(deps);
  const ctx: JobContext = { jobId: '1', attempt: 1, traceId: 't', stopping: () => false, progress: async () => undefined };

  /** Runs the jobs of that name which were released; the monitor's own runs when nobody asked, too. */
  async function run(name: 'Verify' | 'FireDue' | 'SendMessage'): Promise<void> {
    const handler = schedules.handlers!.find(({ job }) => job.name === name && job.queue.storedName !== 'MessageQueue')!;
    const asked = released.jobs.filter(({ job }) => job.name === name && job.queue === handler.job.queue);
    released.jobs.splice(0, released.jobs.length, ...released.jobs.filter((request) => !asked.includes(request)));
    if (name === 'Verify') return handler.run({}, ctx);
    for (const { payload } of asked) await handler.run(handler.job.payload.parse(payload), ctx);
  }

  /** One due `secondsAgo`, unless `over` says otherwise. */
  async function due(secondsAgo: number, over: Record<string, unknown> = {}): Promise<number> {
    const at = new Date(Date.now() - seconds(secondsAgo));
    const contactId = over['contactId'] ?? (await buildContact(db, companyId));
    return insert(db, 'Schedules', {
      companyId, contactId, whatsappId: connectionId, body: 'Oi {nome}', startAt: at, sendAt: at, timezone: 'America/Sao_Paulo', ...over,
    });
  }

  async function row(id: number): Promise<Record<string, unknown> & { status: string; sendAt: Date; contadorEnvio: number; nextNumber: number }> {
    const [found] = await db.query<Record<string, unknown> & { status: string; sendAt: Date; contadorEnvio: number; nextNumber: number }>(
      `SELECT * FROM "Schedules" WHERE "id" = $1`, [id]);
    return found!;
  }

  const firings = (id: number): Promise<Fired[]> =>
    db.query<Fired & object>(`SELECT "number", "state", "reason" FROM "ScheduleOccurrences" WHERE "scheduleId" = $1 ORDER BY "number"`, [id]);

  /** Everything in the lane goes to the provider, and is settled. Firing rings no lane here, so that what waits in it can be looked at. */
  async function sendAll(): Promise<void> {
    // Again and again: no sweep runs here that would ring for a lane whose turn failed.
    while (!(await ledger.noneOpen(connectionId)())) await deliveries.serve(connectionId, 1_000);
    await run('Verify');
  }

  return {
    ...ledger, ...provider, deliveries, connectionId, deps, schedules, logged, run, due, row, firings, sendAll,
    async close() {
      await ledger.stopAll();
      await ledger.close();
      await rm(mediaDir, { recursive: true, force: true });
    },
  };
}
