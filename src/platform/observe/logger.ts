import { pino, stdTimeFunctions, type DestinationStream, type Logger } from 'pino';
import type { Log } from '../../kernel/log';
import { currentTraceId } from '../trace';
import { scrub, scrubFields } from './scrub';

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent';

/**
 * One JSON object a line: `level`, `time` (ISO, UTC), the trace of the work under way, the fields, `msg`.
 * Secrets and phone numbers are scrubbed here, so no caller has to remember it.
 * @param destination standard output when absent, written synchronously: the last line before a crash is the one that matters.
 */
export function createLogger(level: LogLevel, destination?: DestinationStream): Log {
  const options = {
    level,
    base: { pid: process.pid },
    timestamp: stdTimeFunctions.isoTime,
    // Scrubbed errors keep their shape; pino's own serializer would read them again from the original.
    serializers: { err: (error: unknown) => scrub(error) },
    formatters: { level: (label: string) => ({ level: label }), log: scrubFields },
    mixin: () => {
      const traceId = currentTraceId();
      return traceId === undefined ? {} : { traceId };
    },
  };
  return asLog(destination === undefined ? pino(options) : pino(options, destination));
}

/** pino's own `child` would write its fields as they are: `formatters.log` sees those of the line only. */
function asLog(logger: Logger): Log {
  return {
    debug: (fields, message) => logger.debug(fields, message),
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message) => logger.error(fields, message),
    child: (fields) => asLog(logger.child(scrubFields(fields))),
  };
}
