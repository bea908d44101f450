/** zod's issues as the faults of our API: stable codes, and the values their texts name. */
import type { z } from 'zod';

export interface FaultOfInput {
  readonly path: string;
  readonly code: string;
  /** What zod said, for codes without a text of ours. */
  readonly message: string;
  readonly values: Readonly<Record<string, string>>;
}

type Issue = z.core.$ZodIssue;

/** @param input what was parsed: it tells a missing field from a wrong one. */
export function faultsOf(error: z.ZodError, input: unknown): FaultOfInput[] {
  return error.issues.map((issue) => ({
    path: issue.path.map(String).join('.'),
    code: codeOf(issue, input),
    message: issue.message,
    values: valuesOf(issue),
  }));
}

function codeOf(issue: Issue, input: unknown): string {
  if (issue.code !== 'custom' && valueAt(input, issue.path) === undefined) return 'required';
  switch (issue.code) {
    case 'invalid_type':
      return typeCodes[issue.expected] ?? 'invalid_value';
    case 'invalid_value':
      return 'invalid_choice';
    case 'invalid_format':
      return formatCodes[issue.format] ?? 'invalid_format';
    case 'too_small':
      return issue.origin === 'string' && issue.minimum === 1 ? 'required' : (smallCodes[issue.origin] ?? 'too_small');
    case 'too_big':
      return bigCodes[issue.origin] ?? 'too_big';
    case 'not_multiple_of':
      return 'not_multiple';
    case 'unrecognized_keys':
      return 'unknown_field';
    case 'custom':
      // A rule of a feature names its fault's code as its message: `.refine(isFuture, 'in_the_past')`.
      return /^[a-z_]+$/.test(issue.message) ? issue.message : 'custom';
    default:
      return 'invalid_value';
  }
}

const typeCodes: Readonly<Record<string, string>> = {
  string: 'not_text',
  number: 'not_number',
  int: 'not_integer',
  boolean: 'not_boolean',
  array: 'not_list',
  object: 'not_object',
  record: 'not_object',
  date: 'invalid_datetime',
};
const formatCodes: Readonly<Record<string, string>> = { email: 'invalid_email', url: 'invalid_url', datetime: 'invalid_datetime' };
const smallCodes: Readonly<Record<string, string>> = { string: 'too_short', array: 'too_few', set: 'too_few' };
const bigCodes: Readonly<Record<string, string>> = { string: 'too_long', array: 'too_many', set: 'too_many' };

function valuesOf(issue: Issue): Record<string, string> {
  switch (issue.code) {
    case 'invalid_value':
      return { options: issue.values.map(String).join(', ') };
    case 'too_small':
      return { minimum: String(issue.minimum) };
    case 'too_big':
      return { maximum: String(issue.maximum) };
    case 'not_multiple_of':
      return { divisor: String(issue.divisor) };
    case 'unrecognized_keys':
      return { keys: issue.keys.join(', ') };
    default:
      return {};
  }
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined), input);
}
