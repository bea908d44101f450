/** What was typed and not saved yet, in this browser: it outlives a closed tab, a lost network, an ended session. */
import { blankDraft, type Draft } from './draft.rules';

export interface KeptDraft {
  load(): Draft | null;
  keep(draft: Draft): void;
  forget(): void;
}

/** @param campaignId null: of the campaign that is still to be made */
export function keptDraft(companyId: number, userId: number, campaignId: number | null): KeptDraft {
  const key = `esquadrao.draft.campaign.${companyId}.${userId}.${campaignId ?? 'new'}`;
  return {
    load() {
      try {
        const kept: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
        return typeof kept === 'object' && kept !== null ? { ...blankDraft, ...kept } : null;
      } catch {
        return null; // Not of ours, or of a version that wrote otherwise.
      }
    },
    keep(draft) {
      try {
        localStorage.setItem(key, JSON.stringify(draft));
      } catch {
        // The browser's room is full: the server's draft is what is left.
      }
    },
    forget: () => localStorage.removeItem(key),
  };
}
