/**
 * The tables of the embedded engine. Times are Unix milliseconds.
 *
 * A job's states:
 *
 *   delayed ──due──▶ waiting ──claim──▶ active ──▶ completed | failed
 *      ▲                ▲                 │
 *      └─────retry──────┴──rescue─────────┘
 *
 * `fence` counts claims: a worker may end a job only with the fence it got, so one that froze, lost the job to another
 * and woke up again changes nothing. A lease belongs to the worker, not to each job, so that being alive costs one row.
 *
 * Each partial index holds only the rows of its state: a million waiting jobs make no claim slower, and a job
 * without a key is in none of the key's.
 */
export const SCHEMA = `
CREATE TABLE IF NOT EXISTS jobs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  queue_name TEXT NOT NULL,
  name TEXT NOT NULL,
  job_key TEXT,
  data TEXT NOT NULL,
  status TEXT NOT NULL,
  priority INTEGER NOT NULL,
  scheduled_for INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  max_attempts INTEGER NOT NULL,
  stalled INTEGER NOT NULL DEFAULT 0,
  held INTEGER NOT NULL DEFAULT 0,
  fence INTEGER NOT NULL DEFAULT 0,
  worker_id TEXT,
  trace_id TEXT,
  progress INTEGER NOT NULL DEFAULT 0,
  result TEXT,
  error TEXT,
  created_at INTEGER NOT NULL,
  processed_on INTEGER,
  finished_on INTEGER
);
CREATE INDEX IF NOT EXISTS jobs_to_claim ON jobs (queue_name, priority, id) WHERE status = 'waiting';
CREATE INDEX IF NOT EXISTS jobs_to_wake ON jobs (scheduled_for, queue_name) WHERE status = 'delayed';
CREATE INDEX IF NOT EXISTS jobs_in_work ON jobs (worker_id, queue_name) WHERE status = 'active';
CREATE INDEX IF NOT EXISTS jobs_finished ON jobs (queue_name, status, finished_on) WHERE status IN ('completed', 'failed');
CREATE UNIQUE INDEX IF NOT EXISTS jobs_one_pending_of_a_key ON jobs (queue_name, job_key)
  WHERE job_key IS NOT NULL AND status IN ('waiting', 'delayed');

CREATE TABLE IF NOT EXISTS workers (
  id TEXT PRIMARY KEY,
  lease_until INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS queues (
  name TEXT PRIMARY KEY,
  paused INTEGER NOT NULL DEFAULT 0,
  completed INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS repeats (
  queue_name TEXT NOT NULL,
  name TEXT NOT NULL,
  every_ms INTEGER NOT NULL,
  next_at INTEGER NOT NULL,
  PRIMARY KEY (queue_name, name)
);
`;
