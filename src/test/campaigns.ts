/** Campaigns over the real ledger: a company with a connection, a scripted provider, and jobs worked off on request. */
import { createCampaigns, type CampaignsDeps } from '../features/campaigns';
import type { Deliveries } from '../features/deliveries';
import { hours, manualClock, seconds } from '../kernel/clock';
import type { CampaignId, ConnectionId } from '../kernel/ids';
import { silentLog } from '../kernel/log';
import { createMediaStore } from '../platform/media/media';
import type { JobRequest } from '../platform/queue/engine';
import type { JobContext } from '../platform/queue/job';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import request from 'supertest';
import { testApp } from './app';
import { anyNumber, buildCampaign, buildConnection, buildList } from './build';
import { scriptedChannel, setupLedger } from './ledger';

export async function setupCampaigns(over: { inFlight?: number } = {}) {
  const ledger = await setupLedger();
  const { db, transact, released, companyId } = ledger;
  const provider = scriptedChannel(over.inFlight ?? 10);
  const deliveries: Deliveries = ledger.deliveriesOver(provider.channel);
  const connectionId: ConnectionId = await buildConnection(db, companyId);
  const clock = manualClock(new Date());
  const mediaDir = await mkdtemp(join(tmpdir(), 'esquadrao-media-'));
  const deps: CampaignsDeps = {
    db,
    transact,
    clock,
    log: silentLog,
    deliveries,
    media: createMediaStore(mediaDir),
    verifyEveryMs: seconds(20),
    latestMs: hours(24),
  };
  const campaigns = createCampaigns(deps);
  const handlers = campaigns.handlers ?? [];
  const progressTold: number[] = [];

  async function run({ job, payload }: JobRequest): Promise<void> {
    const handler = handlers.find((candidate) => candidate.job.name === job.name);
    const ctx: JobContext = {
      jobId: '1',
      attempt: 1,
      traceId: 't',
      stopping: () => false,
      progress: async (percent) => void progressTold.push(percent),
    };
    await handler?.run(job.payload.parse(payload), ctx);
  }

  /** Works off released jobs of campaigns until none is left, as the engine would; delayed ones stay. */
  async function work(): Promise<void> {
    for (;;) {
      const due = released.jobs.filter(({ delayMs = 0 }) => delayMs === 0);
      if (due.length === 0) return;
      const later = released.jobs.filter(({ delayMs = 0 }) => delayMs > 0);
      released.jobs.splice(0, released.jobs.length, ...later);
      for (const request of due) await run(request);
    }
  }

  /** What the repeatable does every 20 s, and all it rings for. */
  async function verify(): Promise<void> {
    const sweep = handlers.find(({ job }) => job.name === 'VerifyCampaigns');
    await run({ job: sweep!.job, payload: {} });
    await work();
  }

  /** At the fastest pace: no pause between messages, none after some. */
  async function noPauses(): Promise<void> {
    await db.query(`INSERT INTO "CampaignSettings" ("companyId", "key", "value") VALUES ($1, 'messageInterval', '0'), ($1, 'longerIntervalAfter', '0')`, [
      companyId,
    ]);
  }

  /** A campaign due now, over a list of `people`. */
  async function dueCampaign(people: readonly string[], over: Record<string, unknown> = {}): Promise<CampaignId> {
    const { id: contactListId } = await buildList(db, companyId, people);
    return buildCampaign(db, companyId, { status: 'PROGRAMADA', scheduledAt: new Date(Date.now() - 1_000), contactListId, whatsappId: connectionId, ...over });
  }

  async function campaign(id: CampaignId): Promise<Record<string, unknown> & { status: string }> {
    const [row] = await db.query<Record<string, unknown> & { status: string }>(`SELECT * FROM "Campaigns" WHERE "id" = $1`, [id]);
    return row!;
  }

  /** Recipients by state, questions apart. */
  async function states(id: CampaignId, step = 0): Promise<Record<string, number>> {
    const rows = await db.query<{ state: string; n: number }>(
      `SELECT "state", count(*) AS "n" FROM "Deliveries" WHERE "campaignId" = $1 AND "step" = $2 GROUP BY 1`,
      [id, step],
    );
    return Object.fromEntries(rows.map((row) => [row.state, row.n]));
  }

  return {
    ...ledger,
    ...provider,
    deliveries,
    connectionId,
    clock,
    deps,
    campaigns,
    progressTold,
    work,
    verify,
    noPauses,
    dueCampaign,
    campaign,
    states,
    async close() {
      await campaigns.stop?.();
      await ledger.stopAll();
      await ledger.close();
      await rm(mediaDir, { recursive: true, force: true });
    },
  };
}

/** The routes over HTTP: a company with a list of three, and callers of it unless told. */
export async function setupCampaignsHttp() {
  const t = await setupCampaigns();
  const http = testApp({ db: t.db, features: [t.campaigns] });
  const people = Array.from({ length: 3 }, () => anyNumber());
  const { id: list } = await buildList(t.db, t.companyId, people);

  const call = (method: 'get' | 'post' | 'put' | 'delete', path: string, companyId = t.companyId, language = 'en') =>
    request(http.app)[method](path).set('Authorization', http.bearer({ companyId })).set('Accept-Language', language);
  const draft = (over: object = {}) => ({ name: 'Ofertas', message1: 'Oi {nome}', contactListId: list, whatsappId: t.connectionId, ...over });

  async function made(over: object = {}): Promise<CampaignId> {
    const { body } = await call('post', '/campaigns').send(draft(over)).expect(200);
    return (body as { id: CampaignId }).id;
  }

  return { ...t, http, people, list, call, draft, made };
}

/** Path and code of each fault in a problem. */
export const faultsIn = (body: { errors: { path: string; code: string }[] }): [string, string][] => body.errors.map(({ path, code }) => [path, code]);

export const tomorrow = new Date(Date.now() + 24 * 3_600_000).toISOString();
