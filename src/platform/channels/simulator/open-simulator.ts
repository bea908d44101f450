/** "A Mailpit for WhatsApp": takes messages, keeps them, sends receipts and answers back, and fails on demand. */
import type { Clock } from '../../../kernel/clock';
import type { Log } from '../../../kernel/log';
import { faultsSchema, type Answer, type Call, type Simulator } from '../simulator';
import { createAlarm } from './alarm';
import { dice } from './dice';
import { openLedger, type FaultsInForce } from './ledger';
import { createRateWindow } from './rate-window';
import { judge, type Verdict } from './verdict.rules';

/** Events leave in steps of this, as providers send them: in batches. */
const EVENT_STEP_MS = 50;
const LEASE_MS = 2_000;
/** Sleepers look at the file this often even if nobody rings: another process may have written to it. */
const LOOK_AGAIN_MS = 1_000;

interface Waiting {
  readonly call: Call;
  readonly resolve: (answer: Answer) => void;
}

function answerOf({ outcome, code }: Verdict, providerMessageId: string): Answer {
  const refusal = { code: code ?? 'ERR_REFUSED', text: `Simulated refusal ${code}` };
  switch (outcome) {
    case 'accepted':
      return { outcome, providerMessageId };
    case 'answer_lost':
      return { outcome };
    case 'rate_limited':
      return { outcome, ...refusal, retryAfterMs: 1_000 };
    default:
      return { outcome, ...refusal };
  }
}

/** @param file its SQLite file, made when absent. */
export function openSimulator({ file, clock, log }: { file: string; clock: Clock; log: Log }): Simulator {
  const ledger = openLedger(file);
  const alarm = createAlarm(clock);
  const rates = createRateWindow();
  /** Answers on their way, by their timer. */
  const answering = new Map<NodeJS.Timeout, Waiting>();
  const now = () => clock.now().getTime();
  const dueAt = (at: number) => Math.ceil(at / EVENT_STEP_MS) * EVENT_STEP_MS;
  let waiting: Waiting[] = [];
  let open = true;

  function verdictOf(call: Call, timesSent: number, { faults, since }: FaultsInForce): Verdict {
    return judge(faults, dice(faults.seed, `${call.reference}#${timesSent}`), {
      disconnected: faults.disconnectMs > 0 && now() < since + faults.disconnectMs,
      overLimit: faults.maxPerSecond !== null && !rates.admits(call.connectionId, faults.maxPerSecond, now()),
    });
  }

  function answerLater(call: Waiting, answer: Answer, latencyMs: number): void {
    if (latencyMs === 0) return call.resolve(answer);
    const timer = setTimeout(() => {
      answering.delete(timer);
      call.resolve(answer);
    }, latencyMs);
    answering.set(timer, call);
  }

  /** All calls that came in one turn of the event loop share a commit; nobody is answered before it. */
  function recordWaiting(): void {
    const batch = waiting;
    waiting = [];
    if (batch.length === 0) return;
    try {
      const entries = ledger.record(batch, now(), dueAt, verdictOf);
      for (const { of, verdict, providerMessageId } of entries) answerLater(of, answerOf(verdict, providerMessageId), verdict.latencyMs);
      alarm.set(ledger.nextDue());
    } catch (error) {
      log.error({ err: error, calls: batch.length }, 'the simulator could not write its ledger');
      for (const { resolve } of batch) resolve({ outcome: 'unavailable', code: 'ERR_SIMULATOR_LEDGER', text: 'The simulator could not write its ledger' });
    }
  }

  return {
    async send(call) {
      if (!open) return { outcome: 'unavailable', code: 'ERR_SIMULATOR_CLOSED', text: 'The simulator is closed' };
      return new Promise((resolve) => {
        if (waiting.push({ call, resolve }) === 1) setImmediate(recordWaiting);
      });
    },
    async take({ limit, waitMs, signal }) {
      const deadline = now() + waitMs;
      for (;;) {
        if (!open || signal.aborted) return [];
        const at = now();
        const events = ledger.lease(at, at + LEASE_MS, limit);
        if (events.length > 0 || at >= deadline) return events;
        alarm.set(Math.min(deadline, ledger.nextDue(), at + LOOK_AGAIN_MS));
        await alarm.wait(signal);
      }
    },
    acknowledge: async (ids) => ledger.acknowledge(ids),
    messages: async (query) => ledger.messages(query),
    threads: async (query) => ledger.threads(query, now()),
    thread: async ({ connectionId, contact, limit }) => ledger.thread(connectionId, contact, limit, now()),
    total: async (connectionIds) => ledger.total(connectionIds),
    clear: async (connectionIds) => ledger.clear(connectionIds),
    async injectInbound(inbound) {
      ledger.addInbound(inbound, now());
      alarm.set(now());
    },
    file: async (eventId) => ledger.fileOf(eventId),
    faults: async (connectionId) => ledger.faults(connectionId),
    async setFaults(connectionId, input) {
      const faults = faultsSchema.parse(input);
      ledger.setFaults(connectionId, faults, now());
      return faults;
    },
    async close() {
      if (!open) return;
      open = false;
      recordWaiting();
      for (const [timer, { resolve }] of answering) {
        clearTimeout(timer);
        resolve({ outcome: 'answer_lost' });
      }
      alarm.close();
      ledger.close();
    },
  };
}
