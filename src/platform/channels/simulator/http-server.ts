/** The simulator for other processes. Loopback only: it has no users, so no log-in. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ZodError } from 'zod';
import type { Log } from '../../../kernel/log';
import { MOST_RECEIVED_BYTES } from '../channel';
import type { Simulator } from '../simulator';
import { requests } from './wire';

/** A received file of the largest size, in base64. */
const MAX_BODY_BYTES = Math.ceil(MOST_RECEIVED_BYTES * 1.4);

interface Exchange {
  /** The query of a GET or DELETE, the JSON body of the others. */
  readonly input: unknown;
  readonly res: ServerResponse;
  /** Aborts when the caller has gone. */
  readonly gone: AbortSignal;
}

/** Returns the JSON answer, or undefined when it has written the answer itself. */
type Handle = (exchange: Exchange) => Promise<object | undefined>;

class BadRequest extends Error {}

async function inputOf(req: IncomingMessage): Promise<unknown> {
  if (req.method === 'GET' || req.method === 'DELETE') return Object.fromEntries(new URL(req.url ?? '/', 'http://simulator').searchParams);
  // A page in a browser cannot send this type elsewhere without asking first, and we never say yes.
  if (!req.headers['content-type']?.startsWith('application/json')) throw new BadRequest('the body must be application/json');
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw new BadRequest(`the body is larger than ${MAX_BODY_BYTES} bytes`);
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new BadRequest('the body is not JSON');
  }
}

function routesOf(simulator: Simulator): Record<string, Handle> {
  return {
    // One line per call, each as soon as it is known: a slow answer does not hold up the others of its batch.
    'POST /send': async ({ input, res }) => {
      const { calls } = requests.send.parse(input);
      res.writeHead(200, { 'content-type': 'application/x-ndjson' });
      await Promise.all(
        calls.map(async (call, i) => {
          const answer = await simulator.send(call);
          res.write(`${JSON.stringify({ call: i, answer })}\n`);
        }),
      );
      res.end();
      return undefined;
    },
    'GET /events': async ({ input, gone }) => ({ events: await simulator.take({ ...requests.events.parse(input), signal: gone }) }),
    'POST /events/ack': async ({ input }) => {
      await simulator.acknowledge(requests.acknowledge.parse(input).ids);
      return {};
    },
    'GET /messages': async ({ input }) => {
      const { connectionIds, to, ...page } = requests.messages.parse(input);
      return { messages: await simulator.messages({ ...page, ...(connectionIds && { connectionIds }), ...(to && { to }) }) };
    },
    'GET /threads': async ({ input }) => {
      const { before, ...page } = requests.threads.parse(input);
      return { threads: await simulator.threads({ ...page, ...(before !== undefined && { before }) }) };
    },
    'GET /thread': async ({ input }) => ({ messages: await simulator.thread(requests.thread.parse(input)) }),
    'GET /total': async ({ input }) => ({ total: await simulator.total(requests.total.parse(input).connectionIds) }),
    'DELETE /messages': async ({ input }) => ({ cleared: await simulator.clear(requests.clear.parse(input).connectionIds) }),
    'GET /faults': async ({ input }) => ({ faults: await simulator.faults(requests.faults.parse(input).connectionId) }),
    'PUT /faults': async ({ input }) => {
      const { connectionId, faults } = requests.setFaults.parse(input);
      return { faults: await simulator.setFaults(connectionId, faults) };
    },
    'POST /inbound': async ({ input }) => {
      await simulator.injectInbound(requests.inbound.parse(input));
      return {};
    },
    'GET /file': async ({ input }) => ({ content: (await simulator.file(requests.file.parse(input).eventId)).toString('base64') }),
  };
}

function reply(res: ServerResponse, status: number, body: object): void {
  res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** @param port 0: any free one. */
export async function serveSimulator({
  simulator,
  port,
  log,
}: {
  simulator: Simulator;
  port: number;
  log: Log;
}): Promise<{ url: string; close(): Promise<void> }> {
  const routes = routesOf(simulator);

  async function exchange(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const left = new AbortController();
    res.once('close', () => left.abort());
    const handle = routes[`${req.method} ${(req.url ?? '/').split('?')[0]}`];
    if (!handle) return reply(res, 404, { error: 'no such route', routes: Object.keys(routes) });
    try {
      const answer = await handle({ input: await inputOf(req), res, gone: left.signal });
      if (answer) reply(res, 200, answer);
    } catch (error) {
      const wrong = error instanceof ZodError || error instanceof BadRequest;
      if (!wrong) log.error({ err: error }, 'the simulator failed on a request');
      if (res.headersSent) res.destroy();
      else reply(res, wrong ? 400 : 500, { error: error instanceof Error ? error.message : String(error) });
    }
  }

  const server = createServer((req, res) => void exchange(req, res));
  // Longer than a client keeps an idle socket: else a request meets a closing one, and nobody knows whether it was taken.
  server.keepAliveTimeout = 75_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
