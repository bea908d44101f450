/** What becomes of one call: pure, so that a run can be replayed and a test can ask without sending. */
import type { StatusKind } from '../channel';
import type { Answer, Faults } from '../simulator';
import type { Dice } from './dice';

export interface Receipt {
  readonly status: StatusKind;
  /** When it happened, after the call. */
  readonly afterMs: number;
  /** When we are told, after the call. */
  readonly toldAfterMs: number;
}

export interface Verdict {
  readonly outcome: Answer['outcome'];
  readonly code: string | null;
  readonly latencyMs: number;
  readonly receipts: readonly Receipt[];
  readonly reply: { readonly text: string; readonly afterMs: number } | null;
}

export interface Situation {
  readonly disconnected: boolean;
  readonly overLimit: boolean;
}

// The provider's codes by what they stop. A code in none of these sets refuses this message for good.
const BLOCKING = new Set(
  '0 3 10 190 368 131005 131031 131037 131042 131045 131048 131063 131064 130497 132000 132001 132005 132007 132012 132015 132016 133010 134011'.split(' '),
);
const LIMITING = new Set('4 613 80007 130429 131056 133016'.split(' '));
const PASSING = new Set('1 2 131000 131016 131057 133004 134101'.split(' '));

function outcomeOfCode(code: string): Answer['outcome'] {
  if (BLOCKING.has(code)) return 'blocked';
  if (LIMITING.has(code)) return 'rate_limited';
  return PASSING.has(code) ? 'unavailable' : 'rejected';
}

function ladder(faults: Faults, dice: Dice): { status: StatusKind; gapMs: number }[] {
  const gap = (name: string) => Math.round(faults.ackMs * (0.5 + dice.roll(name)));
  const sent = { status: 'sent', gapMs: 0 } as const;
  if (dice.chance('fail later', faults.failLaterRate)) return [sent, { status: 'failed', gapMs: gap('failed') }];
  const delivered = { status: 'delivered', gapMs: gap('delivered') } as const;
  if (!dice.chance('read', faults.readRate)) return [sent, delivered];
  return [sent, delivered, { status: 'read', gapMs: 2 * gap('read') }];
}

function receiptsOf(faults: Faults, dice: Dice, latencyMs: number): Receipt[] {
  if (!faults.receipts) return [];
  const receipts: Receipt[] = [];
  let afterMs = latencyMs;
  for (const { status, gapMs } of ladder(faults, dice)) {
    afterMs += gapMs;
    if (dice.chance(`lost ${status}`, faults.lostAckRate)) continue;
    const late = faults.lateAckMs && Math.round(faults.lateAckMs * dice.roll(`late ${status}`));
    receipts.push({ status, afterMs, toldAfterMs: afterMs + late });
    if (dice.chance(`again ${status}`, faults.duplicateAckRate)) {
      receipts.push({ status, afterMs, toldAfterMs: afterMs + late + Math.round(faults.ackMs * dice.roll(`again late ${status}`)) });
    }
  }
  return faults.reorderAcks ? shuffled(receipts, dice) : receipts;
}

/** The moments of telling stay, which receipt is told at which moment is chance. */
function shuffled(receipts: readonly Receipt[], dice: Dice): Receipt[] {
  const moments = receipts.map((receipt) => receipt.toldAfterMs).sort((a, b) => a - b);
  return receipts
    .map((receipt, i) => ({ receipt, key: dice.roll(`order ${i}`) }))
    .sort((a, b) => a.key - b.key)
    .map(({ receipt }, i) => ({ ...receipt, toldAfterMs: moments[i] ?? receipt.toldAfterMs }));
}

function replyOf(faults: Faults, dice: Dice, latencyMs: number): Verdict['reply'] {
  if (!dice.chance('reply', faults.replyRate)) return null;
  const text = faults.replyTexts[Math.floor(dice.roll('reply text') * faults.replyTexts.length)] ?? '';
  return { text, afterMs: latencyMs + Math.round(faults.ackMs * (4 + 4 * dice.roll('reply after'))) };
}

export function judge(faults: Faults, dice: Dice, { disconnected, overLimit }: Situation): Verdict {
  const latencyMs = faults.latencyMs + (faults.jitterMs && Math.round(faults.jitterMs * dice.roll('jitter')));
  const refused = (outcome: Answer['outcome'], code: string): Verdict => ({ outcome, code, latencyMs, receipts: [], reply: null });

  if (disconnected) return refused('unavailable', 'ERR_CONNECTION_DOWN');
  if (overLimit || dice.chance('rate limit', faults.rateLimitRate)) return refused('rate_limited', '130429');
  if (dice.chance('unavailable', faults.unavailableRate)) return refused('unavailable', '131016');
  if (dice.chance('fail', faults.failRate)) return refused(outcomeOfCode(faults.errorCode), faults.errorCode);
  const receipts = receiptsOf(faults, dice, latencyMs);
  return {
    outcome: dice.chance('drop answer', faults.dropAnswerRate) ? 'answer_lost' : 'accepted',
    code: receipts.some((receipt) => receipt.status === 'failed') ? faults.errorCode : null,
    latencyMs,
    receipts,
    reply: replyOf(faults, dice, latencyMs),
  };
}
