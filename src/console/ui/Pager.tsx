import { useState, type ReactNode } from 'react';
import { Button, Group, Text } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useTexts } from '../i18n/texts';
import { uiTexts } from './ui.texts';

export interface PagerProps {
  /** From 1. */
  readonly page: number;
  readonly hasMore: boolean;
  onPage(page: number): void;
}

/** Back and forth; nothing while there is one page. */
export function Pager({ page, hasMore, onPage }: PagerProps): ReactNode {
  const t = useTexts(uiTexts);
  if (page === 1 && !hasMore) return null;
  return (
    <Group component="nav" aria-label={t('pages')} justify="flex-end" mt="md" gap="sm">
      <Button variant="default" disabled={page === 1} leftSection={<IconChevronLeft size={16} aria-hidden />} onClick={() => onPage(page - 1)}>
        {t('newer')}
      </Button>
      <Text size="sm" className="tabular" aria-live="polite">
        {t('page', { page })}
      </Text>
      <Button variant="default" disabled={!hasMore} rightSection={<IconChevronRight size={16} aria-hidden />} onClick={() => onPage(page + 1)}>
        {t('older')}
      </Button>
    </Group>
  );
}

export interface CursorPages {
  readonly page: number;
  /** What the query of this page asks with; undefined for the first. */
  readonly cursor: string | undefined;
  /** @param next the cursor that the answer of this page came with */
  go(page: number, next: string | null | undefined): void;
  /** Back to the first, for another search. */
  reset(): void;
}

/** Pages over an API that only knows the way on: `<Pager page={pages.page} hasMore={cursor !== null} onPage={(page) => pages.go(page, cursor)} />`. */
export function useCursorPages(): CursorPages {
  const [past, setPast] = useState<readonly string[]>([]);
  return {
    page: past.length + 1,
    cursor: past.at(-1),
    go: (page, next) => setPast((all) => (page <= all.length ? all.slice(0, page - 1) : next ? [...all, next] : all)),
    reset: () => setPast([]),
  };
}
