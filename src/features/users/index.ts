/** The door of the people who log in. */
import type { Log } from '../../kernel/log';
import type { Feature } from '../../platform/feature';
import type { Tokens } from '../../platform/http/tokens';
import { createPresence, type Presence, type PresenceDeps } from './presence';
import { verifyLoginStatusHandler } from './presence.jobs';
import { sessionRoutes } from './session.routes';
import { userRoutes } from './user.routes';
import type { UserServiceDeps } from './user.service';
import { userTexts } from './user.texts';

export { ensureFirstAdmin, type FirstAdmin } from './first-admin';
export { userJobs } from './presence.jobs';
export { loadSecret } from './secret.store';
export { addAdmin } from './user.service';

export interface UsersDeps extends UserServiceDeps, Pick<PresenceDeps, 'connectionsOf'> {
  readonly tokens: Tokens;
  readonly log: Log;
}

export function createUsers(deps: UsersDeps): Feature & Pick<Presence, 'seen'> {
  const presence = createPresence(deps);
  return {
    routes: [...sessionRoutes({ ...deps, presence }), ...userRoutes(deps)],
    handlers: [verifyLoginStatusHandler(deps)],
    texts: userTexts,
    stop: () => presence.flush(),
    seen: (user) => presence.seen(user),
  };
}
