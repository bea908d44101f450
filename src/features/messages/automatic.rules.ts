/** What the product says to a contact by itself, and under which key, so that it is said once. */
import { localDay } from '../../kernel/clock';
import { isOpenAt } from '../../kernel/hours';
import { render } from '../../kernel/text';
import type { Occasion } from './automatic.store';

export interface Saying {
  readonly body: string;
  /** Idempotency key of its delivery. */
  readonly key: string;
}

/**
 * To somebody who writes while nobody has taken his conversation up. Outside the opening hours, once a local day, that nobody is
 * there; otherwise, to the message that opened the conversation, the greeting.
 */
export function welcomeOf(occasion: Occasion, opened: boolean): (Saying & { greets: boolean }) | null {
  const { ticketId, contactId, greetingMessage, outOfHoursMessage, hours, timezone, now, plan } = occasion;
  if (plan.status !== 'pending') return null;
  if (outOfHoursMessage !== '' && !isOpenAt(hours, timezone, now)) {
    return { body: filled(outOfHoursMessage, occasion), key: `out-of-hours:${contactId}:${localDay(now, timezone)}`, greets: false };
  }
  return opened && greetingMessage !== '' ? { body: filled(greetingMessage, occasion), key: `greeting:${ticketId}`, greets: true } : null;
}

/** To somebody whose conversation was closed: the question how it was, else a word of goodbye. */
export function farewellOf(occasion: Occasion): (Saying & { asks: boolean }) | null {
  const { ticketId, ratingMessage, completionMessage, now } = occasion;
  const key = `farewell:${ticketId}:${now.toISOString()}`;
  if (ratingMessage !== '') return { body: filled(ratingMessage, occasion), key, asks: true };
  return completionMessage !== '' ? { body: filled(completionMessage, occasion), key, asks: false } : null;
}

/** To somebody who has answered that question. */
export function thanksOf(occasion: Occasion): Saying | null {
  const { ticketId, completionMessage, now } = occasion;
  return completionMessage === '' ? null : { body: filled(completionMessage, occasion), key: `thanks:${ticketId}:${now.toISOString()}` };
}

function filled(template: string, { name, number }: Occasion): string {
  return render(template, new Map([['nome', name], ['name', name], ['numero', number]])).text;
}
