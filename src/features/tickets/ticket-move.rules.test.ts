import type { ServiceQueueId, UserId } from '../../kernel/ids';
import { logsOf, type Standing } from './ticket-move.rules';

const [ana, rui] = [1 as UserId, 2 as UserId];
const [sales, finance] = [10 as ServiceQueueId, 11 as ServiceQueueId];
const standing = (status: Standing['status'], userId: UserId | null = null, queueId: ServiceQueueId | null = null): Standing => ({ status, userId, queueId });

it.each<[string, Standing, Standing, string[]]>([
  ['nothing', standing('open', ana), standing('open', ana), []],
  ['taking up what is nobody’s', standing('pending'), standing('open', ana), ['open']],
  ['taking up from a queue', standing('pending', null, sales), standing('open', ana, sales), ['open']],
  ['taking up what the router gave', standing('pending', ana), standing('open', ana), ['open']],
  ['taking up into a queue', standing('pending'), standing('open', ana, sales), ['open', 'queue']],
  ['taking up what is open and nobody’s', standing('open'), standing('open', ana), ['open']],
  ['taking over', standing('open', rui), standing('open', ana), ['transfered', 'receivedTransfer']],
  ['opening for somebody else', standing('pending'), standing('open', rui), ['open', 'transfered', 'receivedTransfer']],
  ['handing on', standing('open', ana), standing('open', rui), ['transfered', 'receivedTransfer']],
  ['handing to a queue', standing('open', ana, sales), standing('pending', null, finance), ['pending', 'transfered', 'receivedTransfer']],
  ['giving back', standing('open', ana, sales), standing('pending', null, sales), ['pending']],
  ['leaving open with nobody', standing('open', ana), standing('open'), ['transfered', 'receivedTransfer']],
  ['a first queue', standing('pending'), standing('pending', null, sales), ['queue']],
  ['another queue', standing('pending', null, sales), standing('pending', null, finance), ['transfered', 'receivedTransfer']],
  ['out of its queue', standing('pending', null, sales), standing('pending'), ['transfered', 'receivedTransfer']],
  ['closing', standing('open', ana), standing('closed', ana), ['closed']],
  ['reopening', standing('closed', ana), standing('open', ana), ['reopen']],
  ['reopening for oneself', standing('closed', rui), standing('open', ana), ['reopen', 'transfered', 'receivedTransfer']],
])('%s is told as %j → %j: %j', (_name, before, after, types) => {
  expect(logsOf(before, after, ana).map(({ type }) => type)).toEqual(types);
});

it('says who gave it, who received it, and the whole way', () => {
  const [given, received] = logsOf(standing('open', ana, sales), standing('open', rui, finance), ana);
  const detail = { fromUserId: ana, toUserId: rui, fromQueueId: sales, toQueueId: finance };
  expect(given).toEqual({ type: 'transfered', userId: ana, queueId: sales, detail });
  expect(received).toEqual({ type: 'receivedTransfer', userId: rui, queueId: finance, detail });
});
