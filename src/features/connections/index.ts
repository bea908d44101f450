/** The door of connections: the WhatsApp numbers of a company, and how each may be used. */
import { found } from '../../kernel/errors';
import type { CompanyId, ConnectionId } from '../../kernel/ids';
import type { Simulator } from '../../platform/channels/simulator';
import type { Feature } from '../../platform/feature';
import type { ConnectionCaller } from '../../platform/http/route';
import type { Queryable } from '../../platform/transact';
import { connectionRoutes, type ConnectionRoutesDeps } from './connection.routes';
import { connectionStore } from './connection.store';
import { connectionTexts } from './connection.texts';
import type { Connection } from './connection.types';
import { simulatorRoutes } from './simulator.routes';

export { cleanSessions } from './clean-sessions';
export * from './connection.types';

export interface Connections {
  /** @throws NotFound */
  get(q: Queryable, companyId: CompanyId, id: ConnectionId): Promise<Connection>;
  /** Whose API token has this SHA-256 (hex); null: nobody's. For the HTTP edge. */
  findByTokenHash(tokenHash: string): Promise<ConnectionCaller | null>;
}

export interface ConnectionsDeps extends ConnectionRoutesDeps {
  /** Its routes exist only where it is given. */
  readonly simulator?: Simulator | undefined;
}

export function createConnections({ db, simulator, ...deps }: ConnectionsDeps): Feature & Connections {
  return {
    routes: [...connectionRoutes({ db, ...deps }), ...(simulator ? simulatorRoutes({ db, simulator }) : [])],
    texts: connectionTexts,
    get: async (q, companyId, id) => found(await connectionStore(q).byId(companyId, id), 'Connection'),
    findByTokenHash: (tokenHash) => connectionStore(db).byTokenHashAcrossCompanies(tokenHash),
  };
}
