/** The simulator in another process, used as if it were in this one. */
import { Agent, request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import type { z } from 'zod';
import { Unavailable } from '../../../kernel/errors';
import type { InboundEvent } from '../channel';
import type { Answer, Call, LeasedEvent, Simulator } from '../simulator';
import { answerLine, answers } from './wire';

/** No answer line for so long: the rest of the batch is in doubt. Above a channel's own timeout, which decides first. */
const SILENCE_MS = 30_000;

interface Waiting {
  readonly call: Call;
  readonly resolve: (answer: Answer) => void;
}

const unreachable = (text: string): Answer => ({ outcome: 'unavailable', code: 'ERR_SIMULATOR_UNREACHABLE', text });

/** @param url where `standalone.ts` listens, e.g. `http://127.0.0.1:8090` */
export function createRemoteSimulator({ url }: { url: string }): Simulator {
  const agent = new Agent({ keepAlive: true });
  let waiting: Waiting[] = [];

  /** All calls of one turn of the event loop travel in one request; a request each costs ten times the CPU. */
  function sendWaiting(): void {
    const batch = waiting;
    waiting = [];
    const unanswered = new Map(batch.entries());
    // Whether the simulator can have seen any of it decides between "not accepted" and "nobody knows".
    let left = false;
    const settleRest = (answer: Answer): void => {
      for (const { resolve } of unanswered.values()) resolve(answer);
      unanswered.clear();
    };
    const fail = (error: Error): void => settleRest(left ? { outcome: 'answer_lost' } : unreachable(error.message));

    const req = request(new URL('/send', url), { method: 'POST', agent, headers: { 'content-type': 'application/json' } }, (res) => {
      res.on('error', fail);
      if (res.statusCode !== 200) {
        res.resume();
        settleRest(unreachable(`The simulator answered ${res.statusCode}`));
        return;
      }
      onLines(res, (line) => {
        const { call, answer } = answerLine.parse(JSON.parse(line));
        unanswered.get(call)?.resolve(answer);
        unanswered.delete(call);
      });
      res.on('close', () => settleRest({ outcome: 'answer_lost' }));
    });
    req.on('error', fail);
    req.on('socket', (socket) => {
      if (!socket.connecting) left = true;
      else socket.once('connect', () => (left = true));
    });
    req.setTimeout(SILENCE_MS, () => req.destroy(new Error('The simulator is silent')));
    req.end(JSON.stringify({ calls: batch.map(({ call }) => call) }));
  }

  /** @throws Unavailable */
  async function ask<Schema extends z.ZodType>(schema: Schema, method: string, path: string, input: object, signal?: AbortSignal): Promise<z.output<Schema>> {
    const target = new URL(path, url);
    const inBody = method === 'POST' || method === 'PUT';
    if (!inBody) for (const [name, value] of Object.entries(input)) if (value != null) target.searchParams.set(name, String(value));
    const res = await new Promise<IncomingMessage>((resolve, reject) => {
      const headers = { 'content-type': 'application/json' };
      const req = request(target, { method, agent, headers, ...(signal && { signal }) }, resolve);
      req.on('error', (error) => reject(new Unavailable('ERR_SIMULATOR_UNREACHABLE', error.message)));
      req.setTimeout(SILENCE_MS, () => req.destroy(new Error('The simulator is silent')));
      req.end(inBody ? JSON.stringify(input) : undefined);
    });
    const body = await text(res);
    if (res.statusCode !== 200) throw new Unavailable('ERR_SIMULATOR_REFUSED', `The simulator answered ${res.statusCode}: ${body}`);
    return schema.parse(JSON.parse(body));
  }

  const file = async (eventId: number): Promise<Buffer> => Buffer.from((await ask(answers.file, 'GET', '/file', { eventId })).content, 'base64');

  return {
    send: (call) =>
      new Promise((resolve) => {
        if (waiting.push({ call, resolve }) === 1) setImmediate(sendWaiting);
      }),
    async take({ limit, waitMs, signal }) {
      try {
        const { events } = await ask(answers.events, 'GET', '/events', { limit, waitMs }, signal);
        return events.map(({ id, event }): LeasedEvent => {
          if (event.type === 'status' || event.media === undefined) return { id, event: event as InboundEvent };
          return { id, event: { ...event, media: { ...event.media, read: () => file(id) } } };
        });
      } catch (error) {
        if (signal.aborted) return [];
        throw error;
      }
    },
    async acknowledge(ids) {
      await ask(answers.nothing, 'POST', '/events/ack', { ids });
    },
    messages: async (query) => (await ask(answers.messages, 'GET', '/messages', query)).messages,
    threads: async (query) => (await ask(answers.threads, 'GET', '/threads', query)).threads,
    thread: async (of) => (await ask(answers.thread, 'GET', '/thread', of)).messages,
    total: async (connectionIds) => (await ask(answers.total, 'GET', '/total', { connectionIds })).total,
    clear: async (connectionIds) => (await ask(answers.cleared, 'DELETE', '/messages', { connectionIds })).cleared,
    async injectInbound({ file: sent, ...inbound }) {
      await ask(answers.nothing, 'POST', '/inbound', { ...inbound, ...(sent && { file: { ...sent, content: sent.content.toString('base64') } }) });
    },
    file,
    faults: async (connectionId) => (await ask(answers.faults, 'GET', '/faults', { connectionId })).faults,
    setFaults: async (connectionId, faults) => (await ask(answers.faults, 'PUT', '/faults', { connectionId, faults })).faults,
    close: async () => agent.destroy(),
  };
}

function onLines(stream: IncomingMessage, take: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    try {
      for (const line of lines) take(line);
    } catch (error) {
      stream.destroy(error as Error);
    }
  });
}
