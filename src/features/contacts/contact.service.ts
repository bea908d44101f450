import { found, NotFound } from '../../kernel/errors';
import type { CompanyId, ContactId } from '../../kernel/ids';
import { pageOf } from '../../platform/http/pagination';
import { refuseDuplicate } from '../../platform/refuse-duplicate';
import type { Queryable, Transact, Tx } from '../../platform/transact';
import { contactChanged } from './contact.events';
import { contactStore, type Changes, type ContactFields } from './contact.store';
import { contactView, type ContactView } from './contact.view';

const DUPLICATE = ['ERR_DUPLICATED_CONTACT', 'The company has a contact with this number'] as const;

export function contactService({ db, transact }: { readonly db: Queryable; readonly transact: Transact }) {
  async function viewOf(q: Queryable, companyId: CompanyId, id: ContactId): Promise<ContactView> {
    return contactView(found(await contactStore(q).find(companyId, id), 'Contact'));
  }

  async function announced(tx: Tx, companyId: CompanyId, action: 'create' | 'update', id: ContactId): Promise<ContactView> {
    const contact = await viewOf(tx, companyId, id);
    tx.emit(companyId, contactChanged, { action, contact });
    return contact;
  }

  return {
    async page(companyId: CompanyId, search: string, pageNumber: number): Promise<{ contacts: ContactView[]; count: number; hasMore: boolean }> {
      const store = contactStore(db);
      const [listed, count] = await Promise.all([store.page(companyId, search, pageNumber), store.count(companyId, search)]);
      const { rows, hasMore } = pageOf(listed);
      return { contacts: rows.map(contactView), count, hasMore };
    },

    /** @throws NotFound */
    find: (companyId: CompanyId, id: ContactId) => viewOf(db, companyId, id),

    /** @throws Conflict */
    create: (companyId: CompanyId, fields: ContactFields): Promise<ContactView> =>
      refuseDuplicate(
        transact(async (tx) => announced(tx, companyId, 'create', await contactStore(tx).insert(companyId, fields))),
        ...DUPLICATE,
      ),

    /** @throws NotFound, Conflict */
    change: (companyId: CompanyId, id: ContactId, fields: Changes<ContactFields>): Promise<ContactView> =>
      refuseDuplicate(
        transact(async (tx) => {
          await contactStore(tx).update(companyId, id, fields);
          return announced(tx, companyId, 'update', id);
        }),
        ...DUPLICATE,
      ),

    /** With all conversations of the contact. @throws NotFound */
    remove: (companyId: CompanyId, id: ContactId): Promise<void> =>
      transact(async (tx) => {
        if (!(await contactStore(tx).remove(companyId, id))) throw NotFound.of('Contact');
        tx.emit(companyId, contactChanged, { action: 'delete', id });
      }),
  };
}
