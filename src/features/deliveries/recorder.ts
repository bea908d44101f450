/**
 * Group commit of outcomes: whatever finished while the last write was under way is written by the next one, in one
 * transaction. No timer: at one message the write follows at once, at thousands a second each carries hundreds.
 *
 * An outcome that cannot be written (the database is away) is kept and tried again. Its lease may run out meanwhile; the row
 * is then `unknown` under the same fence and still takes its late outcome.
 */
import type { Log } from '../../kernel/log';
import type { Attempted } from './record.store';

const BATCH = 2_000;
const RETRY_MS = 500;

export class Recorder {
  private buffer: Attempted[] = [];
  private flushing: Promise<void> | null = null;

  constructor(
    private readonly write: (attempts: readonly Attempted[]) => Promise<void>,
    private readonly log: Log,
  ) {}

  get busy(): boolean {
    return this.flushing !== null;
  }

  get backlog(): number {
    return this.buffer.length;
  }

  push(attempt: Attempted): void {
    this.buffer.push(attempt);
    this.flushing ??= this.flushAll().finally(() => {
      this.flushing = null;
    });
  }

  /** Resolves when everything pushed so far is written. */
  async drain(): Promise<void> {
    while (this.flushing !== null) await this.flushing;
  }

  private async flushAll(): Promise<void> {
    await Promise.resolve(); // outcomes of the same tick go together
    while (this.buffer.length > 0) {
      const batch = this.buffer.splice(0, BATCH);
      try {
        await this.write(batch);
      } catch (error) {
        this.log.error({ err: error, outcomes: batch.length }, 'outcomes not recorded yet, trying again');
        this.buffer.unshift(...batch);
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  }
}
