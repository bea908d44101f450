import type { CompanyId, ConnectionId, ServiceQueueId, UserId } from '../../kernel/ids';
import { render } from '../../kernel/text';
import { LanePriority, type OwnedDelivery } from '../deliveries';

/** Of a ticket: who is told, and by which number. */
export interface Addressee {
  readonly companyId: CompanyId;
  readonly connectionId: ConnectionId;
  readonly number: string;
  readonly name: string;
  readonly email: string;
  readonly isGroup: boolean;
  readonly queueId: ServiceQueueId | null;
  readonly userId: UserId | null;
}

/** `{nome}`, `{primeiro_nome}`, `{numero}`, `{email}`. */
export function filled(template: string, { name, number, email }: Pick<Addressee, 'name' | 'number' | 'email'>): string {
  const values = [['nome', name], ['primeiro_nome', name.trim().split(/\s/, 1)[0] ?? ''], ['numero', number], ['email', email]] as const;
  return render(template, new Map(values)).text;
}

/** What the product says by itself in a conversation. @param key makes it said once, however often the sweep comes by */
export function systemMessage(to: Addressee, body: string, key: string): OwnedDelivery {
  const { companyId, connectionId, number, name, isGroup, queueId, userId } = to;
  return {
    companyId, connectionId, kind: 'system', priority: LanePriority.direct, recipient: number, isGroup, name, body, media: null, idempotencyKey: key,
    // Into the living conversation, or the one just closed: it must never open another.
    ticketPlan: { status: 'closed', queueId, userId },
  };
}
