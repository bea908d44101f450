/** What the server tells browsers, by topic. Kept by hand: events are not part of the API's document. */
import type { Answer } from './api';

type Changed<Name extends string, View> = ({ readonly action: 'create' | 'update' } & Readonly<Record<Name, View>>) | { readonly action: 'delete'; readonly id: number };

export type Campaign = Answer<'/campaigns', 'get'>['records'][number];
export type ContactList = Answer<'/contact-lists', 'get'>['records'][number];
export type Schedule = Answer<'/schedules', 'get'>['schedules'][number];
export type Connection = Answer<'/whatsapp', 'get'>[number];

/** While a file is imported its list comes with this, at most once a second; after it, without. */
export interface ImportProgress {
  readonly fileName: string;
  readonly lines: number;
  readonly percent: number;
  readonly secondsLeft: number | null;
}

export interface LiveEvents {
  /** `seq` of the record grows by one each time: a gap means that something was missed. */
  readonly campaign: Changed<'record', Campaign>;
  readonly campaignSettings: { readonly action: 'create' };
  readonly ContactList: Changed<'record', ContactList & { readonly import?: ImportProgress }>;
  readonly ContactListItem: Changed<'record', Answer<'/contact-list-items/{id}', 'get'>>;
  /** Too much of the list has changed to tell it one by one. */
  readonly [reload: `ContactListItem-${number}`]: { readonly action: 'reload' };
  readonly contact: Changed<'contact', Answer<'/contacts/{id}', 'get'>>;
  readonly schedule: Changed<'schedule', Schedule> | { readonly action: 'refresh' };
  readonly whatsapp: { readonly action: 'create' | 'update'; readonly whatsapp: Connection } | { readonly action: 'delete'; readonly whatsappId: number };
  readonly whatsappSession: { readonly action: 'update'; readonly session: Connection };
}

export type LiveTopic = keyof LiveEvents;
