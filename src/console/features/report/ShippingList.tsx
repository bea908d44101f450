import { useEffect, useEffectEvent, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { Button, Text } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { now } from '../../api/clock';
import { useTexts } from '../../i18n/texts';
import { useFormat } from '../../ui/use-format';
import { useIsPhone } from '../../ui/use-is-phone';
import { reportTexts } from './report.texts';
import { rowAfter } from '../../ui/row-keys.rules';
import { ShippingRow, ShippingCard } from './ShippingRow';
import type { ReportRows } from './use-report';
import classes from './ShippingList.module.css';

const ROW = 48;
const CARD = 92;
const COLUMNS = ['number', 'name', 'status', 'reason', 'message', 'attempts', 'sentAt', 'deliveredAt', 'readAt', 'repliedAt'] as const;

export interface ShippingListProps extends ReportRows {
  /** Of the filter, from the counters; null when a search makes it unknown. */
  readonly total: number | null;
  /** Another number: the campaign has moved, and what is on the screen is asked for again. */
  readonly told: number;
  readonly searching: boolean;
  onOpen(shippingId: number): void;
}

/** Any number of rows in a frame of its own; on phones they are cards. One of them has the focus, and arrows move it. */
export function ShippingList({ rows, state, refresh, total, told, searching, onOpen }: ShippingListProps): ReactNode {
  const t = useTexts(reportTexts);
  const format = useFormat();
  const phone = useIsPhone();
  const frame = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  /** The row that is to have the focus once it is drawn. Until then the frame has it, so that no key is lost. */
  const wanted = useRef<number | null>(null);
  useEffect(() => {
    const row = wanted.current === null ? null : rowIn(frame.current, wanted.current);
    if (row === null) return;
    wanted.current = null;
    if (frame.current?.contains(document.activeElement)) row.focus({ preventScroll: true });
  });
  const size = phone ? CARD : ROW;
  // The one more says that something is still on its way.
  const count = state.known + (state.ended ? 0 : 1);
  // eslint-disable-next-line react-hooks/incompatible-library -- nothing is memoised on what the virtualizer returns
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => frame.current,
    estimateSize: () => size,
    overscan: 8,
    // The head stands over the first rows when one is scrolled to.
    scrollPaddingStart: phone ? 0 : ROW,
  });
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => virtual.measure(), [virtual, size]);
  useEffect(() => rows.look(first, last), [rows, first, last]);
  const follow = useEffectEvent(() => refresh(first, last));
  useEffect(() => {
    if (told > 0) follow();
  }, [told]);
  useEffect(() => {
    frame.current?.scrollTo({ top: 0 });
    setActive(0);
  }, [rows]);

  function move(event: KeyboardEvent): void {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      const shipping = rows.at(active);
      if (shipping !== undefined) onOpen(shipping.id);
      return;
    }
    const page = Math.max(1, Math.floor((frame.current?.clientHeight ?? size) / size) - 1);
    const next = rowAfter(event.key, active, state.known, page);
    if (next === null) return;
    event.preventDefault();
    setActive(next);
    wanted.current = next;
    // A row that is far is drawn only after the scroll, and the one that has the focus is gone by then.
    if (rowIn(frame.current, next) === null) frame.current?.focus({ preventScroll: true });
    virtual.scrollToIndex(next);
  }

  const Row = phone ? ShippingCard : ShippingRow;
  const words = { t, format, now: now() };
  return (
    <div
      ref={frame}
      className={classes['frame']}
      role="grid"
      tabIndex={-1}
      aria-label={t('contacts')}
      aria-rowcount={total === null ? (state.ended ? state.known + 1 : -1) : total + 1}
      aria-colcount={phone ? 1 : COLUMNS.length}
      aria-describedby="shippings-hint"
      onKeyDown={move}
    >
      <div role="rowgroup" className={phone ? classes['headless'] : classes['head']}>
        <div role="row" aria-rowindex={1} className={classes['row']}>
          {phone ? (
            <span role="columnheader">{t('contacts')}</span>
          ) : (
            COLUMNS.map((column) => (
              <span key={column} role="columnheader" data-column={column}>
                {t(column)}
              </span>
            ))
          )}
        </div>
      </div>
      <div role="rowgroup" className={classes['body']} style={{ height: virtual.getTotalSize() }}>
        {items.map(({ index, start }) => {
          const place = { transform: `translateY(${start}px)`, height: size };
          const shipping = rows.at(index);
          if (index >= state.known) return <Ahead key="ahead" style={place} searching={searching} failed={state.error !== null} onAgain={rows.again} />;
          return (
            <Row key={index} index={index} shipping={shipping} style={place} words={words} tabIndex={index === active ? 0 : -1} onOpen={onOpen} onFocus={() => setActive(index)} />
          );
        })}
      </div>
    </div>
  );
}

const rowIn = (frame: HTMLElement | null, index: number): HTMLElement | null => frame?.querySelector<HTMLElement>(`[data-row="${index}"]`) ?? null;

/** Below the last row that is known. */
function Ahead({ style, searching, failed, onAgain }: { style: object; searching: boolean; failed: boolean; onAgain(): void }): ReactNode {
  const t = useTexts(reportTexts);
  return (
    <div role="row" className={classes['ahead']} style={style}>
      <div role="gridcell">
        {failed ? (
          <Button size="xs" variant="default" onClick={onAgain}>
            {t('again')}
          </Button>
        ) : (
          <Text size="sm" c="dimmed" component="span">
            {t(searching ? 'searchingRows' : 'loadingRows')}
          </Text>
        )}
      </div>
    </div>
  );
}
