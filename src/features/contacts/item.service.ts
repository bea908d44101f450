import { found, NotFound } from '../../kernel/errors';
import type { CompanyId, ContactListId, ContactListItemId } from '../../kernel/ids';
import { pageOf } from '../../platform/http/pagination';
import { refuseDuplicate } from '../../platform/refuse-duplicate';
import type { Queryable, Transact, Tx } from '../../platform/transact';
import { itemChanged } from './contact.events';
import type { Changes } from './contact.store';
import { itemView, type ItemView } from './contact.view';
import { itemStore, type ContactListItem, type ItemFields } from './item.store';
import { announceList, listViewOf } from './list.service';
import { lockItems } from './list.store';

const DUPLICATE = ['ERR_DUPLICATED_ITEM', 'The list has this number'] as const;

async function findItem(q: Queryable, companyId: CompanyId, id: ContactListItemId): Promise<ContactListItem> {
  return found(await itemStore(q).find(companyId, id), 'Contact list item');
}

async function announceItem(tx: Tx, companyId: CompanyId, action: 'create' | 'update', id: ContactListItemId): Promise<ItemView> {
  const record = itemView(await findItem(tx, companyId, id));
  tx.emit(companyId, itemChanged, { action, record });
  return record;
}

/** The contacts of a list, one by one. */
export function itemService({ db, transact }: { readonly db: Queryable; readonly transact: Transact }) {
  return {
    /** @throws NotFound when the company has no such list. */
    async page(companyId: CompanyId, listId: ContactListId, search: string, pageNumber: number): Promise<{ contacts: ItemView[]; count: number; hasMore: boolean }> {
      const store = itemStore(db);
      const list = await listViewOf(db, companyId, listId);
      const [listed, count] = await Promise.all([
        store.page(companyId, listId, search, pageNumber),
        search === '' ? list.contactsCount : store.countMatching(companyId, listId, search),
      ]);
      const { rows, hasMore } = pageOf(listed);
      return { contacts: rows.map(itemView), count, hasMore };
    },

    /** @throws NotFound */
    find: async (companyId: CompanyId, id: ContactListItemId): Promise<ItemView> => itemView(await findItem(db, companyId, id)),

    /** @throws NotFound, Conflict */
    create: (companyId: CompanyId, listId: ContactListId, fields: ItemFields): Promise<ItemView> =>
      refuseDuplicate(
        transact(async (tx) => {
          if (!(await lockItems(tx, companyId, listId))) throw NotFound.of('Contact list');
          const id = await itemStore(tx).insert(companyId, listId, fields);
          await announceList(tx, companyId, 'update', listId);
          return announceItem(tx, companyId, 'create', id);
        }),
        ...DUPLICATE,
      ),

    /** @throws NotFound, Conflict */
    change: (companyId: CompanyId, id: ContactListItemId, fields: Changes<ItemFields>): Promise<ItemView> =>
      refuseDuplicate(
        transact(async (tx) => {
          const { contactListId } = await findItem(tx, companyId, id);
          await lockItems(tx, companyId, contactListId);
          await itemStore(tx).update(companyId, id, fields);
          return announceItem(tx, companyId, 'update', id);
        }),
        ...DUPLICATE,
      ),

    /** @throws NotFound, Conflict */
    remove: (companyId: CompanyId, id: ContactListItemId): Promise<void> =>
      transact(async (tx) => {
        const { contactListId } = await findItem(tx, companyId, id);
        await lockItems(tx, companyId, contactListId);
        await itemStore(tx).remove(companyId, id);
        await announceList(tx, companyId, 'update', contactListId);
        tx.emit(companyId, itemChanged, { action: 'delete', id });
      }),
  };
}
