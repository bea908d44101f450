import type { ErrorEvent } from '@sentry/node';
import { currentTraceId } from '../trace';
import { scrubFields, scrubText } from './scrub';

/** Where errors that nobody expected are told. */
export interface Reporter {
  /** Never throws and never waits. */
  report(error: unknown, fields?: object): void;
  /** Before the process ends. */
  flush(timeoutMs: number): Promise<void>;
}

const silent: Reporter = { report: () => undefined, flush: () => Promise.resolve() };

/**
 * @param dsn null: errors stay in the log, and Sentry's code is not even loaded.
 */
export async function initSentry(options: { dsn: string | null; environment: string; release: string }): Promise<Reporter> {
  if (options.dsn === null) return silent;
  const sentry = await import('@sentry/node');
  // Not the default integrations: they read requests, console lines and SQL, which carry people's data, and take over
  // the handling of uncaught errors, which is the server's.
  sentry.initWithoutDefaultIntegrations({
    dsn: options.dsn,
    environment: options.environment,
    release: options.release,
    maxBreadcrumbs: 0,
    integrations: [sentry.linkedErrorsIntegration(), sentry.nodeContextIntegration(), sentry.contextLinesIntegration()],
    beforeSend: scrubEvent,
  });
  return {
    report: (error, fields = {}) => {
      sentry.captureException(error, { extra: { ...fields, traceId: currentTraceId() } });
    },
    flush: async (timeoutMs) => {
      await sentry.flush(timeoutMs);
    },
  };
}

/** No request, no user, no breadcrumb; what remains is scrubbed. */
export function scrubEvent(event: ErrorEvent): ErrorEvent {
  const { request: _request, user: _user, breadcrumbs: _breadcrumbs, server_name: _host, ...rest } = event;
  for (const exception of rest.exception?.values ?? []) {
    if (exception.value !== undefined) exception.value = scrubText(exception.value);
  }
  return { ...rest, ...(rest.extra === undefined ? {} : { extra: scrubFields(rest.extra) }) };
}
