/** Log in, stay in, get out. What the tokens are is told in platform/http/tokens. */
import { Forbidden, Unauthorized } from '../../kernel/errors';
import type { Caller } from '../../platform/http/route';
import type { Tokens } from '../../platform/http/tokens';
import type { Queryable } from '../../platform/transact';
import { passwordMatches } from './password';
import { userStore, type UserRow } from './user.store';
import { userView, type UserView } from './user.view';

export interface Session {
  readonly token: string;
  readonly user: UserView;
  readonly refreshToken: string;
}

export function sessionService({ db, tokens }: { readonly db: Queryable; readonly tokens: Tokens }) {
  const users = userStore(db);

  const open = (row: UserRow): Session => ({
    token: tokens.issueAccess({ userId: row.id, companyId: row.companyId, profile: row.profile, super: row.super }, row.name),
    user: userView(row),
    refreshToken: tokens.issueRefresh(row.id, row.tokenVersion),
  });

  return {
    /** @throws Unauthorized (one answer for a wrong e-mail and a wrong password), Forbidden when the company is suspended */
    async logIn(email: string, password: string): Promise<Session> {
      const row = await users.findByEmailAcrossCompanies(email);
      const matches = await passwordMatches(row?.passwordHash ?? null, password);
      if (row === null || !matches) throw new Unauthorized('ERR_INVALID_CREDENTIALS', 'Wrong e-mail or password');
      if (!row.companyStatus) throw new Forbidden('ERR_COMPANY_SUSPENDED', 'The company is suspended');
      return open(row);
    },

    /** Roles and company are read anew: a change of them shows here at the latest. @throws Unauthorized */
    async refresh(refreshToken: string | null): Promise<Session> {
      const { id, tokenVersion } = tokens.verifyRefresh(refreshToken ?? '');
      const row = await users.findAcrossCompanies(id);
      if (row === null || row.tokenVersion !== tokenVersion || !row.companyStatus) {
        throw new Unauthorized('ERR_SESSION_EXPIRED', 'The session has ended');
      }
      return open(row);
    },

    /** On every device: what was given out so far is refreshed no more. */
    logOut: (caller: Caller): Promise<void> => users.endSessions(caller.companyId, caller.userId),

    /** @throws Unauthorized for a user who has been removed since */
    async me(caller: Caller): Promise<UserView> {
      const row = await users.find(caller.companyId, caller.userId);
      if (row === null) throw new Unauthorized('ERR_SESSION_EXPIRED', 'The user is gone');
      return userView(row);
    },
  };
}
