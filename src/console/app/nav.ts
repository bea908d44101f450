import { IconAddressBook, IconFlask, IconHome, IconSettings, IconSpeakerphone, type Icon } from '@tabler/icons-react';

export interface Place {
  readonly to: string;
  readonly text: 'home' | 'campaigns' | 'lists' | 'simulator' | 'settings';
  readonly icon: Icon;
  readonly forAdmins?: true;
}

/** The main menu. On phones the first three have their own tab; the others are behind "Mais". */
export const PLACES: readonly Place[] = [
  { to: '/', text: 'home', icon: IconHome },
  { to: '/campaigns', text: 'campaigns', icon: IconSpeakerphone },
  { to: '/lists', text: 'lists', icon: IconAddressBook },
  { to: '/simulator', text: 'simulator', icon: IconFlask, forAdmins: true },
  { to: '/settings', text: 'settings', icon: IconSettings },
];

export const TABS = 3;

export const placesFor = (isAdmin: boolean): readonly Place[] => PLACES.filter(({ forAdmins }) => isAdmin || !forAdmins);
