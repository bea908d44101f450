import request from 'supertest';
import { z } from 'zod';
import { testApp } from '../../test/app';
import { testDatabase, type TestDatabase } from '../../test/database';
import { openApiDocument } from './openapi';
import { pageQuery } from './pagination';
import { route } from './route';

const routes = [
  route({
    method: 'get', path: '/things', access: 'user', tag: 'Things', summary: 'Things, 20 a page',
    query: pageQuery,
    response: z.object({ records: z.array(z.object({ id: z.number(), at: z.date() })), hasMore: z.boolean() }),
    run: async () => ({ records: [], hasMore: false }),
  }),
  route({
    method: 'post', path: '/things/:id/parts/:part', access: 'connection', tag: 'Things', summary: 'Adds a part', idempotent: true, status: 201,
    params: z.object({ id: z.coerce.number().int(), part: z.string() }),
    body: z.object({ name: z.string().min(1).max(60), at: z.iso.datetime().nullable() }),
    upload: { field: 'file' },
    response: z.object({ id: z.number() }),
    run: async () => ({ id: 1 }),
  }),
];

it('describes parameters, bodies, answers, refusals and who may call', () => {
  const { paths, openapi, components } = openApiDocument(routes, '1.2.3');
  expect(openapi).toBe('3.1.0');
  const list = paths?.['/things']?.get;
  expect(list).toMatchObject({ operationId: 'get_things', security: [{ user: [] }] });
  // What has a default is optional to the caller, and a coerced number is a number.
  expect(list?.parameters).toEqual([
    { in: 'query', name: 'searchParam', required: false, schema: { type: 'string', maxLength: 200, default: '' } },
    expect.objectContaining({ in: 'query', name: 'pageNumber', required: false }),
  ]);
  const add = paths?.['/things/{id}/parts/{part}']?.post;
  expect(add?.parameters).toEqual([
    { in: 'path', name: 'id', required: true, schema: { type: 'integer' } },
    { in: 'path', name: 'part', required: true, schema: { type: 'string' } },
    { in: 'header', name: 'Idempotency-Key', required: false, schema: { type: 'string', maxLength: 255 } },
  ]);
  expect(add?.security).toEqual([{ connection: [] }]);
  expect(Object.keys(add?.responses ?? {})).toEqual(['201', '401', '403', '404', '422']);
  expect(Object.keys((add?.requestBody as { content: object }).content)).toEqual(['application/json', 'multipart/form-data']);
  expect(components?.schemas?.['Problem']).toMatchObject({ type: 'object', required: expect.arrayContaining(['error', 'traceId']) });
});

it('refuses a route whose path and parameters differ', () => {
  const wrong = route({ method: 'get', path: '/a/:id', access: 'public', tag: 'T', summary: 's', params: z.object({ ident: z.string() }), response: z.object({}), run: async () => ({}) });
  expect(() => openApiDocument([wrong], '1')).toThrow('GET /a/:id cannot be described');
});

describe('the page', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.close());

  it('is served with all it needs, from here', async () => {
    const { app } = testApp({ db: database.db, features: [{ routes }] });
    expect((await request(app).get('/api/openapi.json')).body).toMatchObject({ openapi: '3.1.0', info: { version: '0.0.0-test' } });
    expect((await request(app).get('/api/docs')).get('Location')).toBe('/api/docs/');
    const page = await request(app).get('/api/docs/');
    const files = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file]) => file!);
    expect(files.length).toBeGreaterThan(3);
    for (const file of files) expect([file, file.startsWith('./'), (await request(app).get(`/api/docs/${file.slice(2)}`)).status]).toEqual([file, true, 200]);
    const script = await request(app).get('/api/docs/swagger-ui-init.js');
    expect(script.text).toContain('"swaggerUrl": "/api/openapi.json"');
    expect(page.get('Content-Security-Policy')).toContain("script-src 'self';");
  });
});
