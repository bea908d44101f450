/** The lists of the company, kept up to date by events. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/api';
import { useIdempotencyKey } from '../../api/idempotency';
import { useLive } from '../../api/live';
import type { ContactList } from '../../api/live.types';
import { isProblem } from '../../api/problem';
import { recheckImport } from './import-run';
import { noteProgress } from './import-progress';

const pagesKey = ['lists', 'pages'] as const;
const listKey = (id: number) => ['lists', 'one', id] as const;
export const importsKey = (id: number) => ['lists', 'imports', id] as const;

export const useListsPage = (searchParam: string, pageNumber: number) =>
  useQuery({
    queryKey: [...pagesKey, searchParam, pageNumber],
    queryFn: ({ signal }) => api.get('/contact-lists', { params: { query: { searchParam, pageNumber } }, signal }),
    placeholderData: keepPreviousData,
  });

export const useList = (id: number) => useQuery({ queryKey: listKey(id), queryFn: ({ signal }) => api.get('/contact-lists/{id}', { params: { path: { id } }, signal }) });

/** The last twenty imports into it, the latest first. */
export const usePastImports = (id: number) =>
  useQuery({
    queryKey: importsKey(id),
    queryFn: ({ signal }) => api.get('/contact-lists/{id}/imports', { params: { path: { id } }, signal }),
    select: ({ records }) => records,
  });

/** On every screen that shows lists: what others do to them, and the imports under way. */
export function useLiveLists(): void {
  const queries = useQueryClient();
  useLive('ContactList', (event) => {
    if (event.action === 'delete') {
      void queries.invalidateQueries({ queryKey: pagesKey });
      return;
    }
    const { import: progress, ...record } = event.record;
    noteProgress(record.id, progress ?? null);
    if (progress !== undefined) return;
    void recheckImport(record.id);
    queries.setQueryData<ContactList>(listKey(record.id), record);
    void queries.invalidateQueries({ queryKey: importsKey(record.id) });
    // A new name may belong on another page; a count stays where it is.
    void queries.invalidateQueries({ queryKey: pagesKey });
  });
}

export function useCreateList() {
  const queries = useQueryClient();
  const key = useIdempotencyKey();
  return useMutation({
    mutationFn: (name: string) => api.post('/contact-lists', { params: { header: key.header }, body: { name } }),
    onSuccess: (list) => {
      key.renew();
      queries.setQueryData<ContactList>(listKey(list.id), list);
      void queries.invalidateQueries({ queryKey: pagesKey });
    },
    // An answer that was lost may be asked for again; after a refusal the same key with another name would be refused for that.
    onError: (error) => {
      if (isProblem(error) && error.status !== 0) key.renew();
    },
  });
}

export function useRenameList(id: number) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => api.put('/contact-lists/{id}', { params: { path: { id } }, body: { name } }),
    onSuccess: (list) => {
      queries.setQueryData<ContactList>(listKey(id), list);
      void queries.invalidateQueries({ queryKey: pagesKey });
    },
  });
}

export function useRemoveList(id: number) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => api.delete('/contact-lists/{id}', { params: { path: { id } } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: pagesKey }),
  });
}
