/**
 * One working request per route, made of a tenant's own rows: what the tenant test turns against another company, id by id.
 * A route that is not here fails the test.
 */
import type { Queryable } from '../../platform/transact';
import { PASSWORD, PNG, type Tenant } from './tenant';

export interface SampleRequest {
  readonly params?: Readonly<Record<string, string | number>>;
  readonly query?: Readonly<Record<string, string | number | readonly number[]>>;
  readonly body?: object;
  readonly file?: { readonly field: string; readonly name: string; readonly content: Buffer };
}

export interface Sample {
  /** Must answer what the route promises when the tenant himself sends it. */
  request(own: Tenant): SampleRequest;
  /** Brings the tenant's rows into the state the request needs. */
  prepare?(db: Queryable, tenant: Tenant): Promise<unknown>;
  /** Of the tenant's own request, where it is not the route's status. */
  readonly status?: number;
}

const plain: Sample = { request: () => ({}) };
const of = (request: Sample['request']): Sample => ({ request });

const company = of((own) => ({ params: { id: own.companyId } }));
const contact = of((own) => ({ params: { id: own.contactId } }));
const list = of((own) => ({ params: { id: own.contactListId } }));
const item = of((own) => ({ params: { id: own.contactListItemId } }));
const whatsapp = of((own) => ({ params: { whatsappId: own.connectionId } }));
const ofConnection = of((own) => ({ query: { connectionId: own.connectionId } }));
const ticket = of((own) => ({ params: { id: own.ticketId } }));
const queue = of((own) => ({ params: { id: own.queueId } }));
const tag = of((own) => ({ params: { id: own.tagId } }));
const tagged = of((own) => ({ params: { ticketId: own.ticketId, tagId: own.tagId } }));
const campaign = of((own) => ({ params: { id: own.campaignId } }));
/** Plans are the installation's: this one is nobody's. */
const plan: Sample = {
  request: () => ({ params: { id: 1_000_000 } }),
  prepare: (db) => db.query(`INSERT INTO "Plans" ("id", "name") VALUES (1000000, 'Plano de exemplo') ON CONFLICT DO NOTHING`),
};
const schedule = of((own) => ({ params: { id: own.scheduleId } }));
const png = { field: 'file', name: 'foto.png', content: PNG };
const csv = { field: 'file', name: 'lista.csv', content: Buffer.from('nome;numero\nBia;11988887777\n') };

const withBody = (sample: Sample, body: (own: Tenant) => object): Sample => of((own) => ({ ...sample.request(own), body: body(own) }));

/** The campaign action, on a campaign of that status. */
const onCampaign = (status: string, request: Sample['request'] = campaign.request): Sample => ({
  request,
  prepare: (db, { campaignId }) => db.query(`UPDATE "Campaigns" SET "status" = $2, "preparedAt" = now(), "startedAt" = now(), "snapshot" = '{}' WHERE "id" = $1`, [campaignId, status]),
});

const scheduleBody = (own: Tenant) => ({
  contactId: own.contactId, sendAt: '2030-01-31T12:00:00Z', body: 'Oi {nome}', userId: own.userId, whatsappId: own.connectionId, queueId: own.queueId, ticketUserId: own.userId,
});
const campaignBody = (own: Tenant) => ({ name: 'Nova', message1: 'Oi', contactListId: own.contactListId, whatsappId: own.connectionId, queueId: own.queueId, userId: own.userId });

export const samples: Readonly<Record<string, Sample>> = {
  'GET /companies': plain,
  'POST /companies': of(() => ({ body: { name: 'Nova' } })),
  'GET /companies/:id': company,
  'PUT /companies/:id': withBody(company, () => ({ timezone: 'America/Manaus' })),
  // His own: nobody removes that.
  'DELETE /companies/:id': { ...company, status: 409 },
  'GET /settings': plain,
  'PUT /settings/:key': of(() => ({ params: { key: 'showAllTickets' }, body: { value: 'enabled' } })),
  'GET /plans': plain,
  'GET /plans/list': plain,
  'GET /plans/:id': plan,
  'POST /plans': of(() => ({ body: { name: `Plano ${Math.random()}` } })),
  'PUT /plans/:id': { ...plan, request: (own) => ({ ...plan.request(own), body: { amount: 10 } }) },
  'DELETE /plans/:id': plan,

  'POST /auth/login': of((own) => ({ body: { email: own.email, password: PASSWORD } })),
  'POST /auth/refresh_token': { ...plain, status: 401 },
  'POST /auth/refresh': { ...plain, status: 401 },
  'DELETE /auth/logout': plain,
  'GET /auth/me': plain,

  'GET /users': of((own) => ({ query: { queueId: own.queueId } })),
  'GET /users/list': plain,
  'POST /users': of((own) => ({ body: { name: 'Bia', email: 'nova@example.com', password: 'segredo-1', companyId: own.companyId, queueIds: [own.queueId] } })),
  'GET /users/:id': of((own) => ({ params: { id: own.userId } })),
  'PUT /users/:id': of((own) => ({ params: { id: own.userId }, body: { name: 'Bia', queueIds: [own.queueId] } })),
  'DELETE /users/:id': of((own) => ({ params: { id: own.userId } })),

  'GET /contacts': plain,
  'POST /contacts': of(() => ({ body: { name: 'Bia', number: '11988887777' } })),
  'GET /contacts/:id': contact,
  'PUT /contacts/:id': withBody(contact, () => ({ name: 'Bia' })),
  'DELETE /contacts/:id': contact,

  'GET /contact-lists': plain,
  'GET /contact-lists/list': plain,
  'GET /contact-lists/import-limits': plain,
  'POST /contact-lists': of(() => ({ body: { name: 'Nova' } })),
  'GET /contact-lists/:id': list,
  'PUT /contact-lists/:id': withBody(list, () => ({ name: 'Outra' })),
  'DELETE /contact-lists/:id': list,
  'DELETE /contact-lists/:id/items': list,
  'POST /contact-lists/:id/upload': of((own) => ({ ...list.request(own), file: csv })),
  'GET /contact-lists/:id/imports': list,
  'GET /contact-lists/:id/imports/:importId/errors.csv': of((own) => ({ params: { id: own.contactListId, importId: own.importId } })),
  'GET /contact-list-items': of((own) => ({ query: { contactListId: own.contactListId } })),
  'POST /contact-list-items': of((own) => ({ body: { contactListId: own.contactListId, name: 'Bia', number: '11988887777' } })),
  'GET /contact-list-items/:id': item,
  'PUT /contact-list-items/:id': withBody(item, () => ({ name: 'Bia' })),
  'DELETE /contact-list-items/:id': item,
  'GET /opt-outs': plain,
  'POST /opt-outs': of(() => ({ body: { number: '11988887777' } })),
  'DELETE /opt-outs/:number': of((own) => ({ params: { number: own.number } })),

  'GET /whatsapp': plain,
  'GET /whatsapp/:whatsappId': whatsapp,
  'POST /whatsapp': of((own) => ({ body: { name: 'Novo número', sendIdQueue: own.queueId, queueIds: [own.queueId] } })),
  'PUT /whatsapp/:whatsappId': withBody(whatsapp, (own) => ({ name: 'Outro', sendIdQueue: own.queueId, queueIds: [own.queueId] })),
  'DELETE /whatsapp/:whatsappId': whatsapp,
  'POST /whatsapp/:whatsappId/token': whatsapp,
  'POST /whatsappsession/:whatsappId': whatsapp,
  'PUT /whatsappsession/:whatsappId': whatsapp,
  'DELETE /whatsappsession/:whatsappId': whatsapp,
  'GET /simulator/messages': ofConnection,
  'DELETE /simulator/messages': ofConnection,
  'GET /simulator/conversations': ofConnection,
  'GET /simulator/conversation': of((own) => ({ query: { connectionId: own.connectionId, contact: '5511988887777' } })),
  'POST /simulator/inbound': of((own) => ({ body: { connectionId: own.connectionId, from: '5511988887777', body: 'Oi' } })),
  'GET /simulator/faults': ofConnection,
  'PUT /simulator/faults': of((own) => ({ body: { connectionId: own.connectionId, latencyMs: 1 } })),

  'GET /tickets': of((own) => ({ query: { queueIds: `[${own.queueId}]`, users: `[${own.userId}]`, whatsappIds: `[${own.connectionId}]` } })),
  'GET /tickets/counts': plain,
  'GET /tickets/:id': ticket,
  'GET /tickets/u/:uuid': of((own) => ({ params: { uuid: own.ticketUuid } })),
  'POST /tickets': of((own) => ({ body: { contactId: own.contactId, whatsappId: own.connectionId, queueId: own.queueId, userId: own.userId } })),
  'PUT /tickets/:id': withBody(ticket, (own) => ({ queueId: own.queueId, userId: own.userId })),
  'DELETE /tickets/:id': ticket,
  'POST /tickets/:id/accept': {
    request: (own) => ({ ...ticket.request(own), body: { queueId: own.queueId } }),
    prepare: (db, { ticketId }) => db.query(`UPDATE "Tickets" SET "status" = 'pending', "userId" = NULL WHERE "id" = $1`, [ticketId]),
  },
  'POST /tickets/:id/transfer': withBody(ticket, (own) => ({ queueId: own.queueId, userId: own.userId, note: 'Segue' })),
  'GET /tickets/:id/notes': ticket,
  'POST /tickets/:id/notes': withBody(ticket, () => ({ note: 'Ligar amanhã' })),
  'DELETE /tickets/:id/notes/:noteId': of((own) => ({ params: { id: own.ticketId, noteId: own.noteId } })),
  'GET /tickets/:id/logs': ticket,
  'GET /tickets/:id/why': ticket,
  'GET /ratings': plain,
  'GET /queue': plain,
  'GET /queue/:id': queue,
  'POST /queue': of((own) => ({ body: { name: 'Novo', userIds: [own.userId] } })),
  'PUT /queue/:id': withBody(queue, (own) => ({ name: 'Outro', userIds: [own.userId] })),
  'DELETE /queue/:id': queue,
  'GET /tags': plain,
  'GET /tags/list': plain,
  'GET /tag/kanban': plain,
  'GET /tags/:id': tag,
  'POST /tags': of((own) => ({ body: { name: 'Nova', kanban: true, nextLaneId: own.laneId } })),
  'PUT /tags/:id': withBody(tag, (own) => ({ color: '#112233', nextLaneId: own.laneId })),
  'DELETE /tags/:id': tag,
  'PUT /ticket-tags/:ticketId/:tagId': tagged,
  'DELETE /ticket-tags/:ticketId/:tagId': tagged,
  'DELETE /ticket-tags/:ticketId': of((own) => ({ params: { ticketId: own.ticketId } })),
  'POST /tags/sync': of((own) => ({ body: { ticketId: own.ticketId, tags: [own.tagId] } })),
  'GET /ticket/kanban': of((own) => ({ query: { laneId: own.laneId, queueIds: `[${own.queueId}]` } })),

  'POST /api/messages/send': of((own) => ({ body: { number: '11988887777', body: 'Oi', queueId: own.queueId, userId: own.userId, sendSignature: true } })),
  'POST /api/messages/checkNumber': of(() => ({ body: { number: '11988887777' } })),
  'GET /api/messages/:id': of((own) => ({ params: { id: own.deliveryId } })),
  'POST /messages/send-bulk': of((own) => ({ body: { connectionId: own.connectionId, messages: [{ number: '11988887777', body: 'Oi' }] } })),
  'GET /messages/:id/status': of((own) => ({ params: { id: own.deliveryId } })),
  'GET /messages/:ticketId': of((own) => ({ params: { ticketId: own.ticketId } })),
  'POST /messages/:ticketId': of((own) => ({ params: { ticketId: own.ticketId }, body: { body: 'Oi' } })),
  'GET /messages/:id/media': of((own) => ({ params: { id: own.messageId } })),

  'GET /campaigns': plain,
  'GET /campaigns/list': plain,
  'GET /campaigns/:id': campaign,
  'POST /campaigns': of((own) => ({ body: campaignBody(own) })),
  'PUT /campaigns/:id': withBody(campaign, campaignBody),
  'DELETE /campaigns/:id': campaign,
  'POST /campaigns/:id/clone': campaign,
  'POST /campaigns/:id/media-upload': of((own) => ({ ...campaign.request(own), file: png })),
  'GET /campaigns/:id/media-upload': { ...campaign, status: 404 },
  'DELETE /campaigns/:id/media-upload': campaign,
  'POST /campaigns/:id/start': campaign,
  'POST /campaigns/:id/unschedule': campaign,
  'POST /campaigns/:id/pause': onCampaign('EM_ANDAMENTO'),
  'POST /campaigns/:id/resume': onCampaign('PAUSADA'),
  'POST /campaigns/:id/cancel': onCampaign('EM_ANDAMENTO'),
  'POST /campaigns/:id/restart': onCampaign('CANCELADA'),
  'POST /campaigns/:id/retry-failed': onCampaign('FINALIZADA', (own) => ({ ...campaign.request(own), body: { unknown: true } })),
  'POST /campaigns/:id/preview': withBody(campaign, (own) => ({ itemId: own.contactListItemId })),
  'POST /campaigns/:id/test-send': withBody(campaign, (own) => ({ numbers: ['11988887777'], itemId: own.contactListItemId })),
  'GET /campaigns/:id/detailed-report': campaign,
  'GET /campaigns/:id/detailed-report.csv': campaign,
  'GET /campaigns/:id/variants': campaign,
  'GET /campaigns/:id/shippings': of((own) => ({ params: { id: own.campaignId }, query: { ids: [own.shippingId] } })),
  'GET /campaigns/:id/shippings/:shippingId/why': of((own) => ({ params: { id: own.campaignId, shippingId: own.shippingId } })),
  'GET /campaign-settings': plain,
  'POST /campaign-settings': of(() => ({ body: { settings: { messageInterval: 5 } } })),

  'GET /schedules': of((own) => ({ query: { contactId: own.contactId, userId: own.userId } })),
  'GET /schedules/:id': schedule,
  'POST /schedules': of((own) => ({ body: scheduleBody(own) })),
  'POST /schedules/preview': of((own) => ({ body: scheduleBody(own) })),
  'PUT /schedules/:id': withBody(schedule, scheduleBody),
  'DELETE /schedules/:id': schedule,
  'POST /schedules/:id/media-upload': of((own) => ({ ...schedule.request(own), file: png })),
  'DELETE /schedules/:id/media-upload': schedule,
  'POST /schedules/:id/cancel': schedule,
  'POST /schedules/:id/retry': {
    ...schedule,
    prepare: (db, { companyId }) => db.query(`DELETE FROM "OptOuts" WHERE "companyId" = $1`, [companyId]),
  },

  'GET /invoices': of((own) => ({ query: { companyId: own.companyId } })),
  'GET /invoices/all': plain,
  'PUT /invoices/:id': of((own) => ({ params: { id: own.invoiceId }, body: { status: 'paid' } })),

  'GET /api/crons': plain,
  'POST /api/crons/:name/run': of(() => ({ params: { name: 'invoices' } })),


  'GET /health/live': plain,
  'GET /health/ready': plain,
  'GET /health': plain,
  'GET /version': plain,
  'GET /api/queues/stats': plain,
  'GET /api/queues/history': plain,
  'POST /api/queues/:name/pause': of(() => ({ params: { name: 'CampaignQueue' } })),
  'POST /api/queues/:name/resume': of(() => ({ params: { name: 'CampaignQueue' } })),
};
