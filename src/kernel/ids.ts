import { z } from 'zod';

/**
 * Ids are branded numbers, so a ticket's id cannot be passed where a campaign's is wanted.
 * `CompanyId` is the wall between tenants; it is made in three places only: the token
 * (platform/http/auth), a stored row of the company, and the schema of a job's payload.
 */
type Id<Name extends string> = number & z.$brand<Name>;

export type CompanyId = Id<'CompanyId'>;
export type UserId = Id<'UserId'>;
export type ConnectionId = Id<'ConnectionId'>;
export type ContactId = Id<'ContactId'>;
export type ContactListId = Id<'ContactListId'>;
export type ContactListItemId = Id<'ContactListItemId'>;
export type CampaignId = Id<'CampaignId'>;
export type DeliveryId = Id<'DeliveryId'>;
export type TicketId = Id<'TicketId'>;
export type MessageId = Id<'MessageId'>;
export type NoteId = Id<'NoteId'>;
export type ServiceQueueId = Id<'ServiceQueueId'>;
export type InvoiceId = Id<'InvoiceId'>;
export type PlanId = Id<'PlanId'>;
export type TagId = Id<'TagId'>;

/** Largest key of an `integer` column: PostgreSQL answers a larger one with an error, not with "no such row". */
const INTEGER = 2_147_483_647;
/** `bigint` keys stay below 2^53 for any volume we can reach, so a JS number is exact. */
const BIGINT = Number.MAX_SAFE_INTEGER;

const id = <Name extends string>(largest = INTEGER) =>
  z
    .union([z.number(), z.string().regex(/^\d{1,15}$/).transform(Number)])
    .pipe(z.number().int().positive().max(largest))
    .transform((value) => value as Id<Name>);

/** Schemas accept a number or its decimal text (path parameters, bigint columns) and give the branded id. */
export const companyId = () => id<'CompanyId'>();
export const userId = () => id<'UserId'>();
export const connectionId = () => id<'ConnectionId'>();
export const contactId = () => id<'ContactId'>();
export const contactListId = () => id<'ContactListId'>();
export const contactListItemId = () => id<'ContactListItemId'>(BIGINT);
export const campaignId = () => id<'CampaignId'>();
export const deliveryId = () => id<'DeliveryId'>(BIGINT);
export const ticketId = () => id<'TicketId'>();
export const messageId = () => id<'MessageId'>(BIGINT);
export const noteId = () => id<'NoteId'>(BIGINT);
export const serviceQueueId = () => id<'ServiceQueueId'>();
export const invoiceId = () => id<'InvoiceId'>();
export const planId = () => id<'PlanId'>();
export const tagId = () => id<'TagId'>();
