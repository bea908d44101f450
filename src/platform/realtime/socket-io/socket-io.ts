/**
 * Browser events over Socket.IO. Three generations of clients connect in three ways and hear the same; which company a
 * client hears is said by its token alone. This is the only place that emits.
 */
import { createServer, type Server as HttpServer } from 'node:http';
import { Server } from 'socket.io';
import { minutes, type Clock } from '../../../kernel/clock';
import type { CompanyId, UserId } from '../../../kernel/ids';
import type { Log } from '../../../kernel/log';
import type { Caller } from '../../http/route';
import type { Realtime } from '../realtime';
import { admitNamespaces, guardNamespace, SeenCompanies, type Clients, type IoNamespace, type IoServer, type IoSocket, type None, type SocketData, type VerifyToken } from './guard';
import { acceptJoins, type MayJoinTicket } from './joins';
import { dashlessName, eventName, namespacesOf, ROOT, roomOf, userRoomOf, workspaceOf } from './names';
import { redisAdapter, type RedisClient } from './redis-adapter';

export interface SocketIoDeps {
  /** Serves the clients; null in a process that only publishes, which then needs `redis`. */
  readonly server: HttpServer | null;
  readonly verifyToken: VerifyToken;
  readonly mayJoinTicket: MayJoinTicket;
  /** Told of every sign of life: a connection, an event, an answer to a ping. What it throws ends the connection. */
  readonly alive: (caller: Caller) => void;
  /** Joins the processes of one installation; null: this one is alone. */
  readonly redis: RedisClient | null;
  readonly clock: Clock;
  readonly log: Log;
  /** Other origins whose pages may connect. */
  readonly corsOrigins: readonly string[];
}

export interface SocketIo extends Realtime {
  /** Clients of that user, over all processes. */
  connectionsOf(user: { readonly companyId: CompanyId; readonly userId: UserId }): Promise<number>;
  /** Ends every connection of that company. */
  dismiss(companyId: CompanyId): void;
  /** Ends all connections, and the HTTP server with them. */
  stop(): Promise<void>;
}

/** What a client may send at once: its events carry an id or a word. */
const MAX_MESSAGE_BYTES = 100_000;

export function createSocketIo(deps: SocketIoDeps): SocketIo {
  const { verifyToken, log } = deps;
  const seen = new SeenCompanies(verifyToken);
  const redis = deps.redis === null ? null : redisAdapter(deps.redis, log);
  // Socket.IO cannot be closed without a server; one that never listens is closed like any other.
  const io: IoServer = new Server<Clients, Clients, None, SocketData>(deps.server ?? createServer(), {
    serveClient: false,
    maxHttpBufferSize: MAX_MESSAGE_BYTES,
    cors: { origin: [...deps.corsOrigins], credentials: true },
    allowRequest: seen.look,
    // A token may have expired meanwhile, so the guard is asked again.
    connectionStateRecovery: { maxDisconnectionDuration: minutes(2), skipMiddlewares: false },
    ...(redis && { adapter: redis.adapter }),
  });

  const protect = (namespace: IoNamespace): void => {
    guardNamespace(namespace, verifyToken);
    namespace.on('connection', welcome);
  };

  function welcome(socket: IoSocket): void {
    const { caller, expiresAt } = socket.data;
    const expiry = setTimeout(() => socket.disconnect(true), Math.max(0, expiresAt.getTime() - deps.clock.now().getTime())).unref();
    socket.on('disconnect', () => clearTimeout(expiry));
    acceptJoins(socket, deps.mayJoinTicket, log);
    void socket.join([roomOf(caller.companyId), userRoomOf(caller.companyId, caller.userId)]);
    listenForLife(socket);
    socket.emit('ready');
  }

  function listenForLife(socket: IoSocket): void {
    const { caller } = socket.data;
    const alive = (): void => {
      try {
        deps.alive(caller);
      } catch {
        socket.disconnect(true);
      }
    };
    // Not every packet: a client that says farewell has gone.
    const onPacket = ({ type }: { type: string }): void => void (type === 'pong' && alive());
    socket.conn.on('packet', onPacket);
    socket.on('disconnect', () => socket.conn.off('packet', onPacket));
    socket.onAny(alive);
    alive();
  }

  protect(io.of(ROOT));
  io.on('new_namespace', protect);
  admitNamespaces(io, verifyToken, seen);

  return {
    publish(companyId, { topic }, payload) {
      try {
        // Always to a room, in the company's own namespaces too: a recovering client is sent what it missed before its
        // token is looked at, chosen by the rooms it was in. What goes to a whole namespace would be among it.
        for (const namespace of namespacesOf(companyId)) io.of(namespace).to(roomOf(companyId)).emit(eventName(companyId, topic), payload);
        const dashless = dashlessName(companyId, topic);
        if (dashless !== null) io.of(workspaceOf(companyId)).to(roomOf(companyId)).emit(dashless, payload);
      } catch (error) {
        log.error({ err: error, topic }, 'an event was not published');
      }
    },
    async connectionsOf({ companyId, userId }) {
      // A client that is in several namespaces has one socket in each.
      const sockets = namespacesOf(companyId).map(async (namespace) => (await io.of(namespace).in(userRoomOf(companyId, userId)).fetchSockets()).length);
      return Math.max(...(await Promise.all(sockets)));
    },
    dismiss(companyId) {
      for (const namespace of namespacesOf(companyId)) io.of(namespace).in(roomOf(companyId)).disconnectSockets(true);
    },
    async stop() {
      await io.close();
      redis?.close();
    },
  };
}
