/** What went wrong with a request: the server's problem document, or that it could not be asked. */

/** One fault of one field; `path` is the dotted way to it (`message1`), empty for the whole. */
export interface Fault {
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

/** Codes that the console gives itself; all others are the server's. */
export const NETWORK_DOWN = 'ERR_NETWORK';
const UNREADABLE = 'ERR_UNREADABLE_ANSWER';

export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  /** 0 when there was no answer. */
  readonly status: number;
  /** Stable, for programs: `ERR_…`. */
  readonly code: string;
  /** In the language of the person, as all texts of the server; empty for problems of the console's own. */
  readonly title: string;
  readonly detail: string;
  readonly faults: readonly Fault[];
  readonly traceId: string;

  constructor(about: { status: number; code: string; title?: string; detail?: string; faults?: readonly Fault[]; traceId?: string }) {
    super(about.detail ?? about.code);
    this.status = about.status;
    this.code = about.code;
    this.title = about.title ?? '';
    this.detail = about.detail ?? '';
    this.faults = about.faults ?? [];
    this.traceId = about.traceId ?? '';
  }
}

/** Anything else that a request may throw is a bug of the console, or the caller's own abort. */
export const isProblem = (error: unknown, code?: string): error is ApiProblem => error instanceof ApiProblem && (code === undefined || error.code === code);

export const networkDown = (): ApiProblem => new ApiProblem({ status: 0, code: NETWORK_DOWN });

/** @param text of an answer whose status is no success: a problem document, or the page of some proxy */
export function problemFrom(status: number, text: string): ApiProblem {
  const { title, detail, error, errors, traceId } = objectIn(text);
  return new ApiProblem({
    status,
    code: textOr(error, UNREADABLE),
    title: textOr(title, ''),
    detail: textOr(detail, ''),
    traceId: textOr(traceId, ''),
    faults: Array.isArray(errors) ? (errors as readonly Fault[]) : [],
  });
}

function objectIn(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {}; // Not of ours: the status is all it says.
  }
}

const textOr = (value: unknown, fallback: string): string => (typeof value === 'string' ? value : fallback);

/** The faults of a form by field, as `form.setErrors` of Mantine takes them. The first of a field wins. */
export function faultsByPath(problem: ApiProblem): Record<string, string> {
  return Object.fromEntries([...problem.faults].reverse().map(({ path, message }) => [path, message]));
}
