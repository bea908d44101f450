import { Conflict, Forbidden, found, Invalid } from '../../kernel/errors';
import { given } from '../../kernel/given';
import type { CompanyId } from '../../kernel/ids';
import type { Caller } from '../../platform/http/route';
import { isForeignKeyViolation } from '../../platform/sql-state';
import type { Transact, Tx } from '../../platform/transact';
import { companyStore, type CompanyFields } from './company.store';
import { companyView, type CompanyView } from './company.view';

/** The person a new company starts with. */
export interface NewAdmin {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

export interface CompanyServiceDeps {
  readonly transact: Transact;
  /** Makes an admin of that company; users are another feature's. */
  readonly addAdmin: (tx: Tx, companyId: CompanyId, admin: NewAdmin) => Promise<void>;
  /** Told after the commit when companies were suspended or let in again. */
  readonly statusChanged: () => Promise<void>;
  /** Told after the commit that a company is gone: its files go too. */
  readonly removed: (companyId: CompanyId) => Promise<void>;
}

export type CompanyChange = { readonly [F in keyof CompanyFields]?: CompanyFields[F] | undefined };

/** What only a super user decides: an admin would else extend his own subscription. */
const RESERVED = ['status', 'planId', 'dueDate'] as const satisfies readonly (keyof CompanyFields)[];

export function companyService({ transact, addAdmin, statusChanged, removed }: CompanyServiceDeps) {
  return {
    /** With its first admin in the same transaction, when one is given. @throws Invalid on an unknown plan; what `addAdmin` throws */
    create: (fields: Pick<CompanyFields, 'name'> & Partial<CompanyFields>, admin: NewAdmin | undefined): Promise<CompanyView> =>
      transact(async (tx) => {
        const companies = companyStore(tx);
        const id = await refusingPlan(companies.add(fields));
        if (admin !== undefined) await addAdmin(tx, id, admin);
        return companyView(found(await companies.find(id), 'Company'));
      }),

    /** @throws NotFound, Forbidden on what is a super user's, Conflict on suspending oneself, Invalid on an unknown plan */
    change: (caller: Caller, id: CompanyId, change: CompanyChange): Promise<CompanyView> =>
      transact(async (tx) => {
        const companies = companyStore(tx);
        const before = found(await companies.lock(id), 'Company');
        const after: CompanyFields = { ...before, ...given(change) };
        if (!caller.super && RESERVED.some((field) => after[field] !== before[field])) {
          throw new Forbidden('ERR_NO_PERMISSION', 'Only a super user changes status, plan and due date');
        }
        if (!after.status && id === caller.companyId) throw new Conflict('ERR_OWN_COMPANY', 'Nobody suspends his own company');
        await refusingPlan(companies.save(id, after));
        if (after.status !== before.status) tx.afterCommit(statusChanged);
        return companyView(found(await companies.find(id), 'Company'));
      }),

    /** For good, with everything it has; suspended first, so that nothing of it is under way. @throws NotFound, Conflict */
    remove: (caller: Caller, id: CompanyId): Promise<void> =>
      transact(async (tx) => {
        const companies = companyStore(tx);
        const { status } = found(await companies.lock(id), 'Company');
        if (id === caller.companyId) throw new Conflict('ERR_OWN_COMPANY', 'Nobody removes his own company');
        if (status) throw new Conflict('ERR_COMPANY_ACTIVE', 'Suspend the company before removing it');
        await companies.remove(id);
        tx.afterCommit(() => removed(id));
      }),
  };
}

async function refusingPlan<T>(writing: Promise<T>): Promise<T> {
  try {
    return await writing;
  } catch (error) {
    throw isForeignKeyViolation(error) ? Invalid.field('planId', 'unknown_plan', 'There is no such plan') : error;
  }
}
