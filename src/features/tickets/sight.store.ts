/**
 * Who sees which tickets. An admin sees all. Anybody else sees his own, and those of nobody that wait in no service queue or in
 * one of his; who is a member of no queue works in all of them. The company may let all see all (`showAllTickets`).
 */
import type { Caller } from '../../platform/http/route';

/** Whose eyes it is seen with; null: all of the company is seen. */
export const eyesOf = (caller: Pick<Caller, 'userId' | 'profile' | 'super'>): number | null => (caller.profile === 'admin' || caller.super ? null : caller.userId);

/** A condition on the ticket `t`: $1 the company, $2 the eyes, $3 whether the company's own rule may widen them. */
export const IN_SIGHT = `(
  $2::int IS NULL OR t."userId" = $2
  OR (t."userId" IS NULL AND (
    t."queueId" IS NULL
    OR t."queueId" IN (SELECT "queueId" FROM "UserQueues" WHERE "userId" = $2)
    OR NOT EXISTS (SELECT 1 FROM "UserQueues" WHERE "userId" = $2)))
  OR ($3::boolean AND EXISTS (SELECT 1 FROM "Settings" WHERE "companyId" = $1 AND "key" = 'showAllTickets' AND "value" = '"enabled"')))`;
