/**
 * What may leave the process in a log line or an error report: no secret, and of a phone number its last four digits.
 * It works by the names of fields and the shape of URLs, so a secret inside free text is the writer's fault.
 */
const SECRET_NAME = /passw|secret|token|authorization|cookie|api[-_]?key|signature|dsn|^(jrt|pass)$/i;
const PHONE_NAME = /^(numbers?|to|from|recipients?|phones?)$/i;
const PHONE = /^\+?\d[\d\s()-]{6,}\d(@.*)?$/;
const URL_CREDENTIALS = /(:\/\/)[^@\s/]*@/g;
const URL_TOKEN = /([?&](?:[^=&\s]*token|sig)=)[^&\s]+/gi;

/** Beyond this a value is somebody's object graph, not a fact worth logging. */
const MAX_DEPTH = 6;
const MAX_ITEMS = 20;

const REDACTED = '[redacted]';

/** A copy of `value` that may be shown; `name` is the field it stands in. */
export function scrub(value: unknown, name = '', depth = 0): unknown {
  if (SECRET_NAME.test(name)) return value === null || value === undefined ? value : REDACTED;
  switch (typeof value) {
    case 'string':
      return PHONE_NAME.test(name) ? maskPhone(value) : scrubText(value);
    case 'number':
    case 'bigint':
      return PHONE_NAME.test(name) ? maskPhone(String(value)) : value;
    case 'object':
      return value === null ? null : scrubObject(value, name, depth);
    default:
      return value;
  }
}

/** The fields of a line or a report. */
export function scrubFields(fields: object): Record<string, unknown> {
  return scrub(fields) as Record<string, unknown>;
}

/** Credentials and tokens inside URLs of a text. */
export function scrubText(text: string): string {
  return text.replace(URL_CREDENTIALS, `$1${REDACTED}@`).replace(URL_TOKEN, `$1${REDACTED}`);
}

/** `5581999991234` → `*********1234`; a text that is no phone number is left as it is. */
export function maskPhone(text: string): string {
  if (!PHONE.test(text)) return text;
  const digits = text.replace(/@.*$/, '').replace(/\D/g, '');
  return '*'.repeat(digits.length - 4) + digits.slice(-4);
}

function scrubObject(value: object, name: string, depth: number): unknown {
  if (value instanceof Date) return value;
  if (Buffer.isBuffer(value)) return `[${value.length} bytes]`;
  if (depth === MAX_DEPTH) return '[deep]';
  if (Array.isArray(value)) return scrubList(value, name, depth);
  if (value instanceof Error) return scrubError(value, depth);
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, scrub(part, key, depth + 1)]));
}

function scrubList(list: readonly unknown[], name: string, depth: number): unknown[] {
  const shown = list.slice(0, MAX_ITEMS).map((item) => scrub(item, name, depth + 1));
  return list.length > MAX_ITEMS ? [...shown, `[${list.length - MAX_ITEMS} more]`] : shown;
}

/** Only these parts: a database error also carries its statement and bind parameters, which are people's data. */
function scrubError(error: Error, depth: number): object {
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  return {
    type: error.name,
    message: scrubText(error.message),
    stack: scrubText(error.stack ?? ''),
    ...(code === undefined ? {} : { code }),
    ...(cause === undefined ? {} : { cause: scrub(cause, 'cause', depth + 1) }),
  };
}
