import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Campaign, CampaignSetting, CampaignShipping, ContactList, ContactListItem, createTables, defineModels, Whatsapp } from './models';
import type { SendRequest, WorkerOptions } from './worker';

/** Bull sees that a worker is gone at the second of its stalled checks, 30 s apart, and skips one that comes a moment early. */
export const QUIET_MS = 130_000;
/** Often, so that the wait for it does not count much. */
const VERIFY_EVERY_MS = 500;

export interface CampaignRun {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly contacts: number;
  /** What the provider does with a message; the message is accepted when it resolves. */
  readonly send: (number: string, text: string) => Promise<void>;
  /** Called after each accepted message; may break things. */
  readonly onAccepted?: (accepted: number, worker: { kill(): Promise<void> }) => Promise<void> | void;
  /** Gives up when nothing was prepared or accepted for so long. */
  readonly quietMs?: number;
}

export interface CampaignOutcome {
  /** The campaign says FINALIZADA. */
  readonly finished: boolean;
  /** From the creation of the campaign to its end, without the quiet time before giving up. */
  readonly ms: number;
  /** Recipients never reached, and reached more than once, by the provider's account. */
  readonly lost: number;
  readonly doubled: number;
}

/** One campaign through the baseline, pauses at zero, from an empty schema; a killed worker is started again at once. */
export async function runCampaign(options: CampaignRun): Promise<CampaignOutcome> {
  const { databaseUrl, redisUrl, contacts, send, onAccepted, quietMs = QUIET_MS } = options;
  const sequelize = defineModels(databaseUrl);
  await createTables(sequelize);
  const listId = await createList(contacts);
  const ledger = new Map<string, number>();
  let accepted = 0;
  let lastProgress = performance.now();
  let worker: ChildProcess;
  let done = false;

  const startWorker = () => {
    const workerOptions: WorkerOptions = { databaseUrl, redisUrl, verifyEveryMs: VERIFY_EVERY_MS, verifyPauseMs: 0 };
    worker = fork(join(__dirname, 'worker.ts'), [JSON.stringify(workerOptions)], { execArgv: ['--import', 'tsx'] });
    const started = worker;
    started.on('message', (message: SendRequest | 'ready') => (message === 'ready' ? undefined : void accept(started, message)));
    started.on('exit', () => {
      if (!done) void startWorker();
    });
    return once(started, 'message');
  };
  const kill = async () => {
    const killed = worker;
    const gone = once(killed, 'exit');
    killed.kill('SIGKILL');
    await gone;
  };
  const accept = async (from: ChildProcess, { id, number, text }: SendRequest) => {
    await send(number, text);
    ledger.set(number, (ledger.get(number) ?? 0) + 1);
    accepted += 1;
    lastProgress = performance.now();
    await onAccepted?.(accepted, { kill });
    if (from.connected) from.send(id);
  };

  await startWorker();
  const campaign = await schedule(listId);
  let start = performance.now();
  lastProgress = start;
  let prepared = 0;
  let finished = false;
  while (!finished && performance.now() - lastProgress < quietMs) {
    await sleep(200);
    await campaign.reload();
    const rows = await CampaignShipping.count();
    if (rows > prepared) lastProgress = performance.now();
    prepared = rows;
    finished = campaign.status === 'FINALIZADA';
    if (campaign.status === 'PROGRAMADA' && campaign.scheduledAt < new Date()) {
      // Missed on a busy machine; in use it would stay so for ever. An operator sets a new time, and the clock starts again.
      await campaign.update({ scheduledAt: soon() });
      start = performance.now();
    }
  }
  const ms = (finished ? performance.now() : lastProgress) - start;
  done = true;
  await kill();
  await sequelize.close();
  return { finished, ms, lost: contacts - ledger.size, doubled: [...ledger.values()].filter((times) => times > 1).length };
}

async function createList(contacts: number): Promise<number> {
  const list = await ContactList.create({ name: 'Lista' });
  const items = Array.from({ length: contacts }, (_, i) => ({
    ...{ contactListId: list.id, name: `Contato ${i}`, number: `55119${String(i).padStart(8, '0')}`, email: `c${i}@example.com` },
    ...{ isWhatsappValid: true, isGroup: false },
  }));
  await ContactListItem.bulkCreate(items);
  await CampaignSetting.bulkCreate(['messageInterval', 'greaterInterval'].map((key) => ({ key, value: '0' })));
  return list.id;
}

/** The design never sees a campaign whose time has passed, so it must lie ahead when the next look happens. */
const soon = (): Date => new Date(Date.now() + 2 * VERIFY_EVERY_MS);

async function schedule(contactListId: number): Promise<Campaign> {
  const whatsapp = await Whatsapp.create({ name: 'Número', status: 'CONNECTED' });
  return Campaign.create({
    ...{ name: 'Campanha', status: 'PROGRAMADA', completedAt: null, contactListId, whatsappId: whatsapp.id, scheduledAt: soon() },
    ...{ message1: 'Oi {nome}, seu número é {numero}', message2: 'Olá {nome}' },
  });
}
