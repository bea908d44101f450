import { z } from 'zod';
import { companyId, connectionId } from '../../kernel/ids';
import { defineJob } from '../../platform/queue/job';
import { exponential } from '../../platform/queue/backoff';
import { seconds } from '../../kernel/clock';
import { queues } from '../../queues';

/** Ours: "something is due on this connection". The message itself is a row; the job carries none of it. */
const laneRing = z.object({ companyId: companyId(), connectionId: connectionId() });

/**
 * The shape other Bull producers of the family put on the queue: the message itself.
 * It becomes a delivery first (idempotent by the job's id) and is sent from there.
 */
const foreignMessage = z.object({
  whatsappId: connectionId(),
  data: z.object({
    number: z.union([z.string(), z.number().transform(String)]),
    body: z.string().default(''),
    mediaPath: z.string().nullish(),
    companyId: companyId().nullish(),
  }),
});

export const sendMessage = defineJob(queues.message, 'SendMessage', {
  payload: z.union([laneRing, foreignMessage]),
  attempts: 5,
  backoff: exponential(seconds(3)),
  priority: 'high',
  // Ids serve our own rings only: a foreign producer brings the id its own Bull gave it.
  jobId: (payload) => ('connectionId' in payload ? `ring-${payload.connectionId}` : `message-${payload.whatsappId}`),
});
