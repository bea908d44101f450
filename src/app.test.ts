import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import request from 'supertest';
import { z } from 'zod';
import { systemClock } from './kernel/clock';
import type { CompanyId } from './kernel/ids';
import { silentLog } from './kernel/log';
import { route } from './platform/http/route';
import { createSocketIo, type SocketIo } from './platform/realtime/socket-io/socket-io';
import { testApp, type TestApp } from './test/app';
import { buildCompany } from './test/build';
import { testDatabase, type TestDatabase } from './test/database';
import { connectClient, outcomeOf } from './test/sockets';

const guarded = (path: string) => route({ method: 'get', path, access: 'user', tag: 'Test', summary: 'test', response: z.object({ ok: z.boolean() }), run: async () => ({ ok: true }) });
const things = route({ method: 'get', path: '/things', access: 'public', tag: 'Test', summary: 'test', response: z.object({ ok: z.boolean() }), run: async () => ({ ok: true }) });

let database: TestDatabase;
let directory: string;
let t: TestApp;
let companyId: CompanyId;

beforeAll(async () => {
  database = await testDatabase();
  companyId = await buildCompany(database.db);
  directory = await mkdtemp(join(tmpdir(), 'esquadrao-console-'));
  await mkdir(join(directory, 'assets'));
  await writeFile(join(directory, 'index.html'), '<title>Esquadrão</title>');
  await writeFile(join(directory, 'assets', 'main-abc123.js'), 'void 0');
  await writeFile(join(directory, 'assets', 'main-abc123.js.gz'), gzipSync('void 0'));
  t = testApp({ db: database.db, features: [{ routes: [things, guarded('/campanhas')] }], consoleDir: directory });
});
afterAll(async () => {
  await database.close();
  await rm(directory, { recursive: true });
});

describe('the console', () => {
  const visit = (path: string, accept = 'text/html,*/*;q=0.8') => request(t.app).get(path).set('Accept', accept);

  it('is at every address a browser navigates to that is no route', async () => {
    for (const path of ['/', '/campanhas/7']) {
      const page = await visit(path);
      expect([path, page.status, page.text, page.get('Cache-Control')]).toEqual([path, 200, '<title>Esquadrão</title>', 'no-cache']);
    }
    expect((await visit('/things')).body).toEqual({ ok: true });
  });

  it('answers a browser what a route would only refuse; programs are told what they always were', async () => {
    expect((await visit('/campanhas?aba=2')).text).toBe('<title>Esquadrão</title>');
    for (const accept of ['application/json', '*/*']) expect((await visit('/campanhas', accept)).body).toMatchObject({ status: 401, error: 'ERR_UNAUTHENTICATED' });
    const withToken = (token: string) => visit('/campanhas').set('Authorization', token);
    expect((await withToken(t.bearer({ companyId }))).body).toEqual({ ok: true });
    expect((await withToken('Bearer false')).body).toMatchObject({ status: 401, error: 'ERR_INVALID_TOKEN' });
    expect((await request(t.app).post('/campanhas').set('Accept', 'text/html')).status).toBe(404);
  });

  it('keeps its files with browsers for a year, small where they can be', async () => {
    for (const [encoding, sent] of [['gzip', 'gzip'], ['identity', undefined]] as const) {
      const file = await visit('/assets/main-abc123.js', '*/*').set('Accept-Encoding', encoding);
      expect(file.headers).toMatchObject({ 'cache-control': 'public, max-age=31536000, immutable', vary: expect.stringContaining('Accept-Encoding') });
      expect([file.text, file.get('Content-Type'), file.get('Content-Encoding')]).toEqual(['void 0', 'text/javascript; charset=utf-8', sent]);
    }
  });

  it.each(['application/json', '*/*'])('is not what a program gets (%s)', async (accept) => {
    expect((await visit('/campanhas/7', accept)).body).toMatchObject({ status: 404, error: 'ERR_ROUTE_NOT_FOUND' });
  });

  it('shows nothing outside its folder, and is absent when it was not built', async () => {
    expect((await visit('/..%2f..%2fetc%2fpasswd')).text).not.toContain('root:');
    const bare = testApp({ db: database.db, features: [{ routes: [things] }] });
    expect((await request(bare.app).get('/').set('Accept', 'text/html')).status).toBe(404);
  });
});

it('sends the headers that keep a page to itself', async () => {
  const res = await request(t.app).get('/things');
  expect(res.get('Content-Security-Policy')).toContain("default-src 'self'");
  expect(res.get('Content-Security-Policy')).not.toContain('upgrade-insecure-requests');
  expect(res.get('X-Content-Type-Options')).toBe('nosniff');
  expect(res.get('X-Powered-By')).toBeUndefined();
});

describe('one server for requests and sockets', () => {
  let server: Server;
  let realtime: SocketIo | undefined;

  afterEach(() => realtime?.stop());

  const attach = () => {
    realtime = createSocketIo({ server, verifyToken: t.tokens.verifyAccess, mayJoinTicket: async () => false, alive: () => undefined, redis: null, clock: systemClock, log: silentLog, corsOrigins: [] });
  };

  it.each<[string, () => void]>([
    ['sockets first', () => (attach(), server.on('request', t.app))],
    ['requests first', () => (server.on('request', t.app), attach())],
  ])('serves both, also by polling (%s)', async (_, wire) => {
    server = createServer();
    wire();
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const client = connectClient(url, '/', t.bearer({ companyId }).slice('Bearer '.length), false, 'polling');
    expect(await outcomeOf(client)).toBe('connected');
    expect((await request(url).get('/things')).body).toEqual({ ok: true });
    client.socket.disconnect();
  });
});
