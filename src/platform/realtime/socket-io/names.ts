/**
 * The names three generations of clients know:
 *
 * | clients of               | connect to        | hear                       |
 * | ------------------------ | ----------------- | -------------------------- |
 * | ticketz                  | `/`               | `company-<id>-<topic>`     |
 * | other forks              | `/<id>`           | the same                   |
 * | flow, ChatIA             | `/workspace-<id>` | the same; two without dash |
 */
import type { CompanyId, UserId } from '../../../kernel/ids';

export const ROOT = '/';

export const namespacesOf = (companyId: CompanyId): readonly string[] => [ROOT, `/${companyId}`, workspaceOf(companyId)];

export const workspaceOf = (companyId: CompanyId): string => `/workspace-${companyId}`;

/** The room of a company, in every namespace: see `publish` for why the company's own namespaces have one too. */
export const roomOf = (companyId: CompanyId): string => `company-${companyId}-mainchannel`;

/** The room of one user's sockets. */
export const userRoomOf = (companyId: CompanyId, userId: UserId): string => `company-${companyId}-user-${userId}`;

export const eventName = (companyId: CompanyId, topic: string): string => `company-${companyId}-${topic}`;

/** flow's clients listen for these without the dash. */
const DASHLESS = new Set(['schedule', 'tag']);

export function dashlessName(companyId: CompanyId, topic: string): string | null {
  return DASHLESS.has(topic) ? `company${companyId}-${topic}` : null;
}

/** @returns the company a namespace belongs to, as a plain number to compare with a token's; 'any' for the root; null for none of ours */
export function companyOf(namespace: string): number | 'any' | null {
  if (namespace === ROOT) return 'any';
  const digits = /^\/(?:workspace-)?([1-9]\d{0,9})$/.exec(namespace)?.[1];
  return digits === undefined ? null : Number(digits);
}
