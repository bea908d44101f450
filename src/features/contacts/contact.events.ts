import type { ContactListId } from '../../kernel/ids';
import { defineEvent } from '../../platform/realtime/realtime';
import type { ContactView, ItemView, ListView } from './contact.view';

type Changed<Name extends string, View> = ({ readonly action: 'create' | 'update' } & Readonly<Record<Name, View>>) | { readonly action: 'delete'; readonly id: number };

export interface ImportProgress {
  readonly fileName: string;
  /** Lines read so far. */
  readonly lines: number;
  /** Of the file, 0..100. */
  readonly percent: number;
  /** Estimated; null until a second has passed. */
  readonly secondsLeft: number | null;
}

export const contactChanged = defineEvent<Changed<'contact', ContactView>>('contact');
/** While a file is imported the list comes with `import`, at most once a second; after it, without. */
export const listChanged = defineEvent<Changed<'record', ListView & { readonly import?: ImportProgress }>>('ContactList');
export const itemChanged = defineEvent<Changed<'record', ItemView>>('ContactListItem');

/** Told to pages that show this list: too much has changed to tell it item by item. */
export const itemsReloaded = (listId: ContactListId) => defineEvent<{ readonly action: 'reload' }>(`ContactListItem-${listId}`);
