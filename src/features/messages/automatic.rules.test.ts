import type { CompanyId, ContactId, TicketId } from '../../kernel/ids';
import { farewellOf, thanksOf, welcomeOf } from './automatic.rules';
import type { Occasion } from './automatic.store';

/** A Monday, 20:00 in São Paulo and already Tuesday in UTC's books three hours later. */
const occasion = (over: Partial<Occasion> = {}): Occasion => ({
  companyId: 1 as CompanyId, id: 7 as TicketId, contactId: 9 as ContactId, status: 'pending', greetingMessage: 'Olá, {nome}', outOfHoursMessage: 'Fechado, {{nome}}', hours: null,
  timezone: 'America/Sao_Paulo', ratingMessage: '', completionMessage: '', now: new Date('2026-11-24T02:30:00Z'), ...over,
});
const shop = [{ weekday: 1, open: '08:00', close: '18:00' }];

it.each<[string, Partial<Occasion>, boolean, [string, string] | null]>([
  ['greets who begins', {}, true, ['Olá, {nome}', 'greeting:7']],
  ['greets nobody twice', {}, false, null],
  ['says nothing it was not told to', { greetingMessage: '' }, true, null],
  ['says that it is closed, by the local day', { hours: shop }, true, ['Fechado, {{nome}}', 'out-of-hours:9:2026-11-23']],
  ['says so to who goes on waiting', { hours: shop }, false, ['Fechado, {{nome}}', 'out-of-hours:9:2026-11-23']],
  ['greets when it is closed and has no word for that', { hours: shop, outOfHoursMessage: '' }, true, ['Olá, {nome}', 'greeting:7']],
  ['does not break into a conversation', { hours: shop, status: 'open' }, false, null],
])('%s', (_name, over, opened, expected) => {
  const saying = welcomeOf(occasion(over), opened);
  expect(saying && [saying.text, saying.key]).toEqual(expected);
});

it.each<[Partial<Occasion>, string, boolean]>([
  [{}, '', false],
  [{ ratingMessage: 'Nota, {nome}?', completionMessage: 'Tchau' }, 'Nota, {nome}?', true],
  [{ completionMessage: 'Tchau, {numero}' }, 'Tchau, {numero}', false],
])('takes leave of %j by %j', (over, text, asks) => {
  expect(farewellOf(occasion(over))).toMatchObject({ text, asks });
});

it('thanks with its word of goodbye', () => {
  expect(thanksOf(occasion({ completionMessage: 'Obrigado, {nome}' })).text).toBe('Obrigado, {nome}');
});
