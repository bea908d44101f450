import { useState } from 'react';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { api } from '../../api/api';
import { uploadFile } from '../../api/files';
import { queryOf, type Choices, type ImportAnswer } from './import.rules';
import { assertReadable } from './readable-file';

/** A file that a person chose; the same file chosen again is another one. */
export interface Chosen {
  readonly id: number;
  readonly file: File;
}

export interface DryRun {
  readonly query: UseQueryResult<ImportAnswer>;
  /** 0..1 of the file that has left this machine. */
  readonly share: number;
}

/** What an import of the file would do, asked anew whenever the choices change; the answer before stays until the next one is there. */
export function useDryRun(listId: number, chosen: Chosen | null, choices: Choices): DryRun {
  const [share, setShare] = useState(0);
  const query = useQuery({
    queryKey: ['dry-run', listId, chosen?.id, choices],
    enabled: chosen !== null,
    queryFn: async ({ signal }) => {
      const { file } = chosen as Chosen;
      setShare(0);
      await assertReadable(file);
      return uploadFile<ImportAnswer>(`/contact-lists/${listId}/upload`, file, { query: { dryRun: '1', ...queryOf(choices) }, onProgress: setShare, signal });
    },
    placeholderData: (previous, asked) => (asked?.queryKey[2] === chosen?.id ? previous : undefined),
    retry: false,
    staleTime: Infinity,
    gcTime: 0,
    networkMode: 'always',
  });
  return { query, share };
}

/** How large a file may be, as the server is set up. */
export const useLimits = () => useQuery({ queryKey: ['import-limits'], queryFn: ({ signal }) => api.get('/contact-lists/import-limits', { signal }), staleTime: Infinity }).data;
