/** What a conversation is told by itself when it begins and when it ends, and under which key, so that it is said once. */
import { localDay } from '../../kernel/clock';
import { isOpenAt } from '../../kernel/hours';
import type { Occasion } from './automatic.store';

export interface Saying {
  readonly text: string;
  /** Of `Word`. */
  readonly key: string;
}

/**
 * To somebody who writes while nobody has taken his conversation up. Outside the opening hours, once a local day, that nobody is
 * there; otherwise, to the message that opened the conversation, the greeting.
 */
export function welcomeOf(occasion: Occasion, opened: boolean): Saying | null {
  const { id, contactId, status, greetingMessage, outOfHoursMessage, hours, timezone, now } = occasion;
  if (status !== 'pending') return null;
  if (outOfHoursMessage !== '' && !isOpenAt(hours, timezone, now)) {
    return { text: outOfHoursMessage, key: `out-of-hours:${contactId}:${localDay(now, timezone)}` };
  }
  return opened && greetingMessage !== '' ? { text: greetingMessage, key: `greeting:${id}` } : null;
}

/** To somebody whose conversation was closed: the question how it was, else a word of goodbye. */
export function farewellOf({ id, ratingMessage, completionMessage, now }: Occasion): Saying & { asks: boolean } {
  const asks = ratingMessage !== '';
  return { text: asks ? ratingMessage : completionMessage, key: `farewell:${id}:${now.toISOString()}`, asks };
}

/** To somebody who has answered that question. */
export function thanksOf({ id, completionMessage, now }: Occasion): Saying {
  return { text: completionMessage, key: `thanks:${id}:${now.toISOString()}` };
}
