/** Friday from a quarter to nine, the night without a process, and the days after. */
import { eventually } from '../../operator';
import { connectClient } from '../../sockets';
import { groups, people } from './cast';
import { each, loadOf } from './morning';
import type { Play } from './play';
import { instant } from './stage';

const numbersOf = ({ taken }: Play, ...names: string[]): string[] => names.flatMap((name) => (taken.get(name) ?? []).map(({ number }) => number));
/** The ten conversations of Ana and the ten of Caio that were answered at half past eight. */
const answered = (play: Play): string[] => numbersOf(play, 'Ana', 'Caio');
/** Those of Eva's ten who are people. */
const evasPeople = (play: Play): string[] => numbersOf(play, 'Eva').filter((number) => !groups.includes(number));

async function write({ stage: { p }, cast }: Play, numbers: readonly string[], connection: keyof Play['cast']['connections'], body: string): Promise<void> {
  const api = connection === 'barra' ? cast.ofB : cast.ofA;
  const count = async () => (await p.database.db.query(`SELECT 1 FROM "Messages" WHERE NOT "fromMe"`)).length;
  const before = await count();
  await each(numbers, async (from) => expect((await api('POST', '/simulator/inbound', { connectionId: cast.connections[connection], from, body })).status).toBe(202));
  await eventually(count, (now) => now === before + numbers.length);
}

export async function someAnswer(play: Play): Promise<void> {
  await write(play, answered(play).slice(0, 5), 'atendimento', 'Obrigado');
  await write(play, people.suporte.slice(0, 5), 'suporte', 'Tudo certo');
  await play.cast.loseKanban();
}

export async function theSilentAreReminded(play: Play): Promise<void> {
  expect(await play.cron('autoClose')).toEqual({ closed: 0, nudged: 15, ratingsEnded: 0 });
  play.model.hears('Atendimento', answered(play).slice(5), 'Ainda está aí?');
  // Open by now, and a conversation that goes on is not greeted.
  await write(play, people.barra.slice(0, 10), 'barra', 'E agora?');
  expect(await play.cron('autoClose')).toMatchObject({ nudged: 0 });
}

export const fiveAnswerTheReminder = (play: Play): Promise<void> => write(play, answered(play).slice(5, 10), 'atendimento', 'Estou');

export async function theOthersAreClosed(play: Play): Promise<void> {
  const { cron, model } = play;
  expect(await cron('autoClose')).toEqual({ closed: 10, nudged: 0, ratingsEnded: 0 });
  model.moves('Atendimento', answered(play).slice(10), 'autoClose', { status: 'closed' });
  model.hears('Atendimento', answered(play).slice(10), 'Encerrado.');
  // Those who wrote stay in their lane, and so do all of the company whose plan has no board.
  expect(await cron('lanes')).toEqual({ moved: 15 });
  model.moves('Suporte', people.suporte.slice(5), 'lane');
  model.hears('Suporte', people.suporte.slice(5), 'Continuamos por aqui');
  expect([await cron('lanes'), await cron('autoClose')]).toEqual([{ moved: 0 }, { closed: 0, nudged: 0, ratingsEnded: 0 }]);
}

export async function evaClosesHers(play: Play): Promise<void> {
  const { cast, model, taken } = play;
  for (const { id } of taken.get('Eva') ?? []) expect((await cast.eva.api('PUT', `/tickets/${id}`, { status: 'closed' })).status).toBe(200);
  model.moves('Direto', numbersOf(play, 'Eva'), 'closed', { status: 'closed' });
  expect(evasPeople(play)).toHaveLength(6);
  model.hears('Direto', evasPeople(play), 'De 1 a 5?');
}

export async function threeRate(play: Play): Promise<void> {
  await write(play, evasPeople(play).slice(0, 3), 'direto', '5');
  play.model.moves('Direto', evasPeople(play).slice(0, 3), 'rating');
  play.model.hears('Direto', evasPeople(play).slice(0, 3), 'Até logo');
}

/** An hour later nobody rates any more: a "4" is the beginning of another conversation. */
export async function itIsTooLateToRate(play: Play): Promise<void> {
  const { cast, cron, model, stage } = play;
  expect(await cron('autoClose')).toEqual({ closed: 0, nudged: 0, ratingsEnded: 3 });
  const late = evasPeople(play).slice(3, 4);
  await write(play, late, 'direto', '4');
  model.begins('Direto', late, { queue: 'Direto' });
  expect((await cast.ofA<{ count: number; average: number }>('GET', '/ratings')).body).toMatchObject({ count: 3, average: 5 });

  // Dani is here by her socket alone. Who was silent is not, and what he had goes on to those who are.
  const { dani, eva, fabio } = cast;
  const client = connectClient(stage.p.url, '/', stage.p.tokenOf({ companyId: cast.a, userId: dani.id as never, profile: 'user', super: false }));
  await client.hears('ready');
  await cast.come(eva, fabio);
  await cast.onlyHere(dani, eva, fabio);
  const round = await cron('router');
  client.socket.disconnect();
  expect([round['assigned'], await loadOf(play, dani), await loadOf(play, fabio), await loadOf(play, eva)]).toEqual([30, 20, 10, 20]);
  const { db } = stage.p.database;
  const given = await db.query<{ number: string }>(
    `SELECT c."number" FROM "Tickets" t JOIN "Contacts" c ON c."id" = t."contactId" WHERE t."userId" = $1`, [fabio.id]);
  model.moves('Direto', given.map(({ number }) => number), 'router');
}

/** What was due in the night is told by the agenda; what the crons missed they do as soon as somebody leads. */
export async function theNightIsOver(play: Play): Promise<void> {
  const { stage: { p, root }, cast } = play;
  interface Crons { crons: { name: string; lastFinishedAt: string | null }[] }
  const { crons } = await eventually(
    async () => (await root<Crons>('GET', '/api/crons')).body,
    ({ crons: all }) => all.filter(({ name }) => name !== 'sessionCleanup').every(({ lastFinishedAt }) => lastFinishedAt !== null && new Date(lastFinishedAt) >= instant('sat 01:00')),
  );
  expect(crons.length).toBeGreaterThan(3);
  const bills = () => p.database.db.query(`SELECT "companyId", "detail", "value"::float8 AS "value", "dueDate", "status" FROM "Invoices"`);
  await eventually(bills, (all) => all.length > 0);
  for (let hour = 0; hour < 3; hour += 1) expect(await play.cron('invoices')).toMatchObject({ made: 0 });
  expect(await bills()).toEqual([{ companyId: cast.b, detail: 'Básico', value: 199.9, dueDate: '2026-03-26', status: 'open' }]);
}
