import { CampaignStatus } from './campaign.types';
import type { ShippingRow } from './report.store';
import { storyOf, type StoryFacts } from './why.view';

const at = (minute: number): Date => new Date(Date.UTC(2026, 2, 10, 12, minute));
const shipping = (over: Partial<ShippingRow>): ShippingRow =>
  ({
    id: 1,
    recipient: '5511999990001',
    isGroup: false,
    name: 'Ana',
    variant: 2,
    body: 'Oi',
    state: 'pending',
    attempts: 0,
    errorCode: null,
    errorText: null,
    createdAt: at(0),
    dueAt: at(0),
    claimedAt: null,
    sentAt: null,
    deliveredAt: null,
    readAt: null,
    repliedAt: null,
    failedAt: null,
    questionState: null,
    askedAt: null,
    answeredAt: null,
    ...over,
  }) as ShippingRow;

const story = (row: Partial<ShippingRow>, over: Partial<StoryFacts> = {}) =>
  storyOf(
    {
      shipping: shipping(row),
      events: [],
      campaign: { status: CampaignStatus.running, pauseReason: null },
      lane: { connected: true, waiting: null },
      now: at(10),
      ...over,
    },
    'en',
  );

describe('storyOf', () => {
  test.each<[string, Partial<ShippingRow>, Partial<StoryFacts>, string, string]>([
    ['in turn', {}, {}, 'Waits for its turn to leave.', 'Leaves in the order of the list, at the pace of the campaign.'],
    [
      'paused',
      {},
      { campaign: { status: CampaignStatus.paused, pauseReason: 'user' } },
      'Waits for its turn to leave.',
      'Leaves when the campaign is resumed. Paused by a user.',
    ],
    [
      'disconnected',
      {},
      { lane: { connected: false, waiting: null } },
      'Waits for its turn to leave.',
      'Leaves when the connection is back: the number is disconnected.',
    ],
    ['no connection', {}, { lane: null }, 'Waits for its turn to leave.', 'The connection of the campaign was deleted: nothing leaves by it any more.'],
    [
      'quiet hours',
      {},
      { lane: { connected: true, waiting: { reason: 'window', until: at(30) } } },
      'Waits for its turn to leave.',
      'Outside the hours in which the connection sends.',
    ],
    [
      'a reason of the future',
      {},
      { lane: { connected: true, waiting: { reason: 'moon', until: at(30) } } },
      'Waits for its turn to leave.',
      'Leaves in the order of the list, at the pace of the campaign.',
    ],
    [
      'retry',
      { errorCode: 'ERR_TIMEOUT', errorText: 'timeout', dueAt: at(12), attempts: 1 },
      {},
      'Waits for its turn to leave.',
      'The last attempt was not accepted (timeout). It tries again at the time given.',
    ],
    [
      'asked',
      { state: 'awaiting', askedAt: at(1) },
      {},
      'Waits for the answer to the request for confirmation.',
      'With a yes the message leaves; when the time is over it will not be sent.',
    ],
    [
      'not yet asked',
      { state: 'awaiting' },
      {},
      'Waits for the request for confirmation to leave.',
      'Leaves in the order of the list, at the pace of the campaign.',
    ],
    [
      'held',
      { state: 'held' },
      {},
      'Nobody knows whether WhatsApp took it. It leaves again only if you say so, for it may have arrived.',
      'Nothing more by itself. "Retry failed" tries once more.',
    ],
    ['opted out', { state: 'skipped', errorCode: 'opt_out' }, {}, 'Was not sent: the person asked to get no messages.', 'Nothing more is to come.'],
    [
      'failed',
      { state: 'failed', errorCode: '131026', errorText: 'Message undeliverable', failedAt: at(3) },
      {},
      'Failed: the person cannot receive it: no WhatsApp on the number, or an old app.',
      'Nothing more by itself. "Retry failed" tries once more.',
    ],
    [
      'failed for a reason that only the provider knows',
      { state: 'failed', errorCode: '999999', errorText: 'Something else', failedAt: at(3) },
      {},
      'Failed: Something else',
      'Nothing more by itself. "Retry failed" tries once more.',
    ],
    [
      'cancelled',
      { state: 'cancelled' },
      {},
      'Was not sent: the campaign was cancelled.',
      'Nothing more by itself. A restart of the campaign takes it in again.',
    ],
    ['read', { state: 'read' }, {}, 'Was read.', 'Nothing more is to come.'],
  ])('%s', (_, row, over, summary, next) => {
    expect(story(row, over)).toMatchObject({ summary, next: { text: next } });
  });

  it('tells what happened in the order in which it did, retries included', () => {
    const row = { state: 'read', attempts: 2, claimedAt: at(6), sentAt: at(7), deliveredAt: at(8), readAt: at(9), repliedAt: at(9) } as const;
    const events = [
      { at: at(5), type: 'reopened', detail: { from: 'failed', by: 3 } },
      { at: at(4), type: 'noted', detail: {} },
    ];
    expect(story(row, { events }).steps.map((step) => step.text)).toEqual([
      'Prepared with message 2.',
      'Noted: noted.',
      'Opened again by a user (was: failed).',
      'Attempt 2 to send.',
      'Taken by WhatsApp.',
      'Delivered to the phone.',
      'Read.',
      'The person replied.',
    ]);
  });

  it('says when it goes on', () => {
    expect(story({}, { lane: { connected: true, waiting: { reason: 'daily_cap', until: at(50) } } }).next.at).toBe(at(50).toISOString());
  });
});
