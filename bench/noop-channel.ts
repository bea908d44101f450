import type { Channel } from '../src/platform/channels/channel';

/** Accepts at once and says nothing more: what remains is the cost of the product itself. */
export function createNoopChannel({ inFlight = 50 } = {}): Channel {
  return {
    inFlight,
    echoesReference: false,
    echoWithinMs: 0,
    perSecond: 1_000_000,
    send: async ({ reference }) => ({ providerMessageId: `noop-${reference}` }),
    listen: async () => ({ stop: async () => undefined }),
  };
}
