import { AnswerLost, Blocked, RateLimited, Rejected, Unavailable } from '../../../kernel/errors';
import type { Log } from '../../../kernel/log';
import type { Accepted, Channel } from '../channel';
import type { Answer, Simulator } from '../simulator';

/** Below any lease of a delivery: who gave up on a call knows it before somebody else takes the delivery over. */
const SEND_TIMEOUT_MS = 10_000;
/** Its echoes come within a second or two; the rest is room for those told to be late. */
const ECHO_WITHIN_MS = 15_000;
/** What the best official numbers are allowed. */
const PER_SECOND = 1_000;
const BATCH = 500;
const LONG_POLL_MS = 20_000;
const PAUSE_AFTER_FAILURE_MS = 500;

function acceptedOrThrow(answer: Answer): Accepted {
  switch (answer.outcome) {
    case 'accepted':
      return { providerMessageId: answer.providerMessageId };
    case 'answer_lost':
      throw new AnswerLost('ERR_ANSWER_LOST', 'The provider may or may not have accepted the message');
    case 'rejected':
      throw new Rejected(answer.code, answer.text);
    case 'rate_limited':
      throw new RateLimited(answer.retryAfterMs, answer.code, answer.text);
    case 'unavailable':
      throw new Unavailable(answer.code, answer.text);
    case 'blocked':
      throw new Blocked(answer.code, answer.text);
  }
}

function withinTimeout(answer: Promise<Answer>): Promise<Answer> {
  let timer: NodeJS.Timeout;
  const timeout = new Promise<Answer>((resolve) => {
    timer = setTimeout(resolve, SEND_TIMEOUT_MS, { outcome: 'answer_lost' });
  });
  return Promise.race([answer, timeout]).finally(() => clearTimeout(timer));
}

/** Ends early, without error, when `signal` aborts. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
  });
}

/**
 * WhatsApp as the simulator plays it, wherever it runs. Several listeners, in any number of processes, compete for the
 * events: each event goes to one of them at a time, and to another if it is not acknowledged.
 * @param inFlight calls that may be under way at once for one connection
 */
export function createSimulatorChannel({ simulator, log, inFlight = 50 }: { simulator: Simulator; log: Log; inFlight?: number }): Channel {
  return {
    inFlight,
    echoesReference: true,
    echoWithinMs: ECHO_WITHIN_MS,
    perSecond: PER_SECOND,
    async send({ companyId, connectionId, to, isGroup, content, reference }) {
      const call = { companyId, connectionId, to, isGroup, reference, body: content.text, mediaName: content.media?.name ?? null };
      return acceptedOrThrow(await withinTimeout(simulator.send(call)));
    },
    async listen(sink) {
      const ending = new AbortController();
      const { signal } = ending;

      async function tell(): Promise<void> {
        const events = await simulator.take({ limit: BATCH, waitMs: LONG_POLL_MS, signal });
        if (events.length === 0 || signal.aborted) return;
        await sink(events.map(({ event }) => event));
        await simulator.acknowledge(events.map(({ id }) => id));
      }

      async function work(): Promise<void> {
        while (!signal.aborted) {
          try {
            await tell();
          } catch (error) {
            log.warn({ err: error }, 'simulator events were not taken; they come again');
            await pause(PAUSE_AFTER_FAILURE_MS, signal);
          }
        }
      }

      const working = work();
      return {
        async stop() {
          ending.abort();
          await working;
        },
      };
    },
  };
}
