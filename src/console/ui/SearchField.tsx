import { useRef, useState, type ReactNode } from 'react';
import { CloseButton, Kbd, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useTexts } from '../i18n/texts';
import { useShortcuts } from './shortcuts';
import { uiTexts } from './ui.texts';

export interface SearchFieldProps {
  /** What is searched: "Buscar campanhas". */
  readonly label: string;
  /** The search that is on, from the address say. */
  readonly value: string;
  /** 250 ms after the last key. */
  onSearch(value: string): void;
}

const WAIT_MS = 250;

export function SearchField({ label, value, onSearch }: SearchFieldProps): ReactNode {
  const t = useTexts(uiTexts);
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(value);
  const searchSoon = useDebouncedCallback(onSearch, WAIT_MS);
  useShortcuts([{ key: '/', label, run: () => input.current?.select() }]);
  const type = (text: string): void => {
    setTyped(text);
    searchSoon(text.trim());
  };
  return (
    <TextInput
      ref={input}
      type="search"
      aria-label={label}
      placeholder={label}
      value={typed}
      onChange={(event) => type(event.currentTarget.value)}
      leftSection={<IconSearch size={18} stroke={1.6} aria-hidden />}
      rightSection={typed === '' ? <Kbd aria-hidden>/</Kbd> : <CloseButton aria-label={t('clear')} onClick={() => type('')} />}
      miw={{ base: '100%', xs: 260 }}
    />
  );
}
