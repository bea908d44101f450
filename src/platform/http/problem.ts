/** Errors as RFC 9457 problem documents that also carry `error`, the member front ends of the family read. */
import { AppError, Invalid, RateLimited, type Fault } from '../../kernel/errors';
import type { z } from 'zod';
import { faultsOf, type FaultOfInput } from './faults';
import { platformTexts, statusTexts, type ErrorTexts, type Language } from './texts';

export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** Stable code of the family: `ERR_…`. */
  readonly error: string;
  readonly errors: readonly Fault[];
  readonly traceId: string;
}

/** Input that a schema refused. Its faults get their texts when the answer's language is known. */
export class InvalidInput extends Invalid {
  /** @param parts what was parsed and what zod said of it; those without a fault add none. */
  static of(parts: readonly { readonly result: z.ZodSafeParseResult<unknown>; readonly input: unknown }[]): InvalidInput {
    return new InvalidInput(
      'ERR_VALIDATION',
      'Invalid input',
      parts.flatMap(({ result, input }) => (result.success ? [] : faultsOf(result.error, input))),
    );
  }
}

/** What an error is to the outside: nothing of an unknown one but that it happened. */
interface Outside {
  readonly status: number;
  readonly code: string;
  readonly message: string | null;
  readonly faults: readonly (Fault | FaultOfInput)[];
  readonly values: Readonly<Record<string, string>>;
  readonly retryAfterMs: number | null;
}

/** Express' own errors (body too large, broken JSON, bad escape in the path) carry a 4xx `status` and mean the request. */
const requestErrors: Readonly<Record<number, string>> = { 400: 'ERR_BAD_REQUEST', 413: 'ERR_TOO_LARGE', 415: 'ERR_BODY_ENCODING' };

export function outsideOf(error: unknown): Outside {
  if (error instanceof AppError) {
    return {
      status: error.status,
      code: error.code,
      message: error.message,
      faults: error.faults,
      values: error.values,
      retryAfterMs: error instanceof RateLimited ? error.retryAfterMs : null,
    };
  }
  const { status, type } = (typeof error === 'object' && error !== null ? error : {}) as { status?: unknown; type?: unknown };
  const code = type === 'entity.parse.failed' ? 'ERR_MALFORMED_JSON' : typeof status === 'number' ? requestErrors[status] : undefined;
  if (typeof status === 'number' && code !== undefined) return { status, code, message: null, faults: [], values: {}, retryAfterMs: null };
  return { status: 500, code: 'ERR_INTERNAL', message: null, faults: [], values: {}, retryAfterMs: null };
}

/** @param texts of all features; a code without text answers what its status means. */
export function problemOf(error: unknown, context: { language: Language; texts: ErrorTexts; traceId: string }): Problem {
  const { language, traceId } = context;
  const { status, code, message, faults, values } = outsideOf(error);
  const textOf = (name: string): string | undefined => (context.texts[name] ?? platformTexts[name])?.[language];
  const general = statusTexts(status);
  return {
    type: 'about:blank',
    title: general.title[language],
    status,
    // A message in the code is English; in Portuguese an unknown code says what its status means.
    detail: fill(textOf(code) ?? (language === 'en' && message !== null ? message : general.detail[language]), values),
    error: code,
    errors: faults.map((fault) => ({
      path: fault.path,
      code: fault.code,
      message: fill(textOf(fault.code) ?? fault.message, 'values' in fault ? fault.values : {}),
    })),
    traceId,
  };
}

function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place);
}
