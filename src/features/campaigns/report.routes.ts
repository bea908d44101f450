/** What became of each recipient: page by page, as a file, and one by one. */
import { once } from 'node:events';
import type { Response } from 'express';
import { z } from 'zod';
import { CSV_BYTE_ORDER_MARK, csvRow } from '../../kernel/csv';
import { found } from '../../kernel/errors';
import { deliveryId, type CampaignId, type CompanyId } from '../../kernel/ids';
import { absentIfBlank } from '../../platform/http/form-values';
import { cursorQuery, decodeCursor, encodeCursor, PAGE_SIZE } from '../../platform/http/pagination';
import { route, type Route } from '../../platform/http/route';
import type { Language } from '../../platform/http/texts';
import { CAMPAIGN_TAG, campaignParams } from './campaign.routes';
import { campaignStore, type CampaignRecord } from './campaign.store';
import { countersOf } from './counters.rules';
import type { CampaignsDeps } from './deps';
import { reportStore, type Wanted } from './report.store';
import { csvCells, csvColumns, reportStatus, shippingShape, shippingView, wantedOf } from './report.view';
import { variantsShape, variantsView } from './variants.view';
import { storyOf, storyShape } from './why.view';

const filter = z.object({
  status: z.preprocess(absentIfBlank, reportStatus.optional()),
  search: z.string().trim().max(100).default(''),
});
const pageFilter = filter.extend(cursorQuery.shape).extend({
  /** Front ends of the family count pages; the cursor is as fast at the end as at the start. */
  pageNumber: z.coerce.number().int().min(1).max(500).optional(),
});
/** `?ids=1&ids=2`; one alone comes as a text. */
const shownQuery = z.object({ ids: z.preprocess((ids) => (typeof ids === 'string' ? [ids] : ids), z.array(deliveryId()).min(1).max(200)) });
const place = z.tuple([z.string()]);
const CSV_PAGE = 2_000;

export function reportRoutes({ db, clock, deliveries }: CampaignsDeps): Route[] {
  const report = reportStore(db);
  const shared = { method: 'get', access: 'user', tag: CAMPAIGN_TAG } as const;

  const campaignOf = async (companyId: CompanyId, id: CampaignId): Promise<CampaignRecord> =>
    found(await campaignStore(db).find(companyId, id), 'Campaign');

  /** Page after page from the database to the client, never more than one of them in memory. */
  async function writeCsv(res: Response, companyId: CompanyId, id: CampaignId, wanted: Wanted, language: Language): Promise<void> {
    res.status(200).type('text/csv; charset=utf-8').attachment(`campanha-${id}.csv`);
    res.write(CSV_BYTE_ORDER_MARK + csvRow(Object.values(csvColumns)));
    let after: string | null = '';
    while (after !== null && !res.destroyed) {
      const page = await report.page(companyId, id, wanted, after, CSV_PAGE);
      const rows = await report.rows(companyId, page.ids);
      const flushed = res.write(rows.map((row) => csvRow(csvCells(shippingView(row, language)))).join(''));
      if (!flushed && !res.destroyed) await Promise.race([once(res, 'drain'), once(res, 'close')]);
      after = page.next;
    }
    res.end();
  }

  return [
    route({
      ...shared,
      path: '/campaigns/:id/detailed-report',
      summary: 'Recipients of a campaign in the order of their numbers; a filtered page may be short while `cursor` goes on',
      params: campaignParams,
      query: pageFilter,
      response: z.object({ records: z.array(shippingShape), count: z.number(), hasMore: z.boolean(), cursor: z.string().nullable() }),
      run: async ({ caller: { companyId }, params: { id }, query, language }) => {
        const record = await campaignOf(companyId, id);
        const wanted = wantedOf(query.status, query.search);
        const page =
          query.pageNumber === undefined
            ? await report.page(companyId, id, wanted, query.cursor === undefined ? '' : decodeCursor(query.cursor, place)[0], query.limit)
            : await report.numbered(companyId, id, wanted, (query.pageNumber - 1) * PAGE_SIZE, PAGE_SIZE);
        const rows = await report.rows(companyId, page.ids);
        return {
          records: rows.map((row) => shippingView(row, language)),
          count: countersOf(record)[query.status ?? 'total'],
          hasMore: page.next !== null,
          cursor: page.next === null ? null : encodeCursor([page.next]),
        };
      },
    }),
    route({
      ...shared,
      path: '/campaigns/:id/detailed-report.csv',
      summary: 'The same as a file for spreadsheets',
      params: campaignParams,
      query: filter,
      response: z.string(),
      run: async ({ caller: { companyId }, params: { id }, query, language, res }) => {
        await campaignOf(companyId, id);
        await writeCsv(res, companyId, id, wantedOf(query.status, query.search), language);
        return undefined;
      },
    }),
    route({
      ...shared,
      path: '/campaigns/:id/variants',
      summary: 'How each message of a campaign did: counts and rates, for choosing between them',
      params: campaignParams,
      response: variantsShape,
      run: async ({ caller: { companyId }, params: { id } }) => variantsView(await campaignOf(companyId, id), await report.variantCounts(companyId, id)),
    }),
    route({
      ...shared,
      path: '/campaigns/:id/shippings',
      summary: 'Recipients that a screen shows already, as they are now',
      params: campaignParams,
      query: shownQuery,
      response: z.object({ records: z.array(shippingShape) }),
      run: async ({ caller: { companyId }, params: { id }, query: { ids }, language }) => {
        await campaignOf(companyId, id);
        const rows = await report.rows(companyId, await report.among(companyId, id, ids));
        return { records: rows.map((row) => shippingView(row, language)) };
      },
    }),
    route({
      ...shared,
      path: '/campaigns/:id/shippings/:shippingId/why',
      summary: 'Why a recipient is where it is, and what comes next',
      params: campaignParams.extend({ shippingId: deliveryId() }),
      response: storyShape,
      run: async ({ caller: { companyId }, params: { id, shippingId }, language }) => {
        const campaign = await campaignOf(companyId, id);
        const [shipping] = await report.rows(companyId, await report.among(companyId, id, [shippingId]));
        const lane = campaign.whatsappId === null ? null : await deliveries.laneView(companyId, campaign.whatsappId);
        return storyOf({ shipping: found(shipping ?? null, 'Shipping'), events: await report.events(companyId, shippingId), campaign, lane, now: clock.now() }, language);
      },
    }),
  ];
}
