import fc from 'fast-check';
import { actsOf, howFar, outlookOf, quarterOf, stillWaiting, type Status } from './campaign.rules';

const none = { total: 0, pending: 0, sending: 0, sent: 0, delivered: 0, read: 0, failed: 0, skipped: 0, unknown: 0, cancelled: 0, replied: 0 };
const now = new Date('2026-03-02T12:00:00Z');
const at = (minutes: number): string => new Date(now.getTime() + minutes * 60_000).toISOString();
const forecast = { startsAt: at(0), endsAt: at(78), range: null, remaining: 788, perMinute: 10, waiting: null };

describe('actsOf', () => {
  const acts = (status: Status, over: object = {}): readonly string[] => actsOf({ status, startedAt: at(-5), whatsappId: 1, counters: none, ...over });

  it.each<[Status, string]>([
    ['INATIVA', 'edit'],
    ['PROGRAMADA', 'edit'],
    ['EM_ANDAMENTO', 'pause'],
    ['PAUSADA', 'resume'],
    ['CANCELADA', 'report'],
    ['FINALIZADA', 'report'],
  ])('offers first, of %s: %s', (status, first) => {
    expect(acts(status)[0]).toBe(first);
  });

  it('offers a retry only where something failed or is in doubt', () => {
    expect(acts('FINALIZADA')).not.toContain('retryFailed');
    expect(acts('FINALIZADA', { counters: { ...none, failed: 1 } })).toContain('retryFailed');
    expect(acts('FINALIZADA', { counters: { ...none, unknown: 1 } })).toContain('retryFailed');
  });

  it('offers nothing that would send by a connection that is gone', () => {
    expect(acts('PAUSADA', { whatsappId: null, counters: { ...none, failed: 1 } })).toEqual(['report', 'rename', 'clone', 'cancel', 'remove']);
  });

  it('never offers to remove what is sending or about to', () => {
    expect([...acts('EM_ANDAMENTO'), ...acts('PROGRAMADA')]).not.toContain('remove');
  });
});

describe('howFar', () => {
  it('counts who is still to be prepared, and leaves out who is skipped', () => {
    const counters = { ...none, total: 1_000, pending: 500, sent: 100, delivered: 200, read: 112, failed: 8, skipped: 80 };
    expect(howFar({ counters, forecast: { ...forecast, remaining: 780 } })).toEqual({ sent: 412, failed: 8, total: 1_200 });
    expect(howFar({ counters, forecast: null }).total).toBe(920);
  });

  it('has four quarters, the last one only at the end', () => {
    fc.assert(
      fc.property(fc.nat(2_000), fc.nat(2_000), fc.nat(2_000), (sent, failed, rest) => {
        const total = sent + failed + rest;
        const quarter = quarterOf({ sent, failed, total });
        expect(quarter).toBeGreaterThanOrEqual(0);
        expect(quarter === 4).toBe(total > 0 && rest === 0);
      }),
    );
  });
});

it('knows whom a cancel leaves out, even before they are written', () => {
  expect(stillWaiting({ counters: { ...none, pending: 500 }, forecast })).toBe(788);
  expect(stillWaiting({ counters: { ...none, pending: 5 }, forecast: null })).toBe(5);
});

describe('outlookOf', () => {
  it.each([
    ['ends', { status: 'EM_ANDAMENTO' as const, forecast }, true, { kind: 'ends', endsAt: at(78), leftMs: 78 * 60_000 }],
    ['between', { status: 'EM_ANDAMENTO' as const, forecast: { ...forecast, range: { from: at(70), to: at(90) } } }, true, { kind: 'between', from: at(70), to: at(90) }],
    ['one minute, when the range is none', { status: 'EM_ANDAMENTO' as const, forecast: { ...forecast, range: { from: at(77), to: at(78) } } }, true, { kind: 'ends', endsAt: at(78), leftMs: 78 * 60_000 }],
    ['waits for the hours', { status: 'EM_ANDAMENTO' as const, forecast: { ...forecast, waiting: { reason: 'window', until: at(60) } } }, true, { kind: 'waits', reason: 'window', until: at(60), endsAt: at(78) }],
    ['ends, between two messages', { status: 'EM_ANDAMENTO' as const, forecast: { ...forecast, waiting: { reason: 'interval', until: at(1) } } }, true, { kind: 'ends', endsAt: at(78), leftMs: 78 * 60_000 }],
    ['disconnected', { status: 'EM_ANDAMENTO' as const, forecast }, false, { kind: 'disconnected' }],
    ['if resumed', { status: 'PAUSADA' as const, forecast }, false, { kind: 'ifResumed', endsAt: at(78), leftMs: 78 * 60_000 }],
    ['scheduled', { status: 'PROGRAMADA' as const, forecast: { ...forecast, startsAt: at(30) } }, true, { kind: 'scheduled', startsAt: at(30), endsAt: at(78) }],
    ['none', { status: 'FINALIZADA' as const, forecast: null }, true, { kind: 'none' }],
  ])('%s', (_, campaign, connected, outlook) => {
    expect(outlookOf(campaign, connected, now)).toEqual(outlook);
  });
});
