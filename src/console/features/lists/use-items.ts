/** The contacts of one list. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useDebouncedCallback } from '@mantine/hooks';
import { api, type Answer } from '../../api/api';
import { useIdempotencyKey } from '../../api/idempotency';
import { useLive } from '../../api/live';
import { isProblem } from '../../api/problem';

export type Item = Answer<'/contact-list-items', 'get'>['contacts'][number];

export interface ItemFields {
  readonly name: string;
  readonly number: string;
  readonly email: string;
  readonly variables: Readonly<Record<string, string>>;
}

const itemsKey = (listId: number) => ['list-items', listId] as const;
/** Many single changes are shown by one question. */
const GATHER_MS = 300;

export const useItems = (contactListId: number, searchParam: string, pageNumber: number) =>
  useQuery({
    queryKey: [...itemsKey(contactListId), searchParam, pageNumber],
    queryFn: ({ signal }) => api.get('/contact-list-items', { params: { query: { contactListId, searchParam, pageNumber } }, signal }),
    placeholderData: keepPreviousData,
  });

export function useLiveItems(listId: number): void {
  const queries = useQueryClient();
  const reload = useDebouncedCallback(() => void queries.invalidateQueries({ queryKey: itemsKey(listId) }), GATHER_MS);
  useLive('ContactListItem', (event) => {
    if (event.action === 'delete' || event.record.contactListId === listId) reload();
  });
  useLive(`ContactListItem-${listId}`, reload);
}

/** @param item null: a new one */
export function useSaveItem(listId: number, item: Item | null) {
  const queries = useQueryClient();
  const key = useIdempotencyKey();
  return useMutation({
    mutationFn: (fields: ItemFields) =>
      item === null
        ? api.post('/contact-list-items', { params: { header: key.header }, body: { contactListId: listId, ...fields } })
        : api.put('/contact-list-items/{id}', { params: { path: { id: item.id } }, body: fields }),
    onSuccess: () => {
      key.renew();
      return queries.invalidateQueries({ queryKey: itemsKey(listId) });
    },
    onError: (error) => {
      if (isProblem(error) && error.status !== 0) key.renew();
    },
  });
}

export function useRemoveItem(listId: number, id: number) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => api.delete('/contact-list-items/{id}', { params: { path: { id } } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: itemsKey(listId) }),
  });
}
