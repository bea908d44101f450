import { useEffect, useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { send } from '../../api/request';
import type { Campaign } from '../../api/live.types';

/** An address at which this page finds the picture of a campaign; null while it comes, and for other files. */
export function useMediaUrl({ id, mediaPath, mediaType }: Pick<Campaign, 'id' | 'mediaPath' | 'mediaType'>): string | null {
  const { data } = useQuery({
    queryKey: ['campaigns', 'media', id, mediaPath],
    queryFn: async ({ signal }) => (await send(new Request(new URL(`/campaigns/${id}/media-upload`, window.location.origin), { signal }))).blob(),
    enabled: mediaPath !== null && mediaType?.startsWith('image/') === true,
    staleTime: Infinity,
  });
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (data === undefined) return;
    const made = URL.createObjectURL(data);
    setUrl(made);
    return () => {
      URL.revokeObjectURL(made);
      setUrl(null);
    };
  }, [data]);
  return url;
}
