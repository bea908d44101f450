import { formatter } from './format';

const pt = formatter({ language: 'pt-BR', timeZone: 'America/Sao_Paulo' });
const en = formatter({ language: 'en', timeZone: 'America/Manaus' });
const now = new Date('2026-01-31T15:00:00Z');

/** Intl writes other blanks than the one of a keyboard. */
const plain = (text: string) => text.replace(/\s/g, ' ');

it('writes numbers, shares and money as the language does', () => {
  expect([pt.number(1200), en.number(1200)]).toEqual(['1.200', '1,200']);
  expect([pt.percent(0.345), pt.percent(1), en.percent(0.345)]).toEqual(['34,5%', '100%', '34.5%']);
  expect([plain(pt.money(1234.5)), plain(en.money(1234.5))]).toEqual(['R$ 1.234,50', 'R$1,234.50']);
});

it('writes times in the zone of the company, the day first', () => {
  expect(pt.dateTime('2026-02-01T02:30:00Z')).toBe('31/01/2026 23:30');
  expect(en.dateTime('2026-02-01T02:30:00Z')).toBe('31/01/2026 22:30');
  expect([pt.date('2026-02-01T02:30:00Z'), pt.time('2026-01-31T03:00:00Z'), pt.dateTime(null)]).toEqual(['31/01/2026', '00:00', '–']);
});

it.each([
  ['2026-01-31T17:32:00Z', '14:32'],
  ['2026-02-01T12:00:00Z', '01/02 09:00'],
  ['2027-02-01T12:00:00Z', '01/02/2027 09:00'],
])('leaves out of %s what goes without saying', (instant, text) => {
  expect(pt.moment(instant, now)).toBe(text);
});

it.each([
  ['2026-01-31T14:59:30Z', 'agora'],
  ['2026-01-31T14:58:00Z', 'há 2 minutos'],
  ['2026-01-31T18:10:00Z', 'em 3 horas'],
  ['2026-01-29T15:00:00Z', 'anteontem'],
])('says how far off %s is', (instant, text) => {
  expect(pt.relative(instant, now)).toBe(text);
});

it.each([
  [-1, '0 s'],
  [45_400, '45 s'],
  [12 * 60_000, '12 min'],
  [78 * 60_000, '1 h 18 min'],
  [2 * 3_600_000, '2 h'],
  [52 * 3_600_000, '2 d 4 h'],
  [24 * 3_600_000 - 1, '1 d'],
])('writes %d ms as %s', (ms, text) => {
  expect(pt.duration(ms)).toBe(text);
});
