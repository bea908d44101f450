import type { CompanyId, ConnectionId, ContactId, TicketId } from '../../kernel/ids';
import { farewellOf, thanksOf, welcomeOf } from './automatic.rules';
import type { Occasion } from './automatic.store';

/** A Monday, 20:00 in São Paulo and already Tuesday in UTC's books three hours later. */
const occasion = (over: Partial<Occasion> = {}): Occasion => ({
  companyId: 1 as CompanyId, ticketId: 7 as TicketId, contactId: 9 as ContactId, connectionId: 3 as ConnectionId, number: '5511988887777', name: 'Bia',
  plan: { status: 'pending', queueId: null, userId: null }, greetingMessage: 'Olá, {nome}', outOfHoursMessage: 'Fechado, {{nome}}', hours: null,
  timezone: 'America/Sao_Paulo', ratingMessage: '', completionMessage: '', now: new Date('2026-11-24T02:30:00Z'), ...over,
});
const shop = [{ weekday: 1, open: '08:00', close: '18:00' }];

it.each<[string, Partial<Occasion>, boolean, [string, string] | null]>([
  ['greets who begins', {}, true, ['Olá, Bia', 'greeting:7']],
  ['greets nobody twice', {}, false, null],
  ['says nothing it was not told to', { greetingMessage: '' }, true, null],
  ['says that it is closed, by the local day', { hours: shop }, true, ['Fechado, Bia', 'out-of-hours:9:2026-11-23']],
  ['says so to who goes on waiting', { hours: shop }, false, ['Fechado, Bia', 'out-of-hours:9:2026-11-23']],
  ['greets when it is closed and has no word for that', { hours: shop, outOfHoursMessage: '' }, true, ['Olá, Bia', 'greeting:7']],
  ['does not break into a conversation', { hours: shop, plan: { status: 'open', queueId: null, userId: 1 } }, false, null],
])('%s', (_name, over, opened, expected) => {
  const saying = welcomeOf(occasion(over), opened);
  expect(saying && [saying.body, saying.key]).toEqual(expected);
});

it.each<[Partial<Occasion>, string | undefined, boolean | undefined]>([
  [{}, undefined, undefined],
  [{ ratingMessage: 'Nota, {nome}?', completionMessage: 'Tchau' }, 'Nota, Bia?', true],
  [{ completionMessage: 'Tchau, {numero}' }, 'Tchau, 5511988887777', false],
])('takes leave of %j by %s', (over, body, asks) => {
  const saying = farewellOf(occasion(over));
  expect([saying?.body, saying?.asks]).toEqual([body, asks]);
});

it('thanks where it has a word for it', () => {
  expect(thanksOf(occasion())).toBeNull();
  expect(thanksOf(occasion({ completionMessage: 'Obrigado, {nome}' }))?.body).toBe('Obrigado, Bia');
});
