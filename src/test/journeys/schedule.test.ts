/** A scheduled message through the running product: HTTP in, the simulator as the judge, the conversation and the browser told. */
import type { ScheduleView } from '../../features/schedules';
import { captured, connection, eventually, setFaults, someNumbers } from '../operator';
import { startProduct, type RunningProduct } from '../product';
import { addressOf, connectClient, GENERATIONS } from '../sockets';

describe.each([
  ['the embedded engine', null],
  ['Bull on Redis', `${process.env['TEST_REDIS_URL']}/12`],
])('with %s', (_name, redisUrl) => {
  let p: RunningProduct;
  beforeAll(async () => {
    p = await startProduct(redisUrl, { SCHEDULE_CHECK_SECONDS: '5' });
  }, 60_000);
  afterAll(() => p.stop());

  const contact = async (number: string) => (await p.api<{ id: number }>('POST', '/contacts', { name: 'Bia Souza', number })).body.id;
  const schedule = async (body: object) => {
    const { status, body: made } = await p.api<ScheduleView>('POST', '/schedules', { body: 'Oi {primeiro_nome}', ...body });
    expect([status, made]).toEqual([200, expect.objectContaining({ status: 'PENDENTE' })]);
    return made.id;
  };
  const becomes = (id: number, status: string) => eventually(async () => (await p.api<ScheduleView>('GET', `/schedules/${id}`)).body, (shown) => shown.status === status);

  it('leaves in its own second, is ENVIADA, and is in the conversation', async () => {
    const clients = GENERATIONS.map((generation) => connectClient(p.url, addressOf(generation, p.companyId), p.token));
    await Promise.all(clients.map((client) => client.hears('ready')));
    const { id: connectionId } = await connection(p, 'Agenda');
    const [number = ''] = someNumbers(1, 300);
    const dueAt = Math.ceil(Date.now() / 1_000) * 1_000 + 2_000;
    const id = await schedule({ contactId: await contact(number), sendAt: new Date(dueAt).toISOString(), openTicket: 'enabled', statusTicket: 'open', assinar: true });
    const done = await becomes(id, 'ENVIADA');
    expect(done).toMatchObject({ contadorEnvio: 1, sentAt: expect.any(String) });

    const [message, ...more] = await captured(p, connectionId);
    expect([message?.to, message?.body, more]).toEqual([number, expect.stringMatching(/^\*.+:\*\nOi Bia$/), []]);
    const late = Date.parse(message!.acceptedAt) - dueAt;
    expect(late).toBeGreaterThanOrEqual(0);
    expect(late).toBeLessThan(2_000);

    const { body: tickets } = await p.api<{ tickets: { id: number; contact: { number: string } }[] }>('GET', '/tickets?status=open&showAll=true');
    const ticket = tickets.tickets.find(({ contact: { number: of } }) => of === number);
    const { body: conversation } = await p.api<{ messages: { body: string; fromMe: boolean }[] }>('GET', `/messages/${ticket?.id}`);
    expect(conversation.messages).toMatchObject([{ body: message!.body, fromMe: true }]);
    for (const client of clients) {
      const told = () => client.heard.filter(({ event }) => event === `company-${p.companyId}-schedule`).map(({ payload }) => (payload as { schedule: ScheduleView }).schedule.status);
      expect(await eventually(async () => told(), (statuses) => statuses.includes('ENVIADA'))).toEqual(['PENDENTE', 'AGENDADA', 'ENVIADA']);
      client.socket.disconnect();
    }
  }, 60_000);

  it('that the provider refuses is ERRO with the reason, and leaves by a retry', async () => {
    const { id: connectionId } = await connection(p, 'Recusa', { failRate: 1, errorCode: 'number_not_on_whatsapp' });
    const id = await schedule({ contactId: await contact(someNumbers(1, 400)[0] ?? ''), whatsappId: connectionId, sendAt: new Date().toISOString() });
    const failed = await becomes(id, 'ERRO');
    expect((failed as ScheduleView & { occurrences: { state: string; reason: string }[] }).occurrences).toMatchObject([{ state: 'failed', reason: expect.any(String) }]);
    await setFaults(p, connectionId, {});
    expect((await p.api('POST', `/schedules/${id}/retry`, {})).status).toBe(200);
    await becomes(id, 'ENVIADA');
    expect(await captured(p, connectionId)).toHaveLength(1);
  }, 60_000);
});
