/** Log in, stay in, get out. What the tokens are is told in platform/http/tokens. */
import { Forbidden, Unauthorized } from '../../kernel/errors';
import type { Caller } from '../../platform/http/route';
import type { Tokens } from '../../platform/http/tokens';
import type { Queryable } from '../../platform/transact';
import { companySettings, planStore } from '../companies';
import { passwordMatches } from './password';
import type { Presence } from './presence';
import { userStore, type UserRow } from './user.store';
import { sessionUserView, type SessionUserView } from './user.view';

export interface Session {
  readonly token: string;
  readonly user: SessionUserView;
  readonly refreshToken: string;
}

export interface SessionDeps {
  readonly db: Queryable;
  readonly tokens: Tokens;
  readonly presence: Pick<Presence, 'arrived' | 'left'>;
}

export function sessionService({ db, tokens, presence }: SessionDeps) {
  const users = userStore(db);

  async function viewOf(row: UserRow): Promise<SessionUserView> {
    const [settings, terms] = await Promise.all([companySettings(db, row.companyId), planStore(db).termsOf(row.companyId)]);
    return sessionUserView(row, settings, terms);
  }

  const open = async (row: UserRow): Promise<Session> => ({
    token: tokens.issueAccess({ userId: row.id, companyId: row.companyId, profile: row.profile, super: row.super }, row.name),
    user: await viewOf(row),
    refreshToken: tokens.issueRefresh(row.id, row.tokenVersion),
  });

  return {
    /** @throws Unauthorized (one answer for a wrong e-mail and a wrong password), Forbidden when the company is suspended */
    async logIn(email: string, password: string): Promise<Session> {
      const row = await users.findByEmailAcrossCompanies(email);
      const matches = await passwordMatches(row?.passwordHash ?? null, password);
      if (row === null || !matches) throw new Unauthorized('ERR_INVALID_CREDENTIALS', 'Wrong e-mail or password');
      if (!row.companyStatus) throw new Forbidden('ERR_COMPANY_SUSPENDED', 'The company is suspended');
      presence.arrived({ companyId: row.companyId, userId: row.id });
      return open(row);
    },

    /** Roles and company are read anew: a change of them shows here at the latest. @throws Unauthorized */
    async refresh(refreshToken: string | null): Promise<Session> {
      const { id, tokenVersion } = tokens.verifyRefresh(refreshToken ?? '');
      const row = await users.findAcrossCompanies(id);
      if (row === null || row.tokenVersion !== tokenVersion) throw new Unauthorized('ERR_SESSION_EXPIRED', 'The session has ended');
      // 401, on which clients log out: a 403 would have them refresh for ever.
      if (!row.companyStatus) throw new Unauthorized('ERR_COMPANY_SUSPENDED', 'The company is suspended');
      return open(row);
    },

    /** On every device: what was given out so far is refreshed no more. */
    async logOut(caller: Caller): Promise<void> {
      await users.endSessions(caller.companyId, caller.userId);
      await presence.left(caller);
    },

    /** @throws Unauthorized for a user who has been removed since */
    async me(caller: Caller): Promise<SessionUserView> {
      const row = await users.find(caller.companyId, caller.userId);
      if (row === null) throw new Unauthorized('ERR_SESSION_EXPIRED', 'The user is gone');
      return viewOf(row);
    },
  };
}
