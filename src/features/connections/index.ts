/** The door of connections: the WhatsApp numbers of a company, and how each may be used. */
import { found } from '../../kernel/errors';
import type { CompanyId, ConnectionId } from '../../kernel/ids';
import type { Channels } from '../../platform/channels/channels';
import type { Simulator } from '../../platform/channels/simulator';
import type { Feature } from '../../platform/feature';
import type { ConnectionCaller } from '../../platform/http/route';
import type { Queryable, Transact } from '../../platform/transact';
import { connectionRoutes } from './connection.routes';
import { connectionStore } from './connection.store';
import { connectionTexts } from './connection.texts';
import type { Connection } from './connection.types';
import { simulatorRoutes } from './simulator.routes';

export * from './connection.types';

export interface Connections {
  /** @throws NotFound */
  get(q: Queryable, companyId: CompanyId, id: ConnectionId): Promise<Connection>;
  /** Whose API token has this SHA-256 (hex); null: nobody's. For the HTTP edge. */
  findByTokenHash(tokenHash: string): Promise<ConnectionCaller | null>;
}

export interface ConnectionsDeps {
  readonly db: Queryable;
  readonly transact: Transact;
  readonly channels: Channels;
  /** Its routes exist only where it is given. */
  readonly simulator?: Simulator | undefined;
}

export function createConnections({ db, transact, channels, simulator }: ConnectionsDeps): Feature & Connections {
  return {
    routes: [...connectionRoutes({ db, transact, channels }), ...(simulator ? simulatorRoutes({ db, simulator }) : [])],
    texts: connectionTexts,
    get: async (q, companyId, id) => found(await connectionStore(q).byId(companyId, id), 'Connection'),
    findByTokenHash: (tokenHash) => connectionStore(db).byTokenHashAcrossCompanies(tokenHash),
  };
}
