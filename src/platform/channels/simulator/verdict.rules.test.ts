import fc from 'fast-check';
import { faultsSchema, type FaultsInput } from '../simulator';
import { dice } from './dice';
import { judge } from './verdict.rules';

const calm = { disconnected: false, overLimit: false };
const verdict = (faults: FaultsInput, reference = 'd-1', situation = calm) =>
  judge(faultsSchema.parse(faults), dice(String(faults.seed ?? '0'), `${reference}#0`), situation);
const many = (faults: FaultsInput, count = 2_000) => Array.from({ length: count }, (_, i) => verdict(faults, `d-${i}`));
const share = <T>(items: readonly T[], is: (item: T) => boolean): number => items.filter(is).length / items.length;

it('accepts and climbs the whole ladder unless told otherwise', () => {
  const { outcome, code, receipts, reply } = verdict({});
  expect({ outcome, code, reply, ladder: receipts.map((receipt) => receipt.status) }).toEqual({
    outcome: 'accepted',
    code: null,
    reply: null,
    ladder: ['sent', 'delivered', 'read'],
  });
});

it.each([
  [{ failRate: 1 }, 'rejected', '131026'],
  [{ failRate: 1, errorCode: 190 }, 'blocked', '190'],
  [{ failRate: 1, errorCode: '131048' }, 'blocked', '131048'],
  [{ failRate: 1, errorCode: 132015 }, 'blocked', '132015'],
  [{ failRate: 1, errorCode: 368 }, 'blocked', '368'],
  [{ failRate: 1, errorCode: 130429 }, 'rate_limited', '130429'],
  [{ failRate: 1, errorCode: 131000 }, 'unavailable', '131000'],
  [{ failRate: 1, errorCode: 'BANANA' }, 'rejected', 'BANANA'],
  [{ unavailableRate: 1 }, 'unavailable', '131016'],
  [{ rateLimitRate: 1 }, 'rate_limited', '130429'],
] as const)('%j refuses as %s with code %s, and nothing more is heard of it', (faults, outcome, code) => {
  expect(verdict({ ...faults, replyRate: 1 })).toMatchObject({ outcome, code, receipts: [], reply: null });
});

it('refuses while disconnected and above the limit, whatever else is set', () => {
  expect(verdict({}, 'd-1', { disconnected: true, overLimit: false }).outcome).toBe('unavailable');
  expect(verdict({}, 'd-1', { disconnected: false, overLimit: true }).outcome).toBe('rate_limited');
});

it('drops the answer of an accepted message, not its receipts', () => {
  expect(verdict({ dropAnswerRate: 1 })).toMatchObject({ outcome: 'answer_lost', receipts: [{ status: 'sent' }, { status: 'delivered' }, { status: 'read' }] });
});

it('fails later by a status with the code', () => {
  expect(verdict({ failLaterRate: 1, errorCode: 131049 })).toMatchObject({
    outcome: 'accepted',
    code: '131049',
    receipts: [{ status: 'sent' }, { status: 'failed' }],
  });
});

it.each([
  [{ receipts: false }, []],
  [{ lostAckRate: 1 }, []],
  [{ readRate: 0 }, ['sent', 'delivered']],
  [{ duplicateAckRate: 1, readRate: 0 }, ['sent', 'sent', 'delivered', 'delivered']],
] as const)('%j tells %j', (faults, told) => {
  expect(verdict(faults).receipts.map((receipt) => receipt.status)).toEqual(told);
});

it('reorders what is told, not what happened', () => {
  const orders = many({ reorderAcks: true }, 200).map(({ receipts }) => {
    expect([...receipts].sort((a, b) => a.afterMs - b.afterMs).map((receipt) => receipt.status)).toEqual(['sent', 'delivered', 'read']);
    return [...receipts]
      .sort((a, b) => a.toldAfterMs - b.toldAfterMs)
      .map((receipt) => receipt.status)
      .join(' ');
  });
  expect(new Set(orders).size).toBe(6);
});

it.each(['failRate', 'unavailableRate', 'rateLimitRate', 'dropAnswerRate'] as const)('%s is a share of the calls', (rate) => {
  const refused = share(many({ [rate]: 0.2 }), ({ outcome }) => outcome !== 'accepted');
  expect(refused).toBeGreaterThan(0.16);
  expect(refused).toBeLessThan(0.24);
});

it('answers with the given texts, all of them in time', () => {
  const replies = many({ replyRate: 0.5, replyTexts: ['SAIR', 'Sim'] }).map(({ reply }) => reply?.text);
  expect(new Set(replies)).toEqual(new Set(['SAIR', 'Sim', undefined]));
});

it('decides the same for the same seed, and otherwise for another', () => {
  const faults = { failRate: 0.3, dropAnswerRate: 0.3, lostAckRate: 0.3, jitterMs: 50, lateAckMs: 500, reorderAcks: true };
  expect(many({ ...faults, seed: 7 }, 100)).toEqual(many({ ...faults, seed: 7 }, 100));
  expect(many({ ...faults, seed: 7 }, 100)).not.toEqual(many({ ...faults, seed: 8 }, 100));
});

it('keeps each choice apart: adding a fault changes no other luck', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.double({ min: 0, max: 1, noNaN: true }), (reference, rate) => {
      const without = verdict({ lateAckMs: 300 }, reference);
      const withReplies = verdict({ lateAckMs: 300, replyRate: rate, jitterMs: 0 }, reference);
      expect(withReplies.receipts).toEqual(without.receipts);
    }),
  );
});

it('never tells a receipt before it happened, nor before the answer could have come', () => {
  const rate = fc.double({ min: 0, max: 1, noNaN: true });
  const settings = fc.record({
    latencyMs: fc.nat(1000),
    jitterMs: fc.nat(1000),
    ackMs: fc.nat(1000),
    lateAckMs: fc.nat(1000),
    lostAckRate: rate,
    duplicateAckRate: rate,
    failLaterRate: rate,
  });
  fc.assert(
    fc.property(settings, fc.string({ minLength: 1 }), (faults, reference) => {
      const { receipts, latencyMs } = verdict(faults, reference);
      for (const { afterMs, toldAfterMs } of receipts) {
        expect(afterMs).toBeGreaterThanOrEqual(latencyMs);
        expect(toldAfterMs).toBeGreaterThanOrEqual(afterMs);
      }
    }),
  );
});
