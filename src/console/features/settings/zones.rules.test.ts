import { BRAZILIAN_ZONES, otherZones, zoneLabel } from './zones.rules';

it('names Brazilian zones that exist', () => {
  for (const [timeZone] of BRAZILIAN_ZONES) expect(() => new Intl.DateTimeFormat('pt-BR', { timeZone })).not.toThrow();
});

it('keeps the zone in use, and no Brazilian one twice', () => {
  expect(otherZones(['Europe/Lisbon', 'America/Sao_Paulo', 'Africa/Luanda'], 'UTC')).toEqual(['Africa/Luanda', 'Europe/Lisbon', 'UTC']);
});

test.each([
  ['America/Sao_Paulo', 'Sao Paulo (America)'],
  ['America/Argentina/Buenos_Aires', 'Buenos Aires (America/Argentina)'],
  ['UTC', 'UTC'],
])('%s is %s', (zone, label) => {
  expect(zoneLabel(zone)).toBe(label);
});
