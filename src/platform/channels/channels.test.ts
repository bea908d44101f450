import { Invalid } from '../../kernel/errors';
import type { Channel } from './channel';
import { createChannels } from './channels';

const channel: Channel = {
  inFlight: 1,
  echoesReference: false,
  echoWithinMs: 0,
  perSecond: 1,
  send: async () => ({ providerMessageId: 'x' }),
  listen: async () => ({ stop: async () => undefined }),
};

it('finds a channel by the name that connections store', () => {
  const channels = createChannels({ simulator: channel });
  expect(channels.get('simulator')).toBe(channel);
  expect(channels.all()).toEqual([['simulator', channel]]);
});

it.each(['meta', 'constructor', ''])('refuses the unknown channel "%s" and says what there is', (name) => {
  expect(() => createChannels({ simulator: channel }).get(name)).toThrow(Invalid);
  expect(() => createChannels({ simulator: channel }).get(name)).toThrow(/available: simulator/);
});

it('knows nothing of a channel that is switched off', () => {
  expect(() => createChannels({ simulator: undefined }).get('simulator')).toThrow(/available: none/);
});
