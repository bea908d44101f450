/** Who may do what to whom. Whether the target can be seen at all is decided before, by the store. */
import { Conflict, Forbidden } from '../../kernel/errors';
import type { CompanyId, UserId } from '../../kernel/ids';

interface Person {
  readonly userId: UserId;
  readonly companyId: CompanyId;
  readonly profile: 'user' | 'admin';
  readonly super: boolean;
}

interface Target {
  readonly id: UserId;
  readonly profile: 'user' | 'admin';
  readonly super: boolean;
  readonly capacity: number | null;
  readonly queues: readonly { readonly id: number }[];
}

interface Roles {
  readonly profile?: 'user' | 'admin' | undefined;
  readonly super?: boolean | undefined;
  readonly capacity?: number | null | undefined;
  readonly queueIds?: readonly number[] | undefined;
}

const refusal = (message: string) => new Forbidden('ERR_NO_PERMISSION', message);

const administers = (caller: Person) => caller.super || caller.profile === 'admin';

/** @throws Forbidden */
export function mayMake(caller: Person, user: { readonly companyId: CompanyId; readonly super: boolean }): void {
  if (user.companyId !== caller.companyId && !caller.super) throw refusal('Only a super user makes users of another company');
  if (user.super && !caller.super) throw refusal('Only a super user makes super users');
}

/** @throws Forbidden */
export function maySee(caller: Person, target: Target): void {
  if (target.id !== caller.userId && !administers(caller)) throw refusal('Users see themselves only');
}

/** @throws Forbidden */
export function mayChange(caller: Person, target: Target, roles: Roles): void {
  maySee(caller, target);
  if (target.super && !caller.super) throw refusal('Only a super user changes a super user');
  const newRole = roles.profile !== undefined && roles.profile !== target.profile;
  if (newRole && !administers(caller)) throw refusal('Only an admin gives roles');
  // Else the last admin could shut everyone out, himself included.
  if (newRole && target.id === caller.userId) throw refusal('Nobody changes his own role');
  if (!administers(caller) && newWork(target, roles)) throw refusal('Only an admin assigns service queues and capacity');
  if (roles.super !== undefined && roles.super !== target.super && !caller.super) throw refusal('Only a super user makes super users');
}

/** A form that is sent back whole changes nothing by what it repeats. */
function newWork(target: Target, { capacity, queueIds }: Roles): boolean {
  if (capacity !== undefined && capacity !== target.capacity) return true;
  if (queueIds === undefined) return false;
  const own = new Set(target.queues.map(({ id }) => id));
  return own.size !== new Set(queueIds).size || queueIds.some((id) => !own.has(id));
}

/** @throws Forbidden, or Conflict on oneself: someone must be left who can make users. */
export function mayRemove(caller: Person, target: Target): void {
  if (target.id === caller.userId) throw new Conflict('ERR_OWN_USER', 'Nobody removes himself');
  if (target.super && !caller.super) throw refusal('Only a super user removes a super user');
}
