import { Conflict, found, Invalid } from '../../kernel/errors';
import type { CompanyId, ServiceQueueId, TicketId, UserId } from '../../kernel/ids';
import type { Caller } from '../../platform/http/route';
import { isForeignKeyViolation, isUniqueViolation } from '../../platform/sql-state';
import type { Queryable, Transact, Tx } from '../../platform/transact';
import { requireRoom } from '../companies';
import { hashPassword, passwordMatches } from './password';
import { userEvent } from './user.events';
import { mayChange, mayMake, mayRemove, maySee } from './user.rules';
import { blankUser, userStore, type UserRow } from './user.store';
import { userView, type UserView } from './user.view';

export interface UserInput {
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly profile: 'user' | 'admin';
  readonly super: boolean;
  /** Conversations the router may give him at once; null: any number. */
  readonly capacity: number | null;
  /** The service queues he is a member of. */
  readonly queueIds: readonly ServiceQueueId[];
  /** The caller's own when absent. */
  readonly companyId?: CompanyId | undefined;
}

export type UserChanges = { readonly [F in Exclude<keyof UserInput, 'companyId'>]?: UserInput[F] | undefined } & { readonly currentPassword?: string | undefined };

export interface UserServiceDeps {
  readonly db: Queryable;
  readonly transact: Transact;
  /** Told, in the transaction that removes a user, which conversations wait again. Tickets are a higher feature's. */
  readonly ticketsReleased: (tx: Tx, tickets: readonly { readonly companyId: CompanyId; readonly id: TicketId }[]) => Promise<void>;
}

export function userService({ db, transact, ticketsReleased }: UserServiceDeps) {
  return {
    /** @throws NotFound, Forbidden */
    async get(caller: Caller, id: UserId): Promise<UserView> {
      const row = await reach(db, caller, id);
      maySee(caller, row);
      return userView(row);
    },

    /** @throws Forbidden, Conflict when the e-mail has an account or the plan has no room, Invalid on another company's queue or none such company */
    async make(caller: Caller, input: UserInput): Promise<UserView> {
      const companyId = input.companyId ?? caller.companyId;
      mayMake(caller, { companyId, super: input.super });
      const passwordHash = await hashPassword(input.password);
      return transact(async (tx) => {
        await requireRoom(tx, companyId, 'users');
        const users = userStore(tx);
        const id = await refusingSecond(users.add(companyId, { ...input, passwordHash }));
        await joinQueues(tx, companyId, id, input.queueIds);
        return announced(tx, companyId, 'create', id);
      });
    },

    /** @throws NotFound, Forbidden, Conflict when the e-mail has an account, Invalid on another company's queue or a wrong current password */
    async change(caller: Caller, id: UserId, { password, currentPassword, queueIds, ...changes }: UserChanges): Promise<UserView> {
      const target = await reach(db, caller, id);
      mayChange(caller, target, { ...changes, queueIds });
      if (password !== undefined && caller.userId === id) await requireCurrent(target, currentPassword);
      const passwordHash = password === undefined ? undefined : await hashPassword(password);
      return transact(async (tx) => {
        await refusingSecond(userStore(tx).change(target.companyId, id, { ...changes, passwordHash }));
        if (queueIds !== undefined) await joinQueues(tx, target.companyId, id, queueIds);
        return announced(tx, target.companyId, 'update', id);
      });
    },

    /** @throws NotFound, Forbidden, Conflict */
    async remove(caller: Caller, id: UserId): Promise<void> {
      const target = await reach(db, caller, id);
      mayRemove(caller, target);
      await transact(async (tx) => {
        const users = userStore(tx);
        const tickets = await users.lockTicketsOf(target.companyId, id);
        await users.remove(target.companyId, id);
        await ticketsReleased(tx, tickets.map((ticketId) => ({ companyId: target.companyId, id: ticketId })));
        tx.emit(target.companyId, userEvent, { action: 'delete', userId: id });
      });
    },
  };
}

/** The admin that a new company starts with. @throws Conflict when the e-mail has an account */
export async function addAdmin(tx: Tx, companyId: CompanyId, { name, email, password }: Pick<UserInput, 'name' | 'email' | 'password'>): Promise<void> {
  const passwordHash = await hashPassword(password);
  await refusingSecond(userStore(tx).add(companyId, { ...blankUser, name, email, passwordHash, profile: 'admin' }));
}

async function announced(tx: Tx, companyId: CompanyId, action: 'create' | 'update', id: UserId): Promise<UserView> {
  const user = userView(found(await userStore(tx).find(companyId, id), 'User'));
  tx.emit(companyId, userEvent, { action, user });
  return user;
}

/** A super user reaches the users of every company, others those of their own. @throws NotFound */
async function reach(q: Queryable, caller: Caller, id: UserId): Promise<UserRow> {
  const users = userStore(q);
  return found(caller.super ? await users.findAcrossCompanies(id) : await users.find(caller.companyId, id), 'User');
}

/** @throws Invalid naming each service queue that is not the company's */
async function joinQueues(tx: Tx, companyId: CompanyId, id: UserId, queueIds: readonly ServiceQueueId[]): Promise<void> {
  const foreign = await userStore(tx).setQueues(companyId, id, queueIds);
  if (foreign.length === 0) return;
  const faults = foreign.map((queueId) => ({ path: `queueIds.${queueIds.indexOf(queueId)}`, code: 'unknown_queue', message: 'No such service queue' }));
  throw new Invalid('ERR_VALIDATION', 'Service queues of another company, or of none', faults);
}

/** An open screen is not enough to take an account over. @throws Invalid */
async function requireCurrent(target: UserRow, currentPassword: string | undefined): Promise<void> {
  if (!(await passwordMatches(target.passwordHash, currentPassword ?? ''))) throw Invalid.field('currentPassword', 'wrong_password', 'Not the current password');
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
