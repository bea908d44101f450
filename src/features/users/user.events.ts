import type { CompanyId, UserId } from '../../kernel/ids';
import { defineEvent } from '../../platform/realtime/realtime';
import type { Tx } from '../../platform/transact';
import { userStore } from './user.store';
import { userView, type UserView } from './user.view';

export const userEvent = defineEvent<
  | { action: 'create' | 'update'; user: UserView }
  | { action: 'delete'; userId: number }
  /** Many came or went at once: fetch the list again. */
  | { action: 'refresh' }
>('user');

/** After an outage everybody comes back at once. */
export const TOLD_ONE_BY_ONE = 20;

/** Tells that users of any companies came or went: up to 20 of a company one by one, more by a single `refresh`. */
export async function tellUsers(tx: Tx, moved: readonly { readonly id: UserId; readonly companyId: CompanyId }[]): Promise<void> {
  const byCompany = new Map<CompanyId, UserId[]>();
  for (const { id, companyId } of moved) byCompany.set(companyId, [...(byCompany.get(companyId) ?? []), id]);
  const few: UserId[] = [];
  for (const [companyId, ids] of byCompany) {
    if (ids.length > TOLD_ONE_BY_ONE) tx.emit(companyId, userEvent, { action: 'refresh' });
    else few.push(...ids);
  }
  if (few.length === 0) return;
  for (const row of await userStore(tx).byIdsAcrossCompanies(few)) tx.emit(row.companyId, userEvent, { action: 'update', user: userView(row) });
}
