/** Which company is behind a socket, and may it be in this namespace? Company and namespace come from the token only. */
import type { Namespace, Server, ServerOptions, Socket } from 'socket.io';
import { AppError, Forbidden } from '../../../kernel/errors';
import type { CompanyId } from '../../../kernel/ids';
import type { Caller } from '../../http/route';
import { companyOf } from './names';

export interface Verified {
  readonly caller: Caller;
  readonly expiresAt: Date;
}

/** @throws an AppError whose code the client hears */
export type VerifyToken = (token: string) => Verified;

export type SocketData = Verified;
export type None = Record<never, never>;
export type Clients = Record<string, (...args: unknown[]) => void>;
export type IoServer = Server<Clients, Clients, None, SocketData>;
export type IoSocket = Socket<Clients, Clients, None, SocketData>;
export type IoNamespace = Namespace<Clients, Clients, None, SocketData>;

/**
 * A middleware of the server guards `/` alone: a client without any token gets into a dynamic namespace that has none of
 * its own. So this one is given to every namespace, whoever creates it.
 */
export function guardNamespace(namespace: IoNamespace, verifyToken: VerifyToken): void {
  namespace.use((socket, next) => {
    try {
      const verified = verifyToken(tokenOf(socket));
      const { companyId } = verified.caller;
      const company = companyOf(namespace.name);
      if (company !== 'any' && company !== companyId) throw new Forbidden('ERR_NO_PERMISSION', 'Namespace of another company');
      // A recovered socket is back in its old rooms; whoever shows another company's token may not inherit them.
      if (socket.recovered && socket.data.caller.companyId !== companyId) throw new Forbidden('ERR_NO_PERMISSION', 'Session of another company');
      Object.assign(socket.data, verified);
      next();
    } catch (error) {
      const code = error instanceof AppError ? error.code : 'ERR_INTERNAL';
      next(Object.assign(new Error(code), { data: { code } }));
    }
  });
}

/**
 * Lets clients bring a company's namespace into being, but only that of a company whose token they show: namespaces are
 * never removed, and one per number that a stranger thinks of would fill the memory.
 */
export function admitNamespaces(io: IoServer, verifyToken: VerifyToken, seen: SeenCompanies): void {
  io.of((name, auth, next) => {
    const company = companyOf(name);
    const shown = companyBehind(auth['token'], verifyToken);
    next(null, typeof company === 'number' && (company === shown || seen.has(company)));
  });
}

/** Companies whose token came with a handshake: `admitNamespaces` is not told the query, where older clients put it. */
export class SeenCompanies {
  private readonly ids = new Set<number>();

  constructor(private readonly verifyToken: VerifyToken) {}

  has(companyId: number): boolean {
    return this.ids.has(companyId);
  }

  /** For `allowRequest`: looks, and lets everyone pass; refusing is the guard's work, which can say why. */
  readonly look: NonNullable<ServerOptions['allowRequest']> = (request, done) => {
    const { searchParams } = new URL(request.url ?? '', 'http://localhost');
    const companyId = companyBehind(searchParams.get('token'), this.verifyToken);
    if (companyId !== null) this.ids.add(companyId);
    done(null, true);
  };
}

function companyBehind(token: unknown, verifyToken: VerifyToken): CompanyId | null {
  if (typeof token !== 'string' || token === '') return null;
  try {
    return verifyToken(token).caller.companyId;
  } catch {
    return null; // Whoever shows no usable token brings no namespace into being.
  }
}

/** `auth.token` is preferred: a query may end in the log of some proxy. */
function tokenOf({ handshake }: IoSocket): string {
  const token: unknown = handshake.auth['token'] ?? handshake.query['token'];
  return typeof token === 'string' ? token : '';
}
