import fc from 'fast-check';
import { isValidPhoneNumber } from 'libphonenumber-js/max';
import { matchKey, parsePhone, type PhoneFault } from './phone.rules';

const person = (number: string) => ({ number, isGroup: false });

describe('parsePhone', () => {
  test.each([
    // The habits of Brazilian spreadsheets.
    ['(11) 98888-7777', '5511988887777'],
    ['11988887777', '5511988887777'],
    ['11 98888.7777', '5511988887777'],
    ['011 988887777', '5511988887777'],
    ['0 21 11 98888-7777', '5511988887777'],
    ['0xx11 98888-7777', '5511988887777'],
    ['(0XX11) 3333-4444', '551133334444'],
    ['0**11 98888-7777', '5511988887777'],
    ['5511988887777', '5511988887777'],
    ['55 (11) 98888-7777', '5511988887777'],
    ['+55 11 98888-7777', '5511988887777'],
    ['+55 (0) 11 98888-7777', '5511988887777'],
    ['0055 11 98888-7777', '5511988887777'],
    ["'5511988887777", '5511988887777'],
    ['="5511988887777"', '5511988887777'],
    ['\t11 98888-7777\u00a0', '5511988887777'],
    // Mobiles as they were before the ninth digit.
    ['(11) 8888-7777', '5511988887777'],
    ['551188887777', '5511988887777'],
    ['11 7773-1418', '5511977731418'],
    ['085 98302198', '5585998302198'],
    // An area code that is also the country's.
    ['(55) 99999-8888', '5555999998888'],
    ['55999998888', '5555999998888'],
    ['5555999998888', '5555999998888'],
    // Landlines, and numbers without an area, are on WhatsApp too.
    ['(11) 3333-4444', '551133334444'],
    ['0800 123 4567', '558001234567'],
    // Abroad.
    ['+1 415 555 2671', '14155552671'],
    ['00 351 912 345 678', '351912345678'],
    ['0015 1 415 555 2671', '14155552671'],
    // WhatsApp's addresses.
    ['5511988887777@s.whatsapp.net', '5511988887777'],
    ['551188887777:12@s.whatsapp.net', '5511988887777'],
    ['14155552671@c.us', '14155552671'],
  ])('reads %p', (text, number) => {
    expect(parsePhone(text)).toEqual(person(number));
  });

  test.each([
    ['120363041234567890@g.us', '120363041234567890'],
    ['5511988887777-1612345678@g.us', '5511988887777-1612345678'],
  ])('knows the group %p', (text, number) => {
    expect(parsePhone(text)).toEqual({ number, isGroup: true });
  });

  test.each<[string, PhoneFault]>([
    ['', 'phone_empty'],
    ['  ', 'phone_empty'],
    ['abc', 'phone_not_a_number'],
    ['--', 'phone_not_a_number'],
    ['ana@example.com', 'phone_not_a_number'],
    ['11988887777 ramal 3', 'phone_not_a_number'],
    ['5,51199E+12', 'phone_scientific'],
    ['5.511999998888e12', 'phone_scientific'],
    ['123', 'phone_too_short'],
    ['+55 11 99999', 'phone_too_short'],
    ['(11) 1234', 'phone_too_short'],
    ['11 99999-88888888', 'phone_too_long'],
    ['11988887777 / 11977776666', 'phone_too_long'],
    ['1'.repeat(100_000), 'phone_too_long'],
    ['(00) 99999-8888', 'phone_invalid'],
    ['(11) 1888-7777', 'phone_invalid'],
    // Without "+" it is Brazilian, and there it does not exist: no guess at the United States.
    ['14155552671', 'phone_invalid'],
    ['123456789012345@lid', 'phone_not_a_person'],
    ['status@broadcast', 'phone_not_a_person'],
  ])('refuses %p: %s', (text, fault) => {
    expect(parsePhone(text)).toEqual({ fault });
  });

  it('gives, for whatever is written, a number that exists or a fault', () => {
    const written = fc.oneof(fc.string(), fc.stringMatching(/^[\d\s()+.x@-]{0,25}$/), fc.stringMatching(/^\+?(55)?\s?\(?\d\d\)?\s?9?\d{4}-?\d{4}$/));
    fc.assert(
      fc.property(written, (text) => {
        const verdict = parsePhone(text);
        if ('fault' in verdict) return true;
        return verdict.isGroup || isValidPhoneNumber(`+${verdict.number}`);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a Brazilian mobile', () => {
  const areas = [11, 19, 21, 27, 31, 41, 47, 51, 55, 61, 71, 81, 85, 91, 98];
  const mobile = fc.record({ area: fc.constantFrom(...areas), first: fc.integer({ min: 6, max: 9 }), rest: fc.stringMatching(/^\d{7}$/) });

  it('is one number in every spelling, and the key of every form a provider gives it', () => {
    fc.assert(
      fc.property(mobile, ({ area, first, rest }) => {
        const eight = `${first}${rest}`;
        const stored = `55${area}9${eight}`;
        const local = `9${eight.slice(0, 4)}-${eight.slice(4)}`;
        for (const spelling of [`(${area}) ${local}`, `${area}${eight}`, `0${area} 9${eight}`, `0xx${area}${eight}`, `55${area}${eight}`, `+55 ${area} ${local}`, `0055${area}9${eight}`]) {
          expect(parsePhone(spelling)).toEqual(person(stored));
        }
        expect(matchKey(stored)).toBe(stored);
        expect(matchKey(`55${area}${eight}`)).toBe(stored);
      }),
    );
  });
});

describe('matchKey', () => {
  test.each([
    ['551133334444', 'a landline has no ninth digit'],
    ['14155552671', 'another country'],
    ['120363041234567890', 'a group'],
    ['', 'nothing'],
  ])('leaves %p: %s', (number) => {
    expect(matchKey(number)).toBe(number);
  });
});
