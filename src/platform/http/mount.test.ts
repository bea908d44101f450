import request from 'supertest';
import { z } from 'zod';
import { hours } from '../../kernel/clock';
import { Conflict, Invalid, NotFound, RateLimited } from '../../kernel/errors';
import { testApp, type TestApp } from '../../test/app';
import { buildCompany, buildConnection } from '../../test/build';
import { testDatabase, type TestDatabase } from '../../test/database';
import type { CompanyId } from '../../kernel/ids';
import { hashToken } from './auth';
import { inMatchingOrder } from './mount';
import { route, type Access } from './route';
import { withUpload } from './upload';

const anything = z.object({ ok: z.boolean() });
const shared = { tag: 'Test', summary: 'test', response: anything } as const;
const ok = async () => ({ ok: true });

const guarded = (access: Access) => route({ ...shared, method: 'get', path: `/only/${access}`, access, run: ok });

const feature = {
  texts: { ERR_CAMPAIGN_RUNNING: { 'pt-BR': 'A campanha está em andamento.', en: 'The campaign is running.' }, in_the_past: { 'pt-BR': 'Escolha uma data futura.', en: 'Choose a future date.' } },
  routes: [
    ...(['public', 'user', 'admin', 'super', 'connection', 'link'] as const).map(guarded),
    route({ ...shared, method: 'get', path: '/things/:id', access: 'public', params: z.object({ id: z.coerce.number().int() }), run: ok }),
    route({ ...shared, method: 'get', path: '/things/list', access: 'public', run: async () => ({ ok: false }) }),
    route({
      ...shared, method: 'post', path: '/things', access: 'public', status: 201, limit: '1kb',
      query: z.object({ dryRun: z.enum(['0', '1']).optional() }),
      body: z.object({
        name: z.string().min(3),
        email: z.email().optional(),
        kind: z.enum(['a', 'b']).optional(),
        at: z.iso.datetime({ offset: true }).refine((at) => at > '2000', 'in_the_past').optional(),
        tags: z.array(z.string()).max(2).optional(),
        amount: z.number().int().min(1).max(9).optional(),
      }),
      run: ok,
    }),
    route({
      ...shared, method: 'get', path: '/secrets', access: 'public',
      run: async () => ({ ok: true, passwordHash: 'canary' }),
    }),
    route({
      ...shared, method: 'get', path: '/throws/:kind', access: 'public', params: z.object({ kind: z.string() }),
      run: async ({ params: { kind } }) => {
        if (kind === 'conflict') throw new Conflict('ERR_CAMPAIGN_RUNNING', 'running');
        if (kind === 'unnamed') throw new NotFound('ERR_NOBODY_TRANSLATED', 'in plain English');
        if (kind === 'field') throw Invalid.field('scheduledAt', 'in_the_past', 'past');
        if (kind === 'rate') throw new RateLimited(4_200);
        throw new Error('column "canary" does not exist');
      },
    }),
    route({ ...shared, method: 'get', path: '/broken-promise', access: 'public', run: async () => ({ ok: 'canary' }) as never }),
    route({
      ...shared, method: 'get', path: '/download', access: 'public',
      run: async ({ res }) => {
        res.type('text/csv').send('a;b');
        return undefined;
      },
    }),
    route({
      ...shared, method: 'post', path: '/echo/:id', access: 'public',
      params: z.object({ id: z.string() }),
      body: z.looseObject({}),
      response: z.object({ id: z.string(), body: z.looseObject({}) }),
      run: async ({ params, body }) => ({ id: params.id, body }),
    }),
    route({ ...shared, method: 'post', path: '/only/admin', access: 'admin', body: z.object({}), run: ok }),
    route({
      ...shared, method: 'get', path: '/unwell', access: 'public',
      run: async ({ res }) => {
        res.status(503);
        return { ok: false };
      },
    }),
    route({ ...shared, method: 'get', path: '/forgotten', access: 'public', run: async () => undefined }),
    route({
      ...shared, method: 'post', path: '/files', access: 'public', upload: { field: 'file' },
      body: z.object({ name: z.string() }),
      response: z.object({ json: z.string().optional(), files: z.array(z.object({ name: z.string(), bytes: z.number() })).optional() }),
      run: async ({ body, req, res }) => {
        if (!req.is('multipart/form-data')) return { json: body.name };
        return withUpload(req, res, { field: 'file', maxBytes: 10 }, async (files) => ({ files: [...files] }));
      },
    }),
  ],
};

let database: TestDatabase;
let t: TestApp;
let companyId: CompanyId;

beforeAll(async () => {
  database = await testDatabase();
  companyId = await buildCompany(database.db);
  t = testApp({ db: database.db, features: [feature] });
});
afterAll(() => database.close());

describe('access', () => {
  const as = (token: string | null, access: Access) => {
    const get = request(t.app).get(`/only/${access}`);
    return token === null ? get : get.set('Authorization', token);
  };

  it.each<[Access, { user: number; admin: number; super: number; nobody: number }]>([
    ['public', { nobody: 200, user: 200, admin: 200, super: 200 }],
    ['user', { nobody: 401, user: 200, admin: 200, super: 200 }],
    ['admin', { nobody: 401, user: 403, admin: 200, super: 200 }],
    ['super', { nobody: 401, user: 403, admin: 403, super: 200 }],
    ['connection', { nobody: 401, user: 401, admin: 401, super: 401 }],
    ['link', { nobody: 401, user: 200, admin: 200, super: 200 }],
  ])('%s routes answer %o', async (access, expected) => {
    const given = {
      nobody: await as(null, access),
      user: await as(t.bearer({ companyId, profile: 'user' }), access),
      admin: await as(t.bearer({ companyId }), access),
      super: await as(t.bearer({ companyId, profile: 'user', super: true }), access),
    };
    expect(Object.fromEntries(Object.entries(given).map(([who, { status }]) => [who, status]))).toEqual(expected);
  });

  it('takes the API token of a connection, by its hash', async () => {
    await buildConnection(database.db, companyId, { tokenHash: hashToken('the-token-of-a-number') });
    expect((await as('Bearer the-token-of-a-number', 'connection')).status).toBe(200);
    const other = await as('Bearer another', 'connection');
    expect(other.body).toMatchObject({ status: 401, error: 'ERR_CONNECTION_TOKEN' });
  });

  it('takes a signed address instead of a token where it may, and nowhere else', async () => {
    const sig = t.tokens.signLink(companyId, '/only/link').split('?')[1];
    await request(t.app).get(`/only/link?${sig}`).expect(200);
    await request(t.app).get('/only/link?sig=x').expect(401);
    await request(t.app).get(`/only/user?${t.tokens.signLink(companyId, '/only/user').split('?')[1]}`).expect(401);
  });

  it('answers 403 to an expired token, on which clients refresh, and 401 to a false one, on which they log out', async () => {
    const token = t.bearer({ companyId });
    t.clock.advance(hours(1));
    expect((await as(token, 'user')).body).toMatchObject({ status: 403, error: 'ERR_SESSION_EXPIRED' });
    const forged = await as(`${t.bearer({ companyId })}x`, 'user');
    expect(forged.body).toMatchObject({ status: 401, error: 'ERR_INVALID_TOKEN' });
    expect(forged.get('WWW-Authenticate')).toBe('Bearer');
  });

  it('reads no body for a caller without access', async () => {
    const res = await request(t.app).post('/only/admin').set('Content-Type', 'application/json').send('{broken');
    expect(res.status).toBe(401);
  });
});

describe('input', () => {
  const post = (body: object | string, language = 'pt-BR') =>
    request(t.app).post('/things?dryRun=2').set('Accept-Language', language).set('Content-Type', 'application/json').send(body);

  it('names every fault of query and body together, in Portuguese and in English', async () => {
    const body = { name: 'ab', email: 'x', kind: 'c', at: '1999-01-01T00:00:00Z', tags: ['', '', ''], amount: 12 };
    const pt = await post(body);
    expect(pt.status).toBe(422);
    expect(pt.type).toBe('application/problem+json');
    expect(pt.body).toMatchObject({ type: 'about:blank', title: 'Dados inválidos', error: 'ERR_VALIDATION', status: 422 });
    expect(pt.body.errors).toEqual([
      { path: 'dryRun', code: 'invalid_choice', message: 'Escolha um destes valores: 0, 1.' },
      { path: 'name', code: 'too_short', message: 'Use pelo menos 3 caracteres.' },
      { path: 'email', code: 'invalid_email', message: 'Informe um e-mail válido, como nome@empresa.com.br.' },
      { path: 'kind', code: 'invalid_choice', message: 'Escolha um destes valores: a, b.' },
      { path: 'at', code: 'in_the_past', message: 'Escolha uma data futura.' },
      { path: 'tags', code: 'too_many', message: 'Informe no máximo 2 itens.' },
      { path: 'amount', code: 'too_big', message: 'Informe um valor até 9.' },
    ]);
    const en = await post(body, 'en-GB,en;q=0.9');
    expect(en.body.title).toBe('Invalid data');
    expect(en.body.errors[1].message).toBe('Use at least 3 characters.');
    expect(en.get('Vary')).toContain('Accept-Language');
  });

  it('tells a missing field from a wrong one, and a path by its dots', async () => {
    expect((await post({})).body.errors[1]).toEqual({ path: 'name', code: 'required', message: 'Preencha este campo.' });
    expect((await post({ name: 5 })).body.errors[1]).toEqual({ path: 'name', code: 'not_text', message: 'Informe um texto.' });
    expect((await post({ name: 'abc', tags: ['a', 1] })).body.errors[1]).toMatchObject({ path: 'tags.1', code: 'not_text' });
    expect((await post({ name: 'abc', amount: 1.5 })).body.errors[1]).toMatchObject({ path: 'amount', code: 'not_integer' });
  });

  it('takes out what the database cannot hold, in keys too', async () => {
    const res = await request(t.app).post('/echo/a%00b').send('{"x\\u0000": ["\\ud83d", "\\ud83d\\ude42"]}').type('json');
    expect(res.body).toEqual({ id: 'ab', body: { x: ['\ufffd', '🙂'] } });
  });

  it.each([
    ['a broken document', '{"name": ', 400, 'ERR_MALFORMED_JSON'],
    ['a body over the limit of the route', JSON.stringify({ name: 'x'.repeat(2000) }), 413, 'ERR_TOO_LARGE'],
  ])('refuses %s', async (_, body, status, error) => {
    expect((await post(body)).body).toMatchObject({ status, error });
  });

  it('refuses a charset it cannot read', async () => {
    const res = await request(t.app).post('/things').set('Content-Type', 'application/json; charset=ebcdic').send('{}');
    expect(res.body).toMatchObject({ status: 415, error: 'ERR_BODY_ENCODING' });
  });

  it('leaves a multipart body to the handler and reads JSON on the same route', async () => {
    expect((await request(t.app).post('/files').send({ name: 'x' })).body).toEqual({ json: 'x' });
    const upload = (content: string, field = 'file') => request(t.app).post('/files').attach(field, Buffer.from(content), 'lista ção.csv');
    expect((await upload('a;b')).body).toEqual({ files: [{ name: 'lista ção.csv', bytes: 3 }] });
    expect((await upload('more than ten')).body.errors).toMatchObject([{ path: 'file', code: 'file_too_large' }]);
    expect((await upload('a', 'other')).body.errors).toMatchObject([{ path: 'other', code: 'unexpected_file' }]);
  });
});

describe('answers', () => {
  it('drops what the route does not declare, and is not kept by caches', async () => {
    const res = await request(t.app).get('/secrets');
    expect(res.body).toEqual({ ok: true });
    expect(res.get('Cache-Control')).toBe('no-store');
  });

  it('tries plain addresses before parameters, whatever their order', async () => {
    expect((await request(t.app).get('/things/list')).body).toEqual({ ok: false });
    expect((await request(t.app).get('/things/7')).body).toEqual({ ok: true });
    expect((await request(t.app).get('/things/x')).status).toBe(422);
  });

  it('leaves what the handler wrote itself', async () => {
    expect((await request(t.app).get('/download')).text).toBe('a;b');
  });

  it('keeps a status that the handler set', async () => {
    expect(await request(t.app).get('/unwell')).toMatchObject({ status: 503, body: { ok: false } });
  });

  it.each([
    ['an error of a feature', 'conflict', { status: 409, error: 'ERR_CAMPAIGN_RUNNING', detail: 'A campanha está em andamento.' }],
    ['a code that nobody translated', 'unnamed', { status: 404, error: 'ERR_NOBODY_TRANSLATED', detail: 'Confira o endereço e o código: não há nada aqui.' }],
    ['a fault that a feature found', 'field', { status: 422, errors: [{ path: 'scheduledAt', code: 'in_the_past', message: 'Escolha uma data futura.' }] }],
    ['a bug', 'bug', { status: 500, error: 'ERR_INTERNAL' }],
  ])('tells %s', async (_, kind, problem) => {
    const res = await request(t.app).get(`/throws/${kind}`);
    expect(res.body).toMatchObject(problem);
    expect(res.text).not.toContain('canary');
    expect(res.body.traceId).toBe(res.get('x-request-id'));
  });

  it('says when to come back', async () => {
    expect((await request(t.app).get('/throws/rate')).get('Retry-After')).toBe('5');
  });

  it.each(['/throws/bug', '/broken-promise', '/forgotten'])('reports %s as ours and tells nothing of it', async (path) => {
    t.reported.length = 0;
    const res = await request(t.app).get(path);
    expect(res.status).toBe(500);
    expect(res.text).not.toContain('canary');
    expect(t.reported).toHaveLength(1);
  });

  it('keeps a usable trace id of the caller and replaces another', async () => {
    expect((await request(t.app).get('/only/public').set('x-request-id', 'abc-12345')).get('x-request-id')).toBe('abc-12345');
    expect((await request(t.app).get('/only/public').set('x-request-id', 'a"}{"level":50')).get('x-request-id')).toMatch(/^[\da-f-]{36}$/);
  });

  it('answers an unknown address as a problem, and a bad escape as the fault of the request', async () => {
    expect((await request(t.app).get('/nowhere')).body).toMatchObject({ status: 404, error: 'ERR_ROUTE_NOT_FOUND' });
    expect((await request(t.app).get('/things/%E0%A4%A')).body).toMatchObject({ status: 400, error: 'ERR_BAD_REQUEST' });
  });

  it('lets pages of the configured origins call, and no others', async () => {
    const from = (origin: string) => request(t.app).options('/things').set('Origin', origin).set('Access-Control-Request-Method', 'POST');
    expect((await from('https://app.example.com')).get('Access-Control-Allow-Origin')).toBe('https://app.example.com');
    expect((await from('https://evil.example')).get('Access-Control-Allow-Origin')).toBeUndefined();
  });
});

describe('declarations', () => {
  it('refuses two routes that answer the same requests', () => {
    const one = route({ ...shared, method: 'get', path: '/a/:id', access: 'public', run: ok });
    const two = route({ ...shared, method: 'get', path: '/a/:other', access: 'public', run: ok });
    expect(() => inMatchingOrder([one, two])).toThrow('Two routes answer GET /a/:other');
  });
});
