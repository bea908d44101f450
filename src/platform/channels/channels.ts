import { Invalid } from '../../kernel/errors';
import type { Channel } from './channel';

export interface Channels {
  /** The channel of a connection's `channel` column. @throws Invalid when this installation has none of that name */
  get(name: string): Channel;
  /** Every channel with its name: to listen to all, to show what can be chosen. */
  all(): readonly (readonly [name: string, channel: Channel])[];
}

/** @param channels by the name that connections store; an absent one is switched off. */
export function createChannels(channels: { readonly simulator?: Channel | undefined }): Channels {
  const available = new Map(Object.entries(channels).filter((entry): entry is [string, Channel] => entry[1] !== undefined));
  return {
    get(name) {
      const channel = available.get(name);
      if (!channel)
        throw Invalid.field(
          'channel',
          'ERR_UNKNOWN_CHANNEL',
          `Channel "${name}" is not available here; available: ${[...available.keys()].join(', ') || 'none'}`,
        );
      return channel;
    },
    all: () => [...available],
  };
}
