import { useEffect, useEffectEvent, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { Button, Stack, Text, UnstyledButton } from '@mantine/core';
import { IconInbox, IconMessagePlus, IconRefresh } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { Link } from 'react-router';
import { useTexts } from '../../i18n/texts';
import { EmptyState } from '../../ui/EmptyState';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { rowAfter } from '../../ui/row-keys.rules';
import { SearchField } from '../../ui/SearchField';
import { SkeletonRows } from '../../ui/SkeletonRows';
import { useFormat } from '../../ui/use-format';
import { useNow } from '../../ui/use-now';
import { phoneText } from '../../ui/phone.rules';
import { simulatorTexts } from './simulator.texts';
import type { Conversation, Inbox, Place } from './use-simulator';
import { wholeNumber } from './whole-number.rules';
import classes from './SimulatorPage.module.css';

const ROW = 60;

export interface InboxPaneProps {
  readonly inbox: Inbox;
  readonly search: string;
  readonly chosen: Place | null;
  /** The connection by which somebody new can be written as; absent: none is chosen. */
  readonly writeBy?: number;
  onSearch(search: string): void;
  onOpen(place: Place): void;
}

export function InboxPane({ inbox, search, chosen, writeBy, onSearch, onOpen }: InboxPaneProps): ReactNode {
  const t = useTexts(simulatorTexts);
  const { conversations, loading, error, followed, renew } = inbox;
  const stranger = wholeNumber(search);
  const isNew = stranger !== null && writeBy !== undefined && conversations.every(({ contact }) => contact !== stranger);
  return (
    <Stack gap="sm">
      <SearchField label={t('search')} value={search} onSearch={(value) => onSearch(value.replace(/[\s()+-]/g, ''))} />
      {isNew && (
        <Button variant="light" leftSection={<IconMessagePlus size={18} aria-hidden />} onClick={() => onOpen({ connectionId: writeBy, contact: stranger })}>
          {t('writeAs', { number: phoneText(stranger) })}
        </Button>
      )}
      {!followed && (
        <Button variant="light" size="xs" leftSection={<IconRefresh size={16} aria-hidden />} onClick={renew}>
          {t('refresh')}
        </Button>
      )}
      <ProblemAlert error={error} retry={renew} />
      {loading && error === null && <SkeletonRows rows={6} height={ROW} />}
      {!loading && conversations.length === 0 && (search === '' ? <Nothing /> : <Text c="dimmed">{t('notFound')}</Text>)}
      {conversations.length > 0 && <Threads inbox={inbox} chosen={chosen} onOpen={onOpen} />}
      <Text size="xs" c="dimmed">
        {t('writeAsHint')}
      </Text>
    </Stack>
  );
}

function Nothing(): ReactNode {
  const t = useTexts(simulatorTexts);
  return (
    <EmptyState
      icon={IconInbox}
      title={t('emptyTitle')}
      text={t('emptyText')}
      action={
        <Button component={Link} to="/campaigns">
          {t('toCampaigns')}
        </Button>
      }
    />
  );
}

/** Thousands of conversations; arrows move from one to the next. */
function Threads({ inbox, chosen, onOpen }: Pick<InboxPaneProps, 'inbox' | 'chosen' | 'onOpen'>): ReactNode {
  const t = useTexts(simulatorTexts);
  const { conversations, hasMore } = inbox;
  const frame = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  // eslint-disable-next-line react-hooks/incompatible-library -- nothing is memoised on what the virtualizer returns
  const virtual = useVirtualizer({ count: conversations.length, getScrollElement: () => frame.current, estimateSize: () => ROW, overscan: 6 });
  const items = virtual.getVirtualItems();
  const atEnd = hasMore && (items.at(-1)?.index ?? 0) >= conversations.length - 5;
  const more = useEffectEvent(inbox.more);
  useEffect(() => {
    if (atEnd) more();
  }, [atEnd, conversations.length]);

  function move(event: KeyboardEvent): void {
    const next = rowAfter(event.key, active, conversations.length, Math.max(1, Math.floor((frame.current?.clientHeight ?? ROW) / ROW) - 1));
    if (next === null) return;
    event.preventDefault();
    setActive(next);
    virtual.scrollToIndex(next);
    requestAnimationFrame(() => requestAnimationFrame(() => frame.current?.querySelector<HTMLElement>(`[data-row="${next}"]`)?.focus({ preventScroll: true })));
  }

  return (
    <div ref={frame} className={classes['inbox']} onKeyDown={move}>
      <ul className={classes['list']} style={{ height: virtual.getTotalSize() }} aria-label={t('conversations')}>
        {items.map(({ index, start }) => {
          const conversation = conversations[index];
          if (conversation === undefined) return null;
          const { connectionId, contact } = conversation;
          return (
            <li key={`${connectionId}/${contact}`} style={{ transform: `translateY(${start}px)`, height: ROW }}>
              <UnstyledButton
                className={classes['thread'] ?? ''}
                data-row={index}
                tabIndex={index === Math.min(active, conversations.length - 1) ? 0 : -1}
                aria-current={chosen?.contact === contact && chosen.connectionId === connectionId}
                onFocus={() => setActive(index)}
                onClick={() => onOpen({ connectionId, contact })}
              >
                <ThreadWords {...conversation} />
              </UnstyledButton>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function ThreadWords({ contact, messages, last }: Conversation): ReactNode {
  const t = useTexts(simulatorTexts);
  const { moment } = useFormat();
  const now = useNow();
  const text = last.body || (last.mediaName === null ? '' : t('file', { name: last.mediaName }));
  return (
    <>
      <span className={classes['who']}>{phoneText(contact)}</span>
      <time className={classes['faint']} dateTime={last.at}>
        {moment(last.at, now)}
      </time>
      <span className={classes['faint']}>{last.status === 'heard' ? t('you', { text }) : text}</span>
      <span className={classes['faint']}>{t('messagesOf', { count: messages })}</span>
    </>
  );
}
