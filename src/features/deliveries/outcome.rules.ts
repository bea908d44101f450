/**
 * What one attempt to send means for the row, the lane and the campaign. Decided by the class of the error alone:
 *
 * accepted      → sent (or the next part)
 * Rejected      → failed, with the reason
 * RateLimited   → pending again, the lane rests; no attempt spent
 * Unavailable   → certainly not accepted: pending again with backoff; failed after the last attempt
 * AnswerLost    → unknown: the provider's echo decides, never a guess
 * Blocked       → pending again; the lane rests and the campaigns of the connection pause
 * anything else → a bug of ours while the call was under way: unknown, for it may have been accepted
 */
import { AppError, Blocked, Invalid, NotFound, RateLimited, Rejected, Unavailable } from '../../kernel/errors';
import { exponential } from '../../platform/queue/backoff';
import type { DeliveryState } from './delivery.types';

export const MAX_ATTEMPTS = 5;
const retryBackoff = exponential(3_000, 5 * 60_000);

export interface Outcome {
  readonly state: Extract<DeliveryState, 'sent' | 'failed' | 'pending' | 'unknown'>;
  /** From now, ms; for pending. */
  readonly retryInMs: number;
  readonly spendAttempt: boolean;
  readonly errorClass: string | null;
  readonly errorCode: string | null;
  readonly errorText: string | null;
}

export const accepted: Outcome = { state: 'sent', retryInMs: 0, spendAttempt: true, errorClass: null, errorCode: null, errorText: null };

/**
 * @param attempt the attempt just made, 1-based.
 * @param probing the connection is known to be down and this was a probe: the message is not to blame, no attempt is spent.
 * @param random uniform in [0, 1).
 */
export function outcomeOf(error: unknown, attempt: number, probing: boolean, random: () => number): Outcome {
  const told = describe(error);
  if (error instanceof Rejected || error instanceof Invalid || error instanceof NotFound) return { ...told, state: 'failed', retryInMs: 0, spendAttempt: true };
  if (error instanceof RateLimited) return { ...told, state: 'pending', retryInMs: error.retryAfterMs, spendAttempt: false };
  if (error instanceof Blocked) return { ...told, state: 'pending', retryInMs: 0, spendAttempt: false };
  if (error instanceof Unavailable) {
    if (probing) return { ...told, state: 'pending', retryInMs: 0, spendAttempt: false };
    return attempt >= MAX_ATTEMPTS
      ? { ...told, state: 'failed', retryInMs: 0, spendAttempt: true }
      : { ...told, state: 'pending', retryInMs: retryBackoff(attempt, random), spendAttempt: true };
  }
  return { ...told, state: 'unknown', retryInMs: 0, spendAttempt: true };
}

function describe(error: unknown): Pick<Outcome, 'errorClass' | 'errorCode' | 'errorText'> {
  const text = error instanceof Error ? error.message : String(error);
  return {
    errorClass: error instanceof AppError ? error.name : 'Bug',
    errorCode: error instanceof AppError ? error.code : 'ERR_INTERNAL',
    errorText: text.slice(0, 500),
  };
}
