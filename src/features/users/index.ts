/** The door of the people who log in. */
import type { Feature } from '../../platform/feature';
import { text, type ErrorTexts } from '../../platform/http/texts';
import type { Tokens } from '../../platform/http/tokens';
import type { Queryable, Transact } from '../../platform/transact';
import { sessionRoutes } from './session.routes';
import { userRoutes } from './user.routes';

export { ensureFirstAdmin, type FirstAdmin } from './first-admin';
export { loadSecret } from './secret.store';

const texts: ErrorTexts = {
  ERR_INVALID_CREDENTIALS: text('E-mail ou senha errados. Confira e tente de novo.', 'Wrong e-mail or password. Check them and try again.'),
  ERR_COMPANY_SUSPENDED: text('A empresa está suspensa. Fale com o suporte.', 'The company is suspended. Speak to support.'),
  ERR_EMAIL_EXISTS: text('Já existe um usuário com este e-mail. Use outro.', 'There is a user of this e-mail already. Use another.'),
  ERR_OWN_USER: text('Você não pode excluir a si mesmo. Peça a outro administrador.', 'You cannot remove yourself. Ask another admin.'),
  unknown_company: text('Esta empresa não existe. Escolha uma da lista.', 'There is no such company. Choose one of the list.'),
};

export interface UsersDeps {
  readonly db: Queryable;
  readonly transact: Transact;
  readonly tokens: Tokens;
}

export function createUsers({ db, transact, tokens }: UsersDeps): Feature {
  return { routes: [...sessionRoutes({ db, tokens }), ...userRoutes({ db, transact })], texts };
}
