import type { CompanyId } from '../../kernel/ids';

/**
 * A browser event of one company. The wire name is `company-<id>-<topic>`, made in one place only
 * (socket-io/); nothing else may call `emit`.
 */
export interface RealtimeEvent<Payload> {
  readonly topic: string;
  /** Phantom: carries the payload's type. */
  readonly payload?: Payload;
}

const declared = new Set<string>();

export function defineEvent<Payload>(topic: string): RealtimeEvent<Payload> {
  declared.add(topic);
  return { topic };
}

/** The topics of every event that the loaded code can send: what the tenant test publishes. */
export function declaredTopics(): string[] {
  return [...declared].sort();
}

export interface Realtime {
  /** Reaches every client of that company, of all three client generations, and of no other. Never throws. */
  publish<Payload>(companyId: CompanyId, event: RealtimeEvent<Payload>, payload: NoInfer<Payload>): void;
}
