/**
 * One family of errors answers two questions: what does HTTP say, and what does a job do next?
 *
 * | class                                        | HTTP               | job     |
 * | -------------------------------------------- | ------------------ | ------- |
 * | Invalid, Unauthorized, Forbidden, NotFound,  | 422, 401, 403, 404,| discard |
 * | Conflict                                     | 409                |         |
 * | Rejected (this recipient, for good)          | 422                | discard |
 * | RateLimited (later, no attempt spent)        | 429                | snooze  |
 * | Unavailable (not accepted, try again)        | 503                | retry   |
 * | AnswerLost (may or may not be accepted)      | 503                | discard |
 * | Blocked (the whole connection must stop)     | 503                | discard |
 * | anything else                                | 500                | retry   |
 *
 * Adapters translate at their edge by code, never by message text.
 */
export type JobFate = 'discard' | 'snooze' | 'retry';

/** One fault of one field. `path` is the dotted way to it (`messages.0.number`), empty for the whole input. */
export interface Fault {
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

export abstract class AppError extends Error {
  abstract readonly status: number;
  abstract readonly fate: JobFate;

  /**
   * @param code stable name for programs, `ERR_…` as front ends of the family expect it.
   * @param values for the `{places}` of the code's text.
   */
  constructor(
    readonly code: string,
    message: string,
    readonly faults: readonly Fault[] = [],
    readonly values: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.name = new.target.name;
  }
}

export class Invalid extends AppError {
  readonly status = 422;
  readonly fate = 'discard';

  /** The usual case: one field is wrong. */
  static field(path: string, code: string, message: string): Invalid {
    return new Invalid('ERR_VALIDATION', message, [{ path, code, message }]);
  }
}

export class Unauthorized extends AppError {
  readonly status = 401;
  readonly fate = 'discard';
}

export class Forbidden extends AppError {
  readonly status = 403;
  readonly fate = 'discard';
}

export class NotFound extends AppError {
  readonly status = 404;
  readonly fate = 'discard';

  /** A row that is not there, or belongs to another company: the caller must not learn which. */
  static of(noun: string): NotFound {
    return new NotFound('ERR_NOT_FOUND', `${noun} not found`);
  }
}

/** What a store found of a noun (`'Contact'`). @throws NotFound when it found nothing. */
export function found<Row>(row: Row | null | undefined, noun: string): Row {
  if (row === null || row === undefined) throw NotFound.of(noun);
  return row;
}

export class Conflict extends AppError {
  readonly status = 409;
  readonly fate = 'discard';
}

/** The provider refuses this message for good: the number is not on WhatsApp, the content is not allowed. */
export class Rejected extends AppError {
  readonly status = 422;
  readonly fate = 'discard';
}

export class RateLimited extends AppError {
  readonly status = 429;
  readonly fate = 'snooze';
  constructor(
    readonly retryAfterMs: number,
    code = 'ERR_RATE_LIMITED',
    message = `Too many requests, retry in ${Math.ceil(retryAfterMs / 1000)} s`,
  ) {
    super(code, message);
  }
}

/** It did certainly not happen; it may happen later. */
export class Unavailable extends AppError {
  readonly status = 503;
  readonly fate = 'retry';
}

/** The request left and no answer came: the message may have been accepted. Never retried blindly. */
export class AnswerLost extends AppError {
  readonly status = 503;
  readonly fate = 'discard';
}

/** Token revoked, number banned, account locked: every further call makes it worse. */
export class Blocked extends AppError {
  readonly status = 503;
  readonly fate = 'discard';
}

/** What a job does after `error`. Unknown errors are bugs: retried, and reported on the last attempt. */
export function fateOf(error: unknown): JobFate {
  return error instanceof AppError ? error.fate : 'retry';
}
