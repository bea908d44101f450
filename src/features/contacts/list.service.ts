import { Conflict, found, NotFound } from '../../kernel/errors';
import type { CompanyId, ContactListId } from '../../kernel/ids';
import { pageOf } from '../../platform/http/pagination';
import { refuseDuplicate } from '../../platform/refuse-duplicate';
import type { Queryable, Transact, Tx } from '../../platform/transact';
import { itemsReloaded, listChanged } from './contact.events';
import { listView, type ListView } from './contact.view';
import { listStore, lockItems, lockList } from './list.store';

const DUPLICATE = ['ERR_DUPLICATED_LIST', 'The company has a list of this name'] as const;

/** @throws NotFound */
export async function listViewOf(q: Queryable, companyId: CompanyId, id: ContactListId): Promise<ListView> {
  return listView(found(await listStore(q).find(companyId, id), 'Contact list'));
}

/** Tells browsers how the list stands now. @throws NotFound */
export async function announceList(tx: Tx, companyId: CompanyId, action: 'create' | 'update', id: ContactListId): Promise<ListView> {
  const record = await listViewOf(tx, companyId, id);
  tx.emit(companyId, listChanged, { action, record });
  return record;
}

export function listService({ db, transact }: { readonly db: Queryable; readonly transact: Transact }) {
  return {
    async page(companyId: CompanyId, search: string, pageNumber: number): Promise<{ records: ListView[]; count: number; hasMore: boolean }> {
      const store = listStore(db);
      const [listed, count] = await Promise.all([store.page(companyId, search, pageNumber), store.count(companyId, search)]);
      const { rows, hasMore } = pageOf(listed);
      return { records: rows.map(listView), count, hasMore };
    },

    names: (companyId: CompanyId) => listStore(db).names(companyId),

    /** @throws NotFound */
    find: (companyId: CompanyId, id: ContactListId) => listViewOf(db, companyId, id),

    /** @throws Conflict */
    create: (companyId: CompanyId, name: string): Promise<ListView> =>
      refuseDuplicate(
        transact(async (tx) => announceList(tx, companyId, 'create', await listStore(tx).insert(companyId, name))),
        ...DUPLICATE,
      ),

    /** @throws NotFound, Conflict */
    rename: (companyId: CompanyId, id: ContactListId, name: string): Promise<ListView> =>
      refuseDuplicate(
        transact(async (tx) => {
          await listStore(tx).rename(companyId, id, name);
          return announceList(tx, companyId, 'update', id);
        }),
        ...DUPLICATE,
      ),

    /** With its contacts; campaigns that have ended keep their recipients. @throws NotFound, Conflict */
    remove: (companyId: CompanyId, id: ContactListId): Promise<void> =>
      transact(async (tx) => {
        if (!(await lockList(tx, companyId, id))) throw NotFound.of('Contact list');
        if (await listStore(tx).isAwaited(companyId, id)) throw new Conflict('ERR_LIST_IN_USE', 'A campaign that has not ended uses this list');
        await listStore(tx).remove(companyId, id);
        tx.emit(companyId, listChanged, { action: 'delete', id });
      }),

    /** Empties it. @returns how many contacts it had. @throws NotFound, Conflict */
    clear: (companyId: CompanyId, id: ContactListId): Promise<number> =>
      transact(async (tx) => {
        if (!(await lockItems(tx, companyId, id))) throw NotFound.of('Contact list');
        const removed = await listStore(tx).clear(companyId, id);
        await announceList(tx, companyId, 'update', id);
        tx.emit(companyId, itemsReloaded(id), { action: 'reload' });
        return removed;
      }),
  };
}
