import { memo, type CSSProperties, type ReactNode } from 'react';
import type { Translate } from '../../i18n/wording';
import type { Format } from '../../ui/format';
import { phoneText } from '../../ui/phone.rules';
import type { Status } from './report.rules';
import type { reportTexts } from './report.texts';
import { STATUS_LOOKS } from './status-look';
import type { Shipping } from './use-report';
import classes from './ShippingList.module.css';

/** Handed down: a hook for each would be half the work of a row, and dozens of rows are drawn in one frame. */
export interface Words {
  readonly t: Translate<(typeof reportTexts)['entries']>;
  readonly format: Format;
  readonly now: Date;
}

export interface ShippingRowProps {
  readonly index: number;
  /** Undefined: on its way. */
  readonly shipping: Shipping | undefined;
  readonly style: CSSProperties;
  readonly words: Words;
  readonly tabIndex: number;
  onOpen(shippingId: number): void;
  onFocus(): void;
}

const TIMES = ['sentAt', 'deliveredAt', 'readAt', 'repliedAt'] as const;

export const ShippingRow = memo(function ShippingRow({ index, shipping, style, words, tabIndex, onOpen, onFocus }: ShippingRowProps): ReactNode {
  const { t, format, now } = words;
  const frame = { role: 'row', 'aria-rowindex': index + 2, 'data-row': index, className: classes['row'], style, tabIndex, onFocus };
  if (shipping === undefined) {
    return (
      <div {...frame} aria-busy>
        <span role="gridcell" aria-label={t('loadingRows')}>
          <span className={classes['waiting']} />
        </span>
      </div>
    );
  }
  return (
    <div {...frame} onClick={() => onOpen(shipping.id)}>
      <span role="gridcell" data-column="number">
        {shipping.isGroup ? t('group') : phoneText(shipping.number)}
      </span>
      <span role="gridcell" data-column="name" title={shipping.name}>
        {shipping.name}
      </span>
      <span role="gridcell" data-column="status">
        <Chip status={shipping.status} label={t(shipping.status)} />
      </span>
      <span role="gridcell" data-column="reason" title={shipping.reason ?? ''}>
        {shipping.reason}
      </span>
      <span role="gridcell" data-column="message">
        {format.number(shipping.variant)}
      </span>
      <span role="gridcell" data-column="attempts">
        {format.number(shipping.attempts)}
      </span>
      {TIMES.map((time) => (
        <span role="gridcell" key={time} data-column={time}>
          {format.moment(shipping[time], now)}
        </span>
      ))}
    </div>
  );
}, isSame);

export const ShippingCard = memo(function ShippingCard({ index, shipping, style, words, tabIndex, onOpen, onFocus }: ShippingRowProps): ReactNode {
  const { t, format, now } = words;
  const frame = { role: 'row', 'aria-rowindex': index + 2, 'data-row': index, style, tabIndex, onFocus };
  if (shipping === undefined) {
    return (
      <div {...frame} className={classes['cardRow']} aria-busy>
        <span role="gridcell" className={classes['card']} aria-label={t('loadingRows')}>
          <span className={classes['waiting']} />
        </span>
      </div>
    );
  }
  const latest = ([['repliedAt', 'replied'], ['readAt', 'read'], ['deliveredAt', 'delivered'], ['sentAt', 'sent'], ['failedAt', 'failed']] as const).find(([at]) => shipping[at] !== null);
  const facts = [
    t('variantNumber', { number: shipping.variant }),
    t('attemptsOf', { count: shipping.attempts }),
    ...(shipping.reason !== null ? [shipping.reason] : latest === undefined ? [] : [`${t(latest[1])} ${format.moment(shipping[latest[0]], now)}`]),
  ];
  return (
    <div {...frame} className={classes['cardRow']} onClick={() => onOpen(shipping.id)}>
      <div role="gridcell" className={classes['card']} style={{ height: style.height }}>
        <span className={classes['cardName']}>{shipping.name}</span>
        <Chip status={shipping.status} label={t(shipping.status)} />
        <span className="tabular">{shipping.isGroup ? t('group') : phoneText(shipping.number)}</span>
        <span className={classes['cardFacts']}>{facts.join(' · ')}</span>
      </div>
    </div>
  );
}, isSame);

/** As `StatusChip` looks, without what a component of the library costs: it is drawn once a row. */
function Chip({ status, label }: { readonly status: Status; readonly label: string }): ReactNode {
  const { color, icon: Glyph } = STATUS_LOOKS[status];
  return (
    <span className={classes['chip']} style={{ color: `var(--mantine-color-${color}-light-color)`, background: `var(--mantine-color-${color}-light)` }}>
      <Glyph size={14} stroke={2} aria-hidden />
      {label}
    </span>
  );
}

/** Handlers are new at each drawing and do the same. */
function isSame(a: ShippingRowProps, b: ShippingRowProps): boolean {
  return a.index === b.index && a.shipping === b.shipping && a.tabIndex === b.tabIndex && a.words.t === b.words.t && a.words.format === b.words.format && a.style.transform === b.style.transform && a.style.height === b.style.height;
}
