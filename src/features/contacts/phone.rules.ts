/**
 * From what people and programs write to the one form in which a number is stored: E.164 digits without "+",
 * Brazilian mobiles always with the ninth digit. A number without "+" or "00" is Brazilian: guessing another country
 * for a mistyped one would message a stranger.
 *
 * A parse by libphonenumber takes 7 µs, so 200,000 lines cost 1.4 s and need no shortcut beside it.
 */
import { parsePhoneNumberFromString, validatePhoneNumberLength } from 'libphonenumber-js/max';

/** Why a text is not a number that can be messaged; each has its text in contact.texts. */
export type PhoneFault =
  | 'phone_empty'
  | 'phone_not_a_number'
  | 'phone_scientific'
  | 'phone_too_short'
  | 'phone_too_long'
  | 'phone_invalid'
  | 'phone_not_a_person';

export interface Phone {
  /** E.164 digits, or the id of a group. */
  readonly number: string;
  readonly isGroup: boolean;
}

export type PhoneVerdict = Phone | { readonly fault: PhoneFault };

const LONGEST_SPELLING = 60;
/** What Excel makes of a long number in a narrow column: the last digits are gone for good. */
const SCIENTIFIC = /^[+-]?\d+(?:[.,]\d+)?e[+-]?\d+$/i;
/** WhatsApp's own addresses; `:12` is a device of the same person. */
const PERSON = /^(\d{5,15})(?::\d+)?@(?:s\.whatsapp\.net|c\.us)$/;
const GROUP = /^(\d{5,25}(?:-\d{5,15})?)@g\.us$/;
const ANY_ADDRESS = /@(?:lid|newsletter|broadcast|g\.us|s\.whatsapp\.net|c\.us|call)$/;
/** Habits of spreadsheets to keep a number from being calculated with: `'5511…` and `="5511…"`. */
const KEPT_AS_TEXT = /^(?:'|="?)(.*?)"?$/;
/** "0xx11", as printed on business cards: a trunk zero and a carrier of one's choice. */
const ANY_CARRIER = /^(\W*)0\s?(?:xx|\*\*)/i;
const INTERNATIONAL = /^\W*00(?=[\s.-]*[1-9])/;
/** A Brazilian national number of an area code and a mobile as it was before the ninth digit. */
const EIGHT_DIGIT_MOBILE = /^(\d\d)([6-9]\d{7})$/;

/**
 * Reads one number.
 * @param text in any usual spelling: `(11) 98888-7777`, `011 988887777`, `0xx11…`, `+55…`, `0055…`, `5511…`, a WhatsApp address.
 * @returns the number, or why there is none.
 */
export function parsePhone(text: string): PhoneVerdict {
  const written = text.trim();
  if (written === '') return { fault: 'phone_empty' };
  if (written.length > LONGEST_SPELLING) return { fault: 'phone_too_long' };
  if (written.includes('@')) return parseAddress(written);
  if (SCIENTIFIC.test(written)) return { fault: 'phone_scientific' };
  return parseDialled(written.replace(KEPT_AS_TEXT, '$1').replace(ANY_CARRIER, '$1'));
}

function parseAddress(address: string): PhoneVerdict {
  const group = GROUP.exec(address)?.[1];
  if (group !== undefined) return { number: group, isGroup: true };
  const person = PERSON.exec(address)?.[1];
  if (person !== undefined) return parseDialled(`+${person}`);
  return { fault: ANY_ADDRESS.test(address) ? 'phone_not_a_person' : 'phone_not_a_number' };
}

function parseDialled(dialled: string): PhoneVerdict {
  // "00" is read as international first; a Brazilian carrier may follow it, which the second reading knows.
  const number = (INTERNATIONAL.test(dialled) && validNumber(dialled.replace(INTERNATIONAL, '+'))) || validNumber(dialled);
  return number ? { number, isGroup: false } : { fault: faultOf(dialled) };
}

function validNumber(dialled: string): string | undefined {
  const phone = parsePhoneNumberFromString(dialled, BRAZILIAN);
  if (phone === undefined) return undefined;
  if (phone.countryCallingCode === '55') {
    const today = withNinthDigit(phone.nationalNumber);
    if (today !== undefined) return validNumber(today);
  }
  return phone.isValid() ? phone.number.slice(1) : undefined;
}

const BRAZILIAN = { defaultCountry: 'BR', extract: false } as const;

/** @returns `+55…` with the ninth digit put in; undefined when there is none to put. */
function withNinthDigit(national: string): string | undefined {
  const parts = EIGHT_DIGIT_MOBILE.exec(national);
  return parts ? `+55${parts[1]}9${parts[2]}` : undefined;
}

function faultOf(dialled: string): PhoneFault {
  if (!/\d/.test(dialled)) return 'phone_not_a_number';
  switch (validatePhoneNumberLength(dialled, BRAZILIAN)) {
    case 'NOT_A_NUMBER':
      return 'phone_not_a_number';
    case 'TOO_SHORT':
      return 'phone_too_short';
    case 'TOO_LONG':
      return 'phone_too_long';
    default:
      return 'phone_invalid';
  }
}

/**
 * The form under which a provider's number is stored: WhatsApp still names many Brazilian mobiles without the ninth
 * digit, so a reply may come from a number that differs from the one written to. Never refuses: an unknown form is its own key.
 * @param number digits as a provider gives them, with the country code.
 */
export function matchKey(number: string): string {
  const today = number.startsWith('55') ? withNinthDigit(number.slice(2)) : undefined;
  return today?.slice(1) ?? number;
}
