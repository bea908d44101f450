import fc from 'fast-check';
import { instantOf, wallTimeOf } from './wall-time';

it.each([
  ['2026-01-31T14:30', 'America/Sao_Paulo', '2026-01-31T17:30:00.000Z'],
  ['2026-01-31T00:00', 'America/Manaus', '2026-01-31T04:00:00.000Z'],
  // Skipped, and twice there.
  ['2026-03-29T01:30', 'Europe/London', '2026-03-29T01:30:00.000Z'],
  ['2026-10-25T01:30', 'Europe/London', '2026-10-25T00:30:00.000Z'],
])('%s in %s is %s', (wallTime, zone, instant) => {
  expect(instantOf(wallTime, zone)?.toISOString()).toBe(instant);
});

it('comes back as it was typed, wherever the clock shows it', () => {
  const minutes = fc.integer({ min: 28_000_000, max: 32_000_000 }).map((minute) => new Date(minute * 60_000));
  fc.assert(
    fc.property(minutes, fc.constantFrom('America/Sao_Paulo', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe'), (instant, zone) => {
      const wallTime = wallTimeOf(instant, zone);
      expect(wallTimeOf(instantOf(wallTime, zone)!, zone)).toBe(wallTime);
    }),
  );
});

it('is nothing where nothing was typed', () => {
  expect(instantOf('', 'America/Sao_Paulo')).toBeNull();
});
