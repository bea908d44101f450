/** What the job queues did, minute by minute, over all processes: the charts of the console. */
export const up = /* sql */ `
CREATE TABLE "QueueSamples" (
  "minute" timestamptz NOT NULL,
  "queue" text NOT NULL,
  -- Sums of what every process ran in that minute.
  "done" integer NOT NULL DEFAULT 0,
  "failed" integer NOT NULL DEFAULT 0,
  "busyMs" bigint NOT NULL DEFAULT 0,
  -- The most that was seen in that minute.
  "waiting" integer NOT NULL DEFAULT 0,
  "oldestWaitingMs" bigint NOT NULL DEFAULT 0,
  PRIMARY KEY ("minute", "queue")
);
`;
