/**
 * Imports that this tab has begun, by list. They live outside the screens: a person may leave while a file is on its way
 * and finds it again, with what became of it.
 *
 * An import is one transaction on the server that also leaves its record. When the answer is lost (no network, a server that
 * was restarted) that record tells whether it was written; the same file again does no harm either way.
 */
import { api, type Answer } from '../../api/api';
import { uploadFile } from '../../api/files';
import { reachable } from '../../api/network';
import { isProblem } from '../../api/problem';
import { createStore, useStore } from '../../api/store';
import { noteProgress } from './import-progress';
import { settled, type Tally } from './import.rules';
import { assertReadable } from './readable-file';

interface Order {
  readonly file: File;
  /** As `queryOf` says. */
  readonly query: Readonly<Record<string, string>>;
}

/** What became of the file, as told by the answer or, when that was lost, by the record. */
export interface Outcome {
  readonly tally: Tally;
  readonly errorsUrl: string | null;
}

type Phase =
  | { readonly phase: 'sending'; readonly share: number }
  /** All of the file has left; the server is at work. */
  | { readonly phase: 'writing' }
  | { readonly phase: 'done'; readonly outcome: Outcome }
  | { readonly phase: 'failed'; readonly error: unknown }
  /** No answer came; its record is looked for. */
  | { readonly phase: 'lost' }
  /** There is no record: nothing was written, or not yet. */
  | { readonly phase: 'absent'; readonly before: readonly string[] };

export type ImportRun = Phase & { readonly order: Order };

const runs = createStore<ReadonlyMap<number, ImportRun>>(new Map());

export const useImportRun = (listId: number): ImportRun | null => useStore(runs).get(listId) ?? null;

export function startImport(listId: number, order: Order): void {
  void run(listId, order);
}

/** The same file in the same way. */
export function repeatImport(listId: number): void {
  const current = runs.get().get(listId);
  if (current !== undefined) startImport(listId, current.order);
}

/** The person has seen how it ended. */
export function forgetImport(listId: number): void {
  put(listId, null);
}

async function run(listId: number, order: Order): Promise<void> {
  const enter = (phase: Phase): void => put(listId, { order, ...phase });
  enter({ phase: 'sending', share: 0 });
  // Leaving the page altogether would cut the file off; within the console it goes on.
  window.addEventListener('beforeunload', hold);
  let before: readonly string[] = [];
  try {
    before = (await recordsOf(listId)).map(({ id }) => id);
    await assertReadable(order.file);
    const answer = await uploadFile<Answer<'/contact-lists/{id}/upload', 'post'>>(`/contact-lists/${listId}/upload`, order.file, {
      query: order.query,
      onProgress: (share) => {
        enter(share < 1 ? { phase: 'sending', share } : { phase: 'writing' });
        if (share === 1) window.removeEventListener('beforeunload', hold);
      },
    });
    enter({ phase: 'done', outcome: { tally: answer, errorsUrl: answer.errorsUrl } });
  } catch (error) {
    if (!isAnswerLost(error)) return enter({ phase: 'failed', error });
    enter({ phase: 'lost' });
    await seekRecord(listId, order, before);
  } finally {
    window.removeEventListener('beforeunload', hold);
    noteProgress(listId, null);
  }
}

/** Nobody knows whether the server had it: no answer, or one of a proxy before a server that is gone. */
const isAnswerLost = (error: unknown): boolean => isProblem(error) && (error.status === 0 || error.status >= 502);

async function seekRecord(listId: number, order: Order, before: readonly string[]): Promise<void> {
  await online();
  try {
    const past = settled(before, await recordsOf(listId), order.file.name);
    put(listId, past === null ? { order, phase: 'absent', before } : { order, phase: 'done', outcome: { tally: past, errorsUrl: past.errorsUrl } });
  } catch (error) {
    put(listId, { order, phase: 'failed', error });
  }
}

/** The list has changed: an import without an answer may have been written after all. */
export async function recheckImport(listId: number): Promise<void> {
  const current = runs.get().get(listId);
  if (current?.phase === 'absent') await seekRecord(listId, current.order, current.before);
}

async function recordsOf(listId: number) {
  return (await api.get('/contact-lists/{id}/imports', { params: { path: { id: listId } } })).records;
}

function online(): Promise<void> {
  if (reachable.get()) return Promise.resolve();
  return new Promise((resolve) => {
    const end = reachable.subscribe(() => {
      if (!reachable.get()) return;
      end();
      resolve();
    });
  });
}

function put(listId: number, state: ImportRun | null): void {
  const next = new Map(runs.get());
  if (state === null) next.delete(listId);
  else next.set(listId, state);
  runs.set(next);
}

const hold = (event: BeforeUnloadEvent): void => event.preventDefault();
