/** Tags of tickets, and those of them that are lanes of the board. */
import { z } from 'zod';
import { found } from '../../kernel/errors';
import { tagId } from '../../kernel/ids';
import { absentIfBlank, flagWord, nullIfBlank } from '../../platform/http/form-values';
import { pageOf, pageQuery, pageWindow } from '../../platform/http/pagination';
import { route, type Route } from '../../platform/http/route';
import type { Queryable, Transact } from '../../platform/transact';
import { tagService } from './tag.service';
import { tagStore } from './tag.store';
import { tagShape, tagView } from './tag.view';

/** Front ends of the family write 0 and 1. */
const flag = z.preprocess((value) => (value === 1 || value === '1' ? true : value === 0 || value === '0' ? false : value), z.boolean());
const kanban = z.preprocess(absentIfBlank, flagWord.optional());
const fields = z.object({
  name: z.string().trim().min(1).max(60),
  color: z.string().regex(/^#[0-9a-fA-F]{6}$/, 'invalid_color'),
  kanban: flag,
  position: z.coerce.number().int().min(0).max(10_000),
  timeLane: z.coerce.number().int().min(0).max(8_760),
  nextLaneId: z.preprocess((value) => (value === 0 ? null : nullIfBlank(value)), tagId().nullable()),
  greetingMessageLane: z.string().max(4_096),
});
const newTag = fields.partial().extend({ name: fields.shape.name });
const byId = z.object({ id: tagId() });
const shared = { tag: 'Tags' } as const;

export function tagRoutes({ db, transact }: { readonly db: Queryable; readonly transact: Transact }): Route[] {
  const tags = tagStore(db);
  const service = tagService(transact);
  return [
    route({
      ...shared, method: 'get', path: '/tags', access: 'user',
      summary: 'Tags by name, 20 a page; ?kanban=1 lanes only, 0 none of them',
      query: pageQuery.extend({ kanban }),
      response: z.object({ tags: z.array(tagShape), count: z.number(), hasMore: z.boolean() }),
      async run({ caller: { companyId }, query }) {
        const only = query.kanban ?? null;
        const [listed, count] = await Promise.all([
          tags.page(companyId, query.searchParam, only, pageWindow(query.pageNumber)),
          tags.count(companyId, query.searchParam, only),
        ]);
        const { rows, hasMore } = pageOf(listed);
        return { tags: rows.map(tagView), count, hasMore };
      },
    }),
    route({
      ...shared, method: 'get', path: '/tags/list', access: 'user',
      summary: 'All tags, to choose from',
      query: z.object({ kanban }),
      response: z.array(tagShape),
      run: async ({ caller, query }) => (await tags.all(caller.companyId, query.kanban ?? null)).map(tagView),
    }),
    route({
      ...shared, method: 'get', path: '/tag/kanban', access: 'user',
      summary: 'The lanes of the board, left to right',
      response: z.object({ lista: z.array(tagShape) }),
      run: async ({ caller }) => ({ lista: (await tags.all(caller.companyId, true)).map(tagView) }),
    }),
    route({
      ...shared, method: 'get', path: '/tags/:id', access: 'user',
      summary: 'One tag',
      params: byId,
      response: tagShape,
      run: async ({ caller, params }) => tagView(found(await tags.find(caller.companyId, params.id), 'Tag')),
    }),
    route({
      ...shared, method: 'post', path: '/tags', access: 'admin', idempotent: true, status: 201,
      summary: 'Makes a tag, or with kanban a lane',
      body: newTag,
      response: tagShape,
      run: ({ caller, body }) => service.make(caller.companyId, body),
    }),
    route({
      ...shared, method: 'put', path: '/tags/:id', access: 'admin',
      summary: 'Changes a tag or a lane',
      params: byId,
      body: fields.partial(),
      response: tagShape,
      run: ({ caller, params, body }) => service.change(caller.companyId, params.id, body),
    }),
    route({
      ...shared, method: 'delete', path: '/tags/:id', access: 'admin',
      summary: 'Removes a tag from every ticket; a lane that led to it leads nowhere',
      params: byId,
      response: z.object({ id: z.number(), cutLaneIds: z.array(z.number()) }),
      run: async ({ caller, params }) => ({ id: params.id, cutLaneIds: await service.remove(caller.companyId, params.id) }),
    }),
  ];
}
