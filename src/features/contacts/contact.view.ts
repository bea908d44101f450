/** Contacts, lists, items and opt-outs as the API and the browser events show them. */
import { z } from 'zod';
import type { Contact } from './contact.store';
import type { ContactListItem } from './item.store';
import type { ContactList } from './list.store';
import type { OptOut } from './opt-out.store';

const stored = { id: z.number(), companyId: z.number(), createdAt: z.string(), updatedAt: z.string() };

export const contactShape = z.object({
  ...stored,
  name: z.string(),
  number: z.string(),
  email: z.string(),
  isGroup: z.boolean(),
  active: z.boolean(),
  profilePicUrl: z.string(),
});
export type ContactView = z.output<typeof contactShape>;

export const listShape = z.object({
  ...stored,
  name: z.string(),
  contactsCount: z.number(),
  lastImport: z.object({ fileName: z.string(), createdAt: z.string() }).nullable(),
});
export type ListView = z.output<typeof listShape>;

export const itemShape = z.object({
  ...stored,
  contactListId: z.number(),
  name: z.string(),
  number: z.string(),
  email: z.string(),
  isGroup: z.boolean(),
  isWhatsappValid: z.boolean().nullable(),
  variables: z.record(z.string(), z.string()),
});
export type ItemView = z.output<typeof itemShape>;

export const optOutShape = z.object({ number: z.string(), source: z.string(), createdAt: z.string() });
export type OptOutView = z.output<typeof optOutShape>;

export const contactView = (row: Contact): ContactView => dated(row);

export function listView({ importedAt, importedFile, ...row }: ContactList): ListView {
  return { ...dated(row), lastImport: importedAt === null || importedFile === null ? null : { fileName: importedFile, createdAt: importedAt.toISOString() } };
}

export const itemView = (row: ContactListItem): ItemView => dated(row);
export const optOutView = (row: OptOut): OptOutView => ({ ...row, createdAt: row.createdAt.toISOString() });

function dated<Row extends { readonly createdAt: Date; readonly updatedAt: Date }>(row: Row) {
  return { ...row, createdAt: row.createdAt.toISOString(), updatedAt: row.updatedAt.toISOString() };
}
