import fc from 'fast-check';
import type { ConnectionId, DeliveryId } from '../../kernel/ids';
import type { StatusKind } from '../../platform/channels/channel';
import { parseReference, partsOf, referenceOf } from './send';
import { foldStatuses, type StatusEvent } from './statuses';

const connectionId = 1 as ConnectionId;
const event = (reference: string | null, status: StatusKind, ms: number): StatusEvent => ({
  type: 'status', connectionId, reference, providerMessageId: `p-${reference}`, status, at: new Date(ms),
  error: status === 'failed' ? { code: '131026', message: 'undeliverable' } : null,
});

it('folds any order and any repetition of the same events to the same climb', () => {
  const events = [event('7', 'sent', 10), event('7', 'delivered', 20), event('7', 'read', 30)];
  const expected = foldStatuses(events).climbs;
  fc.assert(
    fc.property(fc.shuffledSubarray([...events, ...events, ...events], { minLength: 9 }), (shuffled) => {
      expect(foldStatuses(shuffled).climbs).toEqual(expected);
    }),
  );
  expect(expected).toEqual([
    { id: 7, connectionId, providerMessageId: 'p-7', sentAt: new Date(10), deliveredAt: new Date(20), readAt: new Date(30), failed: null },
  ]);
});

it('keeps first parts, foreign references and deliveries apart', () => {
  const folded = foldStatuses([event('7.0', 'sent', 1), event('8', 'sent', 1), event(null, 'read', 1), event('not ours', 'read', 1)]);
  expect(folded.firstParts).toEqual([7]);
  expect(folded.climbs.map((climb) => climb.id)).toEqual([8]);
  expect(folded.unreferenced).toHaveLength(2);
});

it('a reference tells its delivery and whether it was the last part', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 40 }), fc.integer({ min: 1, max: 2 }), (id, parts) => {
      for (let part = 0; part < parts; part += 1) {
        expect(parseReference(referenceOf(id as DeliveryId, part, parts))).toEqual({ id, last: part === parts - 1 });
      }
    }),
  );
});

it.each([
  ['a text', '', null, 1],
  ['an image with its caption', 'image/png', 'hello', 1],
  ['an audio and its text', 'audio/ogg', 'hello', 2],
  ['an audio alone', 'audio/ogg', '', 1],
])('%s leaves in its parts', (_name, mimeType, body, count) => {
  const media = mimeType === '' ? null : { path: 'a', name: 'a', mimeType };
  const parts = partsOf({ body: body ?? 'hello', media });
  expect(parts).toHaveLength(count);
  expect(parts.at(-1)!.media).toEqual(media);
});
