import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Writable } from 'node:stream';
import { runWithTrace } from '../trace';
import { createLogger, type LogLevel } from './logger';
import { maskPhone, scrub } from './scrub';
import { initSentry, scrubEvent } from './sentry';

function logTo(lines: Record<string, unknown>[], level: LogLevel = 'debug') {
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(JSON.parse(chunk.toString('utf8')) as Record<string, unknown>);
      done();
    },
  });
  return createLogger(level, destination);
}

describe('a log line', () => {
  it('is JSON with level, time, message and the trace of the work under way', () => {
    const lines: Record<string, unknown>[] = [];
    const log = logTo(lines).child({ part: 'lane' });
    runWithTrace('trace-1', () => log.info({ connectionId: 7 }, 'turn'));
    log.warn({}, 'outside');
    expect(lines[0]).toMatchObject({ level: 'info', part: 'lane', connectionId: 7, traceId: 'trace-1', msg: 'turn' });
    expect(new Date(String(lines[0]?.['time'])).getTime()).not.toBeNaN();
    expect(lines[1]).not.toHaveProperty('traceId');
  });

  it('is left out below the level', () => {
    const lines: Record<string, unknown>[] = [];
    logTo(lines, 'warn').info({}, 'quiet');
    expect(lines).toEqual([]);
  });

  it('carries no secret, wherever it stands', () => {
    const lines: Record<string, unknown>[] = [];
    const canary = 'canary-7f3a';
    const log = logTo(lines).child({ accessToken: canary });
    const cause = Object.assign(new Error(`no answer from redis://:${canary}@h:1`), { parameters: [canary], sql: canary });
    log.error(
      {
        password: canary,
        headers: { authorization: `Bearer ${canary}`, cookie: canary, 'x-hub-signature-256': canary },
        body: { deep: [{ jrt: canary, apiKey: canary }] },
        url: `/socket.io/?EIO=4&token=${canary}&x=1`,
        error: new Error('outer', { cause }),
        err: cause,
      },
      'failed',
    );
    expect(JSON.stringify(lines)).not.toContain(canary);
    expect(lines[0]).toMatchObject({ error: { message: 'outer', cause: { type: 'Error' } }, err: { message: 'no answer from redis://[redacted]@h:1' } });
  });

  it('shows four digits of a phone number', () => {
    const lines: Record<string, unknown>[] = [];
    logTo(lines).info(
      { to: '5581999991234', recipients: ['5581999991234', 5581999995678], contact: { number: '+55 (81) 99999-1234' }, from: 'console' },
      'sent',
    );
    expect(lines[0]).toMatchObject({
      to: '*********1234',
      recipients: ['*********1234', '*********5678'],
      contact: { number: '*********1234' },
      from: 'console',
    });
  });

  it('survives a graph without end, and cuts what is long', () => {
    const loop: Record<string, unknown> = { bytes: Buffer.alloc(3), ids: Array.from({ length: 22 }, (_, i) => i) };
    loop['self'] = loop;
    const lines: Record<string, unknown>[] = [];
    logTo(lines).info(loop, 'loop');
    expect(lines[0]).toMatchObject({ bytes: '[3 bytes]', self: { self: { self: {} } } });
    expect((lines[0]?.['ids'] as unknown[]).at(-1)).toBe('[2 more]');
  });
});

it.each([
  ['5581999991234', '*********1234'],
  ['5581999991234@s.whatsapp.net', '*********1234'],
  ['1234567', '1234567'],
  ['todos', 'todos'],
])('masks %s as %s', (text, masked) => {
  expect(maskPhone(text)).toBe(masked);
});

it('tells that a secret is absent', () => {
  expect(scrub({ token: null, secret: undefined })).toEqual({ token: null, secret: undefined });
});

describe('Sentry', () => {
  it('is silent without a DSN', async () => {
    const reporter = await initSentry({ dsn: null, environment: 'test', release: '0' });
    reporter.report(new Error('unseen'));
    await expect(reporter.flush(1)).resolves.toBeUndefined();
  });

  it('gets a report with its trace, over the wire', async () => {
    const envelopes: string[] = [];
    const server = createServer((req, res) => {
      void text(req).then((body) => {
        envelopes.push(body);
        res.end('{}');
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    const reporter = await initSentry({ dsn: `http://key@127.0.0.1:${port}/1`, environment: 'test', release: 'r1' });
    runWithTrace('trace-9', () => reporter.report(new Error('a bug'), { jobId: '7', token: 'canary' }));
    await reporter.flush(5_000);
    await new Promise((done) => server.close(done));
    expect(envelopes).toHaveLength(1);
    expect(envelopes[0]).toMatch(/"a bug".*"trace-9"/s);
    expect(envelopes[0]).toContain('"token":"[redacted]"'); // The report shows lines of source, so this file's word stands there too.
  });

  it('is told no request, no user and no secret', () => {
    const event = scrubEvent({
      type: undefined,
      request: { data: { body: 'segredo' } },
      user: { ip_address: '10.0.0.1' },
      breadcrumbs: [{ message: 'segredo' }],
      exception: { values: [{ type: 'Error', value: 'postgres://u:segredo@h/db' }] },
      extra: { token: 'segredo', jobId: '7' },
    });
    expect(JSON.stringify(event)).not.toContain('segredo');
    expect(event).toMatchObject({ extra: { jobId: '7' }, exception: { values: [{ value: 'postgres://[redacted]@h/db' }] } });
    expect(event).not.toHaveProperty('user');
  });
});
