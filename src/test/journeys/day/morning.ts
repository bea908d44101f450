/** Friday, from eight to half past nine. */
import { eventually } from '../../operator';
import { groups, people, type Attendant } from './cast';
import type { Play } from './play';

/** Somebody's ten, lowest first; how many he has in all is the router's to say. */
async function ticketsOf({ stage: { p } }: Play, { id }: Attendant, status = 'pending'): Promise<{ id: number; number: string; waitingSince: Date }[]> {
  return p.database.db.query(
    `SELECT t."id", c."number", t."waitingSince" FROM "Tickets" t JOIN "Contacts" c ON c."id" = t."contactId" WHERE t."userId" = $1 AND t."status" = $2 ORDER BY t."id"`, [id, status]);
}
export const loadOf = async (play: Play, who: Attendant): Promise<number> => (await ticketsOf(play, who)).length + (await ticketsOf(play, who, 'open')).length;

/** Tickets of a service queue that somebody has, whoever. */
const givenIn = async ({ stage: { p } }: Play, queueId: number): Promise<string[]> =>
  (await p.database.db.query<{ number: string }>(
    `SELECT c."number" FROM "Tickets" t JOIN "Contacts" c ON c."id" = t."contactId" WHERE t."queueId" = $1 AND t."status" = 'pending' AND t."userId" IS NOT NULL`, [queueId])).map(({ number }) => number);

export async function everybodyWrites({ stage, cast, model }: Play): Promise<void> {
  const { connections, queues, ofA, ofB } = cast;
  await cast.come(cast.ana, cast.bruno, cast.caio, cast.eva, cast.gil, cast.hugo);
  const group = async (number: string) => {
    const { body } = await ofA<{ id: number }>('POST', '/contacts', { name: 'Turma', number: `${number}@g.us` });
    const ticket = { contactId: body.id, whatsappId: connections.direto, queueId: queues.direto, status: 'pending' };
    expect((await ofA('POST', '/tickets', ticket)).status).toBe(201);
  };
  const write = (api: typeof ofA, connectionId: number, body = 'Oi') => async (from: string) => {
    expect((await api('POST', '/simulator/inbound', { connectionId, from, body })).status).toBe(202);
  };
  // Four groups wait longest for those of "Direto"; the others last.
  await each(groups.slice(0, 4), group);
  await Promise.all([
    each(people.atendimento, write(ofA, connections.atendimento)),
    each(people.atendimento.slice(0, 30), write(ofA, connections.atendimento, 'Tudo bem?')),
    each(people.barra, write(ofB, connections.barra)),
    each(people.direto, write(ofA, connections.direto)),
  ]);
  const written = 4 + people.atendimento.length + people.barra.length + people.direto.length;
  await eventually(() => stage.standings(), (all) => all.length === written);
  await each(groups.slice(4), group);

  model.begins('Atendimento', people.atendimento);
  model.hears('Atendimento', people.atendimento, 'Olá!');
  model.begins('Barra', people.barra, { queue: 'Balcao' });
  model.hears('Barra', people.barra, 'Abrimos às 9h');
  model.begins('Direto', [...people.direto, ...groups], { queue: 'Direto' });
}

export async function theFirstRound({ cron }: Play): Promise<void> {
  expect(await cron('autoClose')).toMatchObject({ closed: 0, nudged: 0 });
  expect(await cron('lanes')).toEqual({ moved: 0 });
  expect(await cron('invoices')).toMatchObject({ made: 0 });
}

export async function theRouterHandsOut(play: Play): Promise<void> {
  const { cast, cron, model, stage } = play;
  const { db } = stage.p.database;
  expect(await cron('router')).toEqual({ assigned: 70, kept: 0, waiting: 80 });
  expect([await loadOf(play, cast.eva), await loadOf(play, cast.gil), await loadOf(play, cast.hugo)]).toEqual([10, 30, 30]);
  // Whoever waits longest is given first.
  const [order] = await db.query<{ fair: boolean }>(
    `SELECT max("waitingSince") FILTER (WHERE "userId" IS NOT NULL) <= min("waitingSince") FILTER (WHERE "userId" IS NULL) AS "fair" FROM "Tickets" WHERE "queueId" = $1`, [cast.queues.direto]);
  expect(order).toEqual({ fair: true });
  const [eva, barra] = [await givenIn(play, cast.queues.direto), await givenIn(play, cast.queues.balcao)];
  model.moves('Direto', eva, 'router');
  model.moves('Barra', barra, 'router');
  model.hears('Barra', barra, WAIT);
  play.given = new Set(barra);
}
const WAIT = '*Assistente Virtual*:\nAguarde enquanto localizamos um atendente... Você será atendido em breve!';

export async function theLostAreFound(play: Play): Promise<void> {
  const { cast, cron, model, stage } = play;
  const { ana, caio, eva, gil, hugo } = cast;
  await cast.come(ana, caio, eva, gil, hugo);
  await cast.onlyHere(ana, caio, eva, gil, hugo);
  const { db } = stage.p.database;
  await eventually(() => db.query(`SELECT 1 FROM "Tickets" WHERE "queueId" = $1`, [cast.queues.vendas]), (found) => found.length === people.atendimento.length);
  const early = await db.query(
    `SELECT 1 FROM "LogTickets" l JOIN "Tickets" t ON t."id" = l."ticketId" WHERE l."type" = 'redirect' AND l."createdAt" < t."waitingSince" + interval '5 min'`);
  expect(early).toEqual([]);
  model.moves('Atendimento', people.atendimento, 'redirect', { queue: 'Vendas' });

  expect(await cron('router')).toEqual({ assigned: 130, kept: 0, waiting: 80 });
  // Even, as far as Ana's capacity goes; nobody who is away.
  expect([await loadOf(play, ana), await loadOf(play, caio), await loadOf(play, cast.bruno), await loadOf(play, cast.dani)]).toEqual([40, 90, 0, 0]);
  model.moves('Atendimento', people.atendimento, 'router');
}

export async function oneMoreArrives(play: Play): Promise<void> {
  const { cast, cron, model } = play;
  const { ana, caio, eva, gil, hugo, joao } = cast;
  await cast.come(ana, caio, eva, gil, hugo, joao);
  const round = await cron('router');
  expect(round['waiting']).toBe(50);
  expect([await loadOf(play, gil), await loadOf(play, hugo), await loadOf(play, joao), await loadOf(play, cast.iara)]).toEqual([30, 30, 30, 0]);
  const barra = await givenIn(play, cast.queues.balcao);
  model.moves('Barra', barra, 'router');
  // Greeted once, however often he was handed on.
  const fresh = barra.filter((number) => !play.given.has(number));
  expect(fresh).toHaveLength(30);
  model.hears('Barra', fresh, WAIT);
}

/** Each takes up ten of his and answers; Eva writes to twenty herself, who go into a lane of the board. */
export async function theyTakeUp(play: Play): Promise<void> {
  const { cast, model, taken } = play;
  const { ana, caio, eva, gil, hugo, joao } = cast;
  const here = [ana, caio, eva, gil, hugo, joao];
  await cast.come(...here);
  const places = { Ana: 'Atendimento', Caio: 'Atendimento', Eva: 'Direto', Gil: 'Barra', Hugo: 'Barra', Joao: 'Barra' } as const;
  await Promise.all(here.map(async (who) => {
    const ten = (await ticketsOf(play, who)).slice(0, 10);
    for (const { id } of ten) {
      expect((await who.api('POST', `/tickets/${id}/accept`, {})).status).toBe(200);
      expect((await who.api('POST', `/messages/${id}`, { body: `Aqui é ${who.name}` })).status).toBe(200);
    }
    taken.set(who.name, ten);
    const numbers = ten.map(({ number }) => number);
    const place = places[who.name as keyof typeof places];
    model.moves(place, numbers, 'open', { status: 'open' });
    model.hears(place, numbers, `Aqui é ${who.name}`);
  }));
  // Nobody takes up what somebody else was given.
  const [contested] = await ticketsOf(play, caio);
  const answers = await Promise.all([ana, caio].map((who) => who.api('POST', `/tickets/${contested!.id}/accept`, {})));
  expect(answers.map(({ status }) => status)).toEqual([409, 200]);
  model.moves('Atendimento', [contested!.number], 'open', { status: 'open' });

  await each(people.suporte, async (number) => {
    const { body: contact } = await eva.api<{ id: number }>('POST', '/contacts', { name: 'Bia', number });
    const { body: ticket, status } = await eva.api<{ id: number }>('POST', '/tickets', { contactId: contact.id, whatsappId: cast.connections.suporte, queueId: cast.queues.suporte });
    expect(status).toBe(201);
    await eva.api('POST', `/messages/${ticket.id}`, { body: 'Como vai?' });
    expect((await eva.api('PUT', `/ticket-tags/${ticket.id}/${cast.lanes.fresh}`)).status).toBe(200);
  });
  for (const { id } of taken.get('Gil') ?? []) expect((await gil.api('PUT', `/ticket-tags/${id}/${cast.lanes.freshOfB}`)).status).toBe(200);
  model.begins('Suporte', people.suporte, { status: 'open', queue: 'Suporte' });
  model.hears('Suporte', people.suporte, 'Como vai?');
  model.moves('Suporte', people.suporte, 'lane');
  model.moves('Barra', (taken.get('Gil') ?? []).map(({ number }) => number), 'lane');
}

/** Whoever was not taken up goes round; capacities hold, what is open stays. */
export async function theRouterGoesRound(play: Play): Promise<void> {
  const { cast, cron } = play;
  const { ana, caio, gil, hugo, joao } = cast;
  const round = await cron('router');
  expect(round['waiting']).toBe(50);
  const [withAna, withCaio] = [await loadOf(play, ana), await loadOf(play, caio)];
  const inB = [await loadOf(play, gil), await loadOf(play, hugo), await loadOf(play, joao)];
  expect([withAna <= 40, withAna + withCaio, ...inB]).toEqual([true, 130, 30, 30, 30]);
}

/** Eight at a time, as browsers would. */
export async function each<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  const left = [...items];
  await Promise.all(Array.from({ length: 8 }, async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
  }));
}
