import { useQuery } from '@tanstack/react-query';
import { send } from '../../api/request';
import type { Campaign } from '../../api/live.types';

/** The picture of a campaign, in an address that holds all of it; null while it comes, and for other files. */
export function useMediaUrl({ id, mediaPath, mediaType }: Pick<Campaign, 'id' | 'mediaPath' | 'mediaType'>): string | null {
  const { data = null } = useQuery({
    queryKey: ['campaigns', 'media', id, mediaPath],
    queryFn: async ({ signal }) => {
      const answer = await send(new Request(new URL(`/campaigns/${id}/media-upload`, window.location.origin), { signal }));
      return readWhole(await answer.blob());
    },
    enabled: mediaPath !== null && mediaType?.startsWith('image/') === true,
    staleTime: Infinity,
  });
  return data;
}

function readWhole(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(typeof reader.result === 'string' ? reader.result : '');
    reader.onerror = () => reject(reader.error ?? new Error('The picture could not be read'));
    reader.readAsDataURL(blob);
  });
}
