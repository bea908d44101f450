import type { Transact } from '../../platform/transact';
import { companyStore } from '../companies';
import { hashPassword, randomPassword } from './password';
import { blankUser, userStore } from './user.store';

export interface FirstAdmin {
  readonly email: string;
  /** Null when it was given; else to be shown once, it is stored nowhere. */
  readonly generatedPassword: string | null;
}

/**
 * A company and its admin, who is a super user, on a database without any user. Processes that start together make one.
 * @returns null when there are users already
 */
export async function ensureFirstAdmin(transact: Transact, wanted: { email: string; password: string | null; timezone: string }): Promise<FirstAdmin | null> {
  return transact(async (tx) => {
    const users = userStore(tx);
    if (!(await users.noneAcrossCompanies())) return null;
    const password = wanted.password ?? randomPassword();
    const companyId = await companyStore(tx).add({ name: 'Empresa demonstração', timezone: wanted.timezone });
    await users.add(companyId, { ...blankUser, name: 'Administrador', email: wanted.email, passwordHash: await hashPassword(password), profile: 'admin', super: true });
    return { email: wanted.email, generatedPassword: wanted.password === null ? password : null };
  });
}
