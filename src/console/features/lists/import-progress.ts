/** How far imports are that the server is writing, by list: whoever began them, in whatever window. */
import type { ImportProgress } from '../../api/live.types';
import { createStore, useStore } from '../../api/store';

const known = createStore<ReadonlyMap<number, ImportProgress>>(new Map());
const timers = new Map<number, number>();

/** It tells every second. After so long a silence it has ended without a word: the server was stopped. */
const SILENCE_MS = 10_000;

/** @param progress null: it has ended */
export function noteProgress(listId: number, progress: ImportProgress | null): void {
  window.clearTimeout(timers.get(listId));
  const next = new Map(known.get());
  if (progress === null) next.delete(listId);
  else {
    next.set(listId, progress);
    timers.set(listId, window.setTimeout(() => noteProgress(listId, null), SILENCE_MS));
  }
  known.set(next);
}

export const useImportProgress = (listId: number): ImportProgress | null => useStore(known).get(listId) ?? null;

export const useAllProgress = (): ReadonlyMap<number, ImportProgress> => useStore(known);
