/** Schedules: reading, writing, trying first, removing, and the media that goes with their message. */
import { createReadStream } from 'node:fs';
import { z } from 'zod';
import { found, Invalid } from '../../kernel/errors';
import { contactId, userId, type CompanyId } from '../../kernel/ids';
import { absentIfBlank } from '../../platform/http/form-values';
import { pageOf, pageQuery, pageWindow } from '../../platform/http/pagination';
import { route, type Route } from '../../platform/http/route';
import type { Language } from '../../platform/http/texts';
import { withUpload } from '../../platform/http/upload';
import type { SchedulesDeps } from './deps';
import { scheduleInput, schedulePatch } from './schedule.input';
import { scheduleService } from './schedule.service';
import { scheduleStore, type ScheduleRecord } from './schedule.store';
import { ScheduleStatus, type ScheduleId } from './schedule.types';
import { nextDates, previewShape, schedulePageShape, schedulePageView, scheduleShape, scheduleView } from './schedule.view';

export const scheduleParams = z.object({ id: z.coerce.number().int().positive().max(2_147_483_647) });
export const SCHEDULE_TAG = 'Schedules';
/** Firings shown with a schedule. */
const SHOWN = 50;
const MEDIA_FIELD = 'file';
const MEDIA_BYTES = 100 * 1_048_576;

const filter = <Schema extends z.ZodType>(schema: Schema) => z.preprocess(absentIfBlank, schema.optional().transform((value) => value ?? null));
const instant = z.iso.datetime({ offset: true }).transform((iso) => new Date(iso));

const listQuery = pageQuery.extend({
  contactId: filter(contactId()),
  userId: filter(userId()),
  status: filter(z.enum(ScheduleStatus)),
  /** By date of the next (or last) firing: from, included, to, excluded. */
  from: filter(instant),
  to: filter(instant),
  sort: z.enum(['latest', 'soonest']).default('latest'),
});

export function scheduleRoutes(deps: SchedulesDeps): Route[] {
  const { db, media } = deps;
  const service = scheduleService(deps);
  const shared = { access: 'user', tag: SCHEDULE_TAG } as const;

  async function pageView(companyId: CompanyId, record: ScheduleRecord, language: Language): Promise<z.input<typeof schedulePageShape>> {
    return schedulePageView(record, await scheduleStore(db).occurrences(companyId, record.id, SHOWN), language);
  }

  async function setMedia(companyId: CompanyId, id: ScheduleId, fields: Parameters<typeof service.setMedia>[2]): Promise<ScheduleRecord> {
    const { record, unused } = await service.setMedia(companyId, id, fields);
    if (unused !== null) await media.remove(companyId, unused);
    return record;
  }

  return [
    route({
      ...shared,
      method: 'get',
      path: '/schedules',
      summary: 'Schedules of the company, latest date first, 20 a page; the text searches messages and contacts',
      query: listQuery,
      response: z.object({ schedules: z.array(scheduleShape), count: z.number(), hasMore: z.boolean() }),
      run: async ({ caller, query: { searchParam: search, pageNumber, sort, ...wanted } }) => {
        const store = scheduleStore(db);
        const { rows, hasMore } = pageOf(await store.page(caller.companyId, { ...wanted, search }, sort, pageWindow(pageNumber)));
        return { schedules: rows.map(scheduleView), count: await store.count(caller.companyId, { ...wanted, search }), hasMore };
      },
    }),
    route({
      ...shared,
      method: 'post',
      path: '/schedules/preview',
      summary: 'What a schedule would send, and its first five dates; nothing is written',
      body: scheduleInput,
      response: previewShape,
      run: async ({ caller, body, language }) => {
        const { text, draft, first } = await service.preview(caller.companyId, caller.userId, body);
        return { text, nextDates: nextDates(draft, first, language) };
      },
    }),
    route({
      ...shared,
      method: 'get',
      path: '/schedules/:id',
      summary: 'One schedule, with its last firings and its next dates',
      params: scheduleParams,
      response: schedulePageShape,
      run: async ({ caller, params, language }) => pageView(caller.companyId, found(await scheduleStore(db).find(caller.companyId, params.id), 'Schedule'), language),
    }),
    route({
      ...shared,
      method: 'post',
      path: '/schedules',
      summary: 'Schedule a message, once or again and again; a date without an offset is of the zone of the company',
      body: scheduleInput,
      response: scheduleShape,
      idempotent: true,
      run: async ({ caller, body }) => scheduleView(await service.create(caller.companyId, caller.userId, body)),
    }),
    route({
      ...shared,
      method: 'put',
      path: '/schedules/:id',
      summary: 'Change a schedule that waits; not while a firing of it is in the lane',
      params: scheduleParams,
      body: schedulePatch,
      response: scheduleShape,
      run: async ({ caller, params, body }) => scheduleView(await service.edit(caller.companyId, params.id, body)),
    }),
    route({
      ...shared,
      method: 'delete',
      path: '/schedules/:id',
      summary: 'Delete a schedule with its history; what has not left does not leave any more',
      params: scheduleParams,
      response: z.object({ message: z.string() }),
      run: async ({ caller, params }) => {
        const unused = await service.remove(caller.companyId, params.id);
        if (unused !== null) await media.remove(caller.companyId, unused);
        return { message: 'Schedule deleted' };
      },
    }),
    route({
      ...shared,
      method: 'post',
      path: '/schedules/:id/media-upload',
      summary: 'Put a file to the message of a schedule',
      params: scheduleParams,
      response: scheduleShape,
      upload: { field: MEDIA_FIELD },
      run: ({ caller, params, req, res }) =>
        withUpload(req, res, { field: MEDIA_FIELD, maxBytes: MEDIA_BYTES }, async ([file]) => {
          if (file === undefined) throw Invalid.field(MEDIA_FIELD, 'file_missing', 'Send a file');
          const stored = await media.save(caller.companyId, createReadStream(file.path), file.name);
          try {
            return scheduleView(await setMedia(caller.companyId, params.id, { mediaPath: stored.path, mediaName: stored.name, mediaType: stored.mimeType }));
          } catch (error) {
            await media.remove(caller.companyId, stored.path);
            throw error;
          }
        }),
    }),
    route({
      ...shared,
      method: 'delete',
      path: '/schedules/:id/media-upload',
      summary: 'Take the file off the message of a schedule',
      params: scheduleParams,
      response: scheduleShape,
      run: async ({ caller, params }) => scheduleView(await setMedia(caller.companyId, params.id, null)),
    }),
  ];
}
