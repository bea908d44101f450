import type { Campaign } from './live.types';

/** What an event does to a record that is shown. `gap`: something between them was missed, and the campaign is to be asked for. */
export function merged<Shown extends Campaign>(shown: Shown, told: Campaign): { readonly record: Shown; readonly gap: boolean } {
  if (told.seq < shown.seq) return { record: shown, gap: false };
  return { record: { ...shown, ...told }, gap: told.seq > shown.seq + 1 };
}
