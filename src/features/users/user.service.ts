import { Conflict, found, Invalid } from '../../kernel/errors';
import type { CompanyId, UserId } from '../../kernel/ids';
import type { Caller } from '../../platform/http/route';
import { isForeignKeyViolation, isUniqueViolation } from '../../platform/sql-state';
import type { Queryable, Transact } from '../../platform/transact';
import { hashPassword } from './password';
import { mayChange, mayMake, mayRemove, maySee } from './user.rules';
import { userStore, type UserRow } from './user.store';
import { userEvent, userView, type UserView } from './user.view';

export interface UserInput {
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly profile: 'user' | 'admin';
  readonly super: boolean;
  /** The caller's own when absent. */
  readonly companyId?: CompanyId | undefined;
}

export type UserChanges = { readonly [F in Exclude<keyof UserInput, 'companyId'>]?: UserInput[F] | undefined };

export function userService({ db, transact }: { readonly db: Queryable; readonly transact: Transact }) {
  return {
    /** @throws NotFound, Forbidden */
    async get(caller: Caller, id: UserId): Promise<UserView> {
      const row = await reach(db, caller, id);
      maySee(caller, row);
      return userView(row);
    },

    /** @throws Forbidden, Conflict when the e-mail has an account, Invalid when there is no such company */
    async make(caller: Caller, input: UserInput): Promise<UserView> {
      const companyId = input.companyId ?? caller.companyId;
      mayMake(caller, { companyId, super: input.super });
      const passwordHash = await hashPassword(input.password);
      return transact(async (tx) => {
        const users = userStore(tx);
        const id = await refusingSecond(users.add(companyId, { ...input, passwordHash }));
        const user = userView(found(await users.find(companyId, id), 'User'));
        tx.emit(companyId, userEvent, { action: 'create', user });
        return user;
      });
    },

    /** @throws NotFound, Forbidden, Conflict when the e-mail has an account */
    async change(caller: Caller, id: UserId, { password, ...changes }: UserChanges): Promise<UserView> {
      const target = await reach(db, caller, id);
      mayChange(caller, target, changes);
      const passwordHash = password === undefined ? undefined : await hashPassword(password);
      return transact(async (tx) => {
        const users = userStore(tx);
        await refusingSecond(users.change(target.companyId, id, { ...changes, passwordHash }));
        const user = userView(found(await users.find(target.companyId, id), 'User'));
        tx.emit(target.companyId, userEvent, { action: 'update', user });
        return user;
      });
    },

    /** @throws NotFound, Forbidden, Conflict */
    async remove(caller: Caller, id: UserId): Promise<void> {
      const target = await reach(db, caller, id);
      mayRemove(caller, target);
      await transact(async (tx) => {
        await userStore(tx).remove(target.companyId, id);
        tx.emit(target.companyId, userEvent, { action: 'delete', userId: id });
      });
    },
  };
}

/** A super user reaches the users of every company, others those of their own. @throws NotFound */
async function reach(q: Queryable, caller: Caller, id: UserId): Promise<UserRow> {
  const users = userStore(q);
  return found(caller.super ? await users.findAcrossCompanies(id) : await users.find(caller.companyId, id), 'User');
}

async function refusingSecond<T>(writing: Promise<T>): Promise<T> {
  try {
    return await writing;
  } catch (error) {
    if (isUniqueViolation(error, 'Users_email')) throw new Conflict('ERR_EMAIL_EXISTS', 'There is an account of that e-mail');
    if (isForeignKeyViolation(error)) throw Invalid.field('companyId', 'unknown_company', 'There is no such company');
    throw error;
  }
}
