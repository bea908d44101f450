/** Every event the product can send, to clients of every generation, while a stranger joins whatever he can think of. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import '../../compose';
import { createTickets } from '../../features/tickets';
import { systemClock } from '../../kernel/clock';
import { silentLog } from '../../kernel/log';
import { createMediaStore } from '../../platform/media/media';
import { declaredTopics } from '../../platform/realtime/realtime';
import { clientEvents } from '../../platform/realtime/socket-io/joins';
import { createSocketIo } from '../../platform/realtime/socket-io/socket-io';
import { testTokens } from '../app';
import { testDatabase } from '../database';
import { addressOf, connectClient, GENERATIONS, listen, outcomeOf } from '../sockets';
import { seedTenant, type Tenant } from './tenant';

const JOINS = 10_000;
/** Sent last: who has heard it has heard whatever came before. */
const LAST = { topic: 'last' };

it('gives a company all of its events and none of another, whatever is joined', async () => {
  const database = await testDatabase();
  const directory = await mkdtemp(join(tmpdir(), 'esquadrao-sockets-'));
  const media = createMediaStore(directory);
  const [a, b] = [await seedTenant(database.db, media, ''), await seedTenant(database.db, media, '')];
  const tokens = testTokens(systemClock);
  const { server, url } = await listen();
  const { mayJoinTicket } = createTickets({ db: database.db, transact: database.transact });
  const realtime = createSocketIo({ server, verifyToken: (token) => tokens.verifyAccess(token), mayJoinTicket, alive: () => undefined, redis: null, clock: systemClock, log: silentLog, corsOrigins: [] });
  const connectAll = ({ companyId, userId }: Tenant) =>
    GENERATIONS.map((generation) => connectClient(url, addressOf(generation, companyId), tokens.issueAccess({ companyId, userId, profile: 'admin', super: false }, 'Ana')));
  const [ofA, ofB] = [connectAll(a), connectAll(b)];
  try {
    for (const client of [...ofA, ...ofB]) expect(await outcomeOf(client)).toBe('connected');

    const rooms = [a.ticketId, String(a.ticketId), a.ticketUuid, a.companyId, `company-${a.companyId}-mainchannel`, `company-${a.companyId}-ticket-${a.ticketId}`, 'open', '', null, {}, [], b.ticketId];
    const names = Object.keys(clientEvents);
    const joined = new Set<unknown>();
    for (let done = 0; done < JOINS; done += 50) {
      const answers = Array.from({ length: 50 }, async (_, i) => {
        const { socket } = ofB[i % ofB.length]!;
        const [name, room] = [names[(done + i) % names.length]!, rooms[Math.floor(Math.random() * rooms.length)]];
        const { ok } = (await socket.emitWithAck(name, room)) as { ok: boolean };
        if (ok && name === 'joinChatBox') joined.add(room);
      });
      await Promise.all(answers);
    }
    expect([...joined]).toEqual([b.ticketId]);

    const topics = declaredTopics();
    expect(topics).toEqual(expect.arrayContaining(['appMessage', 'campaign', 'contact', 'ContactList', 'queue', 'ticket', 'user', 'whatsapp']));
    for (const topic of topics) realtime.publish(a.companyId, { topic }, { canary: a.canaries[0] });
    for (const { companyId } of [a, b]) realtime.publish(companyId, LAST, {});
    await Promise.all([...ofA.map((one) => one.hears(`company-${a.companyId}-last`)), ...ofB.map((one) => one.hears(`company-${b.companyId}-last`))]);

    for (const { heard } of ofA) {
      const dashed = heard.map(({ event }) => event).filter((event) => event.startsWith(`company-${a.companyId}-`));
      expect(dashed.sort()).toEqual([...topics, 'last'].map((topic) => `company-${a.companyId}-${topic}`).sort());
    }
    for (const { heard } of ofB) expect(heard.map(({ event }) => event)).toEqual(['ready', `company-${b.companyId}-last`]);
  } finally {
    for (const { socket } of [...ofA, ...ofB]) socket.disconnect();
    await realtime.stop();
    await database.close();
    await rm(directory, { recursive: true });
  }
});
