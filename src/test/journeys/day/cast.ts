/** Who takes part in the day: two companies, their people, service queues, connections and contacts. */
import type { Caller } from '../../../platform/http/route';
import { connection, eventually, someNumbers } from '../../operator';
import { ADMIN, type Api } from '../../product';
import type { Stage, Who } from './stage';

const PASSWORD = 'segredo-comprido';
const weekdays = (open: string, close: string) => [1, 2, 3, 4, 5].map((weekday) => ({ weekday, open, close }));

export interface Attendant {
  readonly name: string;
  readonly id: number;
  readonly capacity: number | null;
  readonly api: Api;
}

export type Cast = Awaited<ReturnType<typeof castOf>>;

/** Numbers are told apart by their hundreds. */
export const people = {
  atendimento: someNumbers(130, 0),
  direto: someNumbers(30, 200),
  suporte: someNumbers(20, 300),
  barra: someNumbers(100, 400),
};
export const groups = Array.from({ length: 20 }, (_, i) => `1203630000000001${String(i).padStart(2, '0')}`);

/**
 * Company A has no plan: nothing is limited, nothing is billed. Its number "Atendimento" leaves new conversations in no service
 * queue, sends those that wait five minutes to "Vendas" (routed), reminds after 30 minutes of silence and closes after 60. Its
 * number "Direto" goes straight to the service queue of that name (routed, two people of ten conversations each). Company B
 * has a plan; it opens at nine.
 */
export async function castOf(stage: Stage) {
  const { p, root } = stage;
  const a = p.companyId as Caller['companyId'];
  const made = async <T extends { id: number }>(api: Api, path: string, body: object): Promise<T> => {
    const { status, body: answer } = await api<T>('POST', path, body);
    expect([path, status < 300, answer]).toEqual([path, true, expect.objectContaining({ id: expect.any(Number) })]);
    return answer;
  };

  await root('PUT', `/companies/${a}`, { hours: weekdays('08:00', '18:00') });
  const plan = await made(root, '/plans', { name: 'Básico', amount: 199.9 });
  const rita = { name: 'Rita', email: 'rita@example.com', password: PASSWORD };
  const b = (await made(root, '/companies', { name: 'Barra', planId: plan.id, dueDate: '2026-03-26', hours: weekdays('09:00', '18:00'), admin: rita })).id as Caller['companyId'];
  const [admin] = await p.database.db.query<{ id: Caller['userId'] }>(`SELECT "id" FROM "Users" WHERE "email" = $1`, [rita.email]);
  const adminOfB: Who = { companyId: b, userId: admin!.id, admin: true };
  const ofB: Api = stage.as(adminOfB);
  await ofB('PUT', '/settings/sendGreetingMessageOneQueues', { value: 'enabled' });

  const attendant = async (companyId: Caller['companyId'], name: string, capacity: number | null): Promise<Attendant> => {
    const { id } = await made(companyId === a ? root : ofB, '/users', { name, email: `${name}@example.com`, password: PASSWORD, capacity });
    return { name, id, capacity, api: stage.as({ companyId, userId: id as Caller['userId'] }) };
  };
  const [ana, bruno, caio, dani, eva, fabio] = [
    await attendant(a, 'Ana', 40), await attendant(a, 'Bruno', 40), await attendant(a, 'Caio', null), await attendant(a, 'Dani', 20), await attendant(a, 'Eva', 10), await attendant(a, 'Fabio', 10),
  ];
  const [gil, hugo, iara, joao] = [await attendant(b, 'Gil', 30), await attendant(b, 'Hugo', 30), await attendant(b, 'Iara', 30), await attendant(b, 'Joao', 30)];

  const queue = async (api: Api, name: string, tempoRoteador: number, members: readonly number[]) =>
    (await made(api, '/queue', { name, ativarRoteador: tempoRoteador > 0, tempoRoteador, userIds: members })).id;
  const vendas = await queue(root, 'Vendas', 10, [ana, bruno, caio, dani].map(({ id }) => id));
  const direto = await queue(root, 'Direto', 60, [eva.id, fabio.id]);
  const suporte = await queue(root, 'Suporte', 0, [eva.id, fabio.id]);
  // The admin is a member, and must be given nothing.
  const balcao = await queue(ofB, 'Balcao', 5, [gil.id, hugo.id, iara.id, joao.id, admin!.id]);

  const number = async (api: Api, name: string, rules: object = {}) => {
    const { id } = await connection({ ...p, api }, name);
    const { status } = await api('PUT', `/whatsapp/${id}`, rules);
    expect(status).toBe(200);
    return id;
  };
  const connections = {
    atendimento: await number(root, 'Atendimento', {
      greetingMessage: 'Olá!', timeSendQueue: 5, sendIdQueue: vendas, timeInactiveMessage: 30, inactiveMessage: 'Ainda está aí?', expiresTicket: 60, expiresInactiveMessage: 'Encerrado.',
    }),
    direto: await number(root, 'Direto', { queueIds: [direto], ratingMessage: 'De 1 a 5?', completionMessage: 'Até logo' }),
    suporte: await number(root, 'Suporte'),
    agenda: await number(root, 'Agenda'),
    recusa: await number(root, 'Recusa'),
    barra: await number(ofB, 'Barra', { queueIds: [balcao], greetingMessage: 'Bem-vindo', outOfHoursMessage: 'Abrimos às 9h' }),
  };
  await stage.refuse(connections.recusa, 'number_not_on_whatsapp');

  const lane = async (api: Api, name: string, next: object) => (await made(api, '/tags', { name, kanban: true, ...next })).id;
  const waiting = await lane(root, 'Esperando', { greetingMessageLane: 'Continuamos por aqui' });
  const fresh = await lane(root, 'Novo', { timeLane: 1, nextLaneId: waiting });
  const waitingOfB = await lane(ofB, 'Esperando', { greetingMessageLane: 'Nunca dito' });
  const freshOfB = await lane(ofB, 'Novo', { timeLane: 1, nextLaneId: waitingOfB });

  return {
    a, b, ofA: root, ofB, adminOfB, adminOfA: { companyId: a, userId: (await rootUserId(p)) as Caller['userId'], admin: true } satisfies Who, ana, bruno, caio, dani, eva, fabio, gil, hugo, iara, joao, connections,
    queues: { vendas, direto, suporte, balcao },
    lanes: { fresh, freshOfB },
    /** From now on the plan of company B has no board any more. */
    async loseKanban(): Promise<void> {
      expect((await root('PUT', `/plans/${plan.id}`, { useKanban: false })).status).toBe(200);
    },

    /** These log in now, and are online when this resolves. */
    async come(...who: Attendant[]): Promise<void> {
      const sessions = await Promise.all(who.map(({ name }) => p.as(null)('POST', '/auth/login', { email: `${name.toLowerCase()}@example.com`, password: PASSWORD })));
      expect(sessions.map(({ status }) => status)).toEqual(who.map(() => 200));
      const ids = who.map(({ id }) => id);
      // Their sign of life of now, not the one of before the clocks were moved.
      await eventually(
        () => p.database.db.query(`SELECT 1 FROM "Users" WHERE "id" = ANY($1::int[]) AND "online" AND "lastSeenAt" > now() - interval '4 min'`, [ids]),
        (online) => online.length === who.length,
      );
    },

    /** Waits until exactly these are online: the monitor has seen the others' silence. */
    async onlyHere(...who: Attendant[]): Promise<void> {
      const names = who.map(({ name }) => name).sort();
      await eventually(
        () => p.database.db.query<{ name: string }>(`SELECT "name" FROM "Users" WHERE "online" AND "profile" = 'user' ORDER BY "name"`),
        (online) => online.length === names.length && online.every(({ name }, i) => name === names[i]),
      );
    },
  };
}

/** The first admin's, made with the database. */
export async function rootUserId(p: Stage['p']): Promise<number> {
  const [row] = await p.database.db.query<{ id: number }>(`SELECT "id" FROM "Users" WHERE "email" = $1`, [ADMIN.email]);
  return row!.id;
}
