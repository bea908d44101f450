/** A start that may be taken back, on both engines; the sweep is far away, so it is the ring that starts it. */
import { becomes, captured, connection, ended, list, pace, someNumbers } from '../operator';
import { startProduct, type RunningProduct } from '../product';

interface Started {
  readonly status: string;
  readonly scheduledAt: string;
  readonly startedAt: string | null;
}

describe.each([
  ['the embedded engine', null],
  ['Bull on Redis', `${process.env['TEST_REDIS_URL']}/9`],
])('with %s', (_name, redisUrl) => {
  let p: RunningProduct;
  beforeAll(async () => {
    p = await startProduct(redisUrl, { CAMPAIGN_CHECK_SECONDS: '20' });
    await pace(p, 0, 0, 0);
  }, 60_000);
  afterAll(() => p.stop());

  const act = (id: number, action: string, body?: object) => p.api<Started>('POST', `/campaigns/${id}/${action}`, body);

  it('starts within a second of its time, unless it was taken back', async () => {
    const { id: whatsappId } = await connection(p, 'Depois');
    const contactListId = await list(p, someNumbers(2, 0));
    const draft = async (): Promise<number> =>
      (await p.api<{ id: number }>('POST', '/campaigns', { name: 'Campanha', message1: 'Oi', contactListId, whatsappId })).body.id;
    const [kept, undone] = [await draft(), await draft()];

    expect((await act(kept, 'start', { delaySeconds: 2 })).body.status).toBe('PROGRAMADA');
    await act(undone, 'start', { delaySeconds: 1 });
    expect((await act(undone, 'unschedule')).body.status).toBe('INATIVA');

    await ended(p, kept);
    const { scheduledAt, startedAt } = (await p.api<Started>('GET', `/campaigns/${kept}`)).body;
    const late = Date.parse(startedAt ?? '') - Date.parse(scheduledAt);
    expect(late).toBeGreaterThanOrEqual(0);
    expect(late).toBeLessThan(1_000);
    expect(await captured(p, whatsappId)).toHaveLength(2);
    expect((await becomes(p, undone, 'INATIVA')).counters['total']).toBe(0);
    expect(await act(kept, 'unschedule')).toMatchObject({ status: 409 });
  });
});
