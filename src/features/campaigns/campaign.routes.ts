/** Campaigns: reading, writing, copying, removing, and the media that goes with their messages. */
import { createReadStream } from 'node:fs';
import { z } from 'zod';
import { found, Invalid, NotFound } from '../../kernel/errors';
import { campaignId, type CompanyId } from '../../kernel/ids';
import { pageOf, pageQuery, pageWindow } from '../../platform/http/pagination';
import { route, type Route } from '../../platform/http/route';
import type { Language } from '../../platform/http/texts';
import { withUpload } from '../../platform/http/upload';
import { campaignInput, campaignPatch } from './campaign.input';
import { campaignService } from './campaign.service';
import { campaignStore, type CampaignRecord } from './campaign.store';
import { CampaignStatus, mediaOf } from './campaign.types';
import { campaignPageShape, campaignShape } from './campaign.view';
import type { CampaignsDeps } from './deps';
import { previewService } from './preview.service';
import { campaignViews } from './views';

export const campaignParams = z.object({ id: campaignId() });
export const CAMPAIGN_TAG = 'Campaigns';
/** Ten texts of 4,096 characters, each up to four bytes and escaped. */
const BODY_LIMIT = '500kb';
/** `?status=A&status=B`, or `?status=A,B`; absent or empty: all. */
const statuses = z
  .union([z.string(), z.array(z.string())])
  .transform((given) => [given].flat().flatMap((value) => value.split(',').filter((word) => word !== '')))
  .pipe(z.array(z.enum(CampaignStatus)));
const listQuery = pageQuery.extend({ status: statuses.optional() });
const MEDIA_FIELD = 'file';
const MEDIA_BYTES = 100 * 1_048_576;

export function campaignRoutes(deps: CampaignsDeps): Route[] {
  const { db, media } = deps;
  const service = campaignService(deps);
  const previews = previewService(deps);
  const { many, one } = campaignViews(deps);
  const shared = { access: 'user', tag: CAMPAIGN_TAG } as const;

  async function pageView(record: CampaignRecord, language: Language): Promise<z.input<typeof campaignPageShape>> {
    const view = await one(record, language);
    const { sent, delivered, read } = view.counters;
    return {
      ...view,
      campaign: view,
      valids: previews.validsOf(record),
      delivered: sent + delivered + read,
    };
  }

  async function removeUnused(companyId: CompanyId, path: string | null): Promise<void> {
    if (path !== null) await media.remove(companyId, path);
  }

  return [
    route({
      ...shared,
      method: 'get',
      path: '/campaigns',
      summary: 'Campaigns of the company, newest first, 20 a page',
      query: listQuery,
      response: z.object({ records: z.array(campaignShape), count: z.number(), hasMore: z.boolean() }),
      run: async ({ caller, query, language }) => {
        const wanted = { search: query.searchParam, statuses: query.status?.length ? query.status : null };
        const { rows, hasMore } = pageOf(await campaignStore(db).page(caller.companyId, wanted, pageWindow(query.pageNumber)));
        const count = await campaignStore(db).count(caller.companyId, wanted);
        return { records: await many(rows, language), count, hasMore };
      },
    }),
    route({
      ...shared,
      method: 'get',
      path: '/campaigns/list',
      summary: 'All campaigns of the company',
      response: z.array(campaignShape),
      run: async ({ caller, language }) => many(await campaignStore(db).all(caller.companyId), language),
    }),
    route({
      ...shared,
      method: 'get',
      path: '/campaigns/:id',
      summary: 'One campaign, with its counters and its forecast',
      params: campaignParams,
      response: campaignPageShape,
      run: async ({ caller, params, language }) => pageView(found(await campaignStore(db).find(caller.companyId, params.id), 'Campaign'), language),
    }),
    route({
      ...shared,
      method: 'post',
      path: '/campaigns',
      summary: 'Make a campaign; with a date it is scheduled, else it is a draft',
      body: campaignInput,
      response: campaignShape,
      limit: BODY_LIMIT,
      idempotent: true,
      run: async ({ caller, body, language }) => one(await service.create(caller.companyId, body), language),
    }),
    route({
      ...shared,
      method: 'put',
      path: '/campaigns/:id',
      summary: 'Change a campaign that has not started; afterwards its name only',
      params: campaignParams,
      body: campaignPatch,
      response: campaignShape,
      limit: BODY_LIMIT,
      run: async ({ caller, params, body, language }) => one(await service.edit(caller.companyId, params.id, body), language),
    }),
    route({
      ...shared,
      method: 'delete',
      path: '/campaigns/:id',
      summary: 'Delete a campaign that is not sending, with its report',
      params: campaignParams,
      response: z.object({ message: z.string() }),
      run: async ({ caller, params }) => {
        await service.remove(caller.companyId, params.id);
        return { message: 'Campaign deleted' };
      },
    }),
    route({
      ...shared,
      method: 'post',
      path: '/campaigns/:id/clone',
      summary: 'Make a draft like this campaign',
      params: campaignParams,
      response: campaignShape,
      idempotent: true,
      run: async ({ caller, params, language }) => one(await service.clone(caller.companyId, params.id), language),
    }),
    route({
      ...shared,
      method: 'post',
      path: '/campaigns/:id/media-upload',
      summary: 'Put a file to the messages of a campaign',
      params: campaignParams,
      response: campaignShape,
      upload: { field: MEDIA_FIELD },
      run: ({ caller, params, language, req, res }) =>
        withUpload(req, res, { field: MEDIA_FIELD, maxBytes: MEDIA_BYTES }, async ([file]) => {
          if (file === undefined) throw Invalid.field(MEDIA_FIELD, 'file_missing', 'Send a file');
          const stored = await media.save(caller.companyId, createReadStream(file.path), file.name);
          try {
            const changed = await service.setMedia(caller.companyId, params.id, { mediaPath: stored.path, mediaName: stored.name, mediaType: stored.mimeType });
            await removeUnused(caller.companyId, changed.unused);
            return one(changed.record, language);
          } catch (error) {
            await media.remove(caller.companyId, stored.path);
            throw error;
          }
        }),
    }),
    route({
      ...shared,
      method: 'get',
      path: '/campaigns/:id/media-upload',
      summary: 'The file that goes with the messages of a campaign',
      params: campaignParams,
      response: z.string(),
      run: async ({ caller, params, res }) => {
        const file = mediaOf(found(await campaignStore(db).bare(caller.companyId, params.id), 'Campaign'));
        if (file === null) throw NotFound.of('File');
        const path = await media.resolve(caller.companyId, file.path);
        // Never shown as a page of ours: whatever the file says it is, a browser only keeps it.
        res.attachment(file.name).type(file.mimeType).set('Cache-Control', 'private, no-store');
        await new Promise<void>((resolve, reject) => {
          res.sendFile(path, { cacheControl: false }, (error?: Error) => (error && !res.headersSent ? reject(error) : resolve()));
        });
        return undefined;
      },
    }),
    route({
      ...shared,
      method: 'delete',
      path: '/campaigns/:id/media-upload',
      summary: 'Take the file off the messages of a campaign',
      params: campaignParams,
      response: campaignShape,
      run: async ({ caller, params, language }) => {
        const changed = await service.setMedia(caller.companyId, params.id, { mediaPath: null, mediaName: null, mediaType: null });
        await removeUnused(caller.companyId, changed.unused);
        return one(changed.record, language);
      },
    }),
  ];
}
