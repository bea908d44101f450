import type { CompanyId, UserId } from '../../kernel/ids';
import { defineEvent } from '../../platform/realtime/realtime';
import { fewOrRefresh } from '../../platform/tell-few';
import type { Tx } from '../../platform/transact';
import { userStore } from './user.store';
import { userView, type UserView } from './user.view';

export const userEvent = defineEvent<
  | { action: 'create' | 'update'; user: UserView }
  | { action: 'delete'; userId: number }
  /** Many came or went at once: fetch the list again. */
  | { action: 'refresh' }
>('user');

/** Tells that users of any companies came or went: up to 20 of a company one by one, more by a single `refresh`. */
export async function tellUsers(tx: Tx, moved: readonly { readonly id: UserId; readonly companyId: CompanyId }[]): Promise<void> {
  const few = fewOrRefresh(moved, ({ companyId }) => companyId, (companyId) => tx.emit(companyId, userEvent, { action: 'refresh' }));
  if (few.length === 0) return;
  for (const row of await userStore(tx).byIdsAcrossCompanies(few.map(({ id }) => id))) tx.emit(row.companyId, userEvent, { action: 'update', user: userView(row) });
}
