/** Numbers and times as a person reads them: the language decides the shape, the company's zone the hour. Pure. */
export interface Manner {
  readonly language: 'pt-BR' | 'en';
  /** IANA name. */
  readonly timeZone: string;
}

/** As the API writes it, or a Date. */
export type Instant = string | Date;

export interface Format {
  /** 1200 → `1.200` */
  number(value: number): string;
  /** 0.345 → `34,5%`; whole per cents have no decimal. */
  percent(share: number): string;
  /** 1234.5 → `R$ 1.234,50` */
  money(amount: number): string;
  /** `31/01/2026`; null → `–`, here and below. */
  date(instant: Instant | null): string;
  /** `31/01/2026 14:30` */
  dateTime(instant: Instant | null): string;
  /** `14:30` */
  time(instant: Instant | null): string;
  /** The hour alone when it is today, `31/01 14:30` within the year, else all of it. */
  moment(instant: Instant | null, now: Date): string;
  /** `há 2 minutos`, `em 3 horas` */
  relative(instant: Instant | null, now: Date): string;
  /** ms → `45 s`, `12 min`, `1 h 18 min`, `2 d 4 h` */
  duration(ms: number): string;
}

export const NOTHING = '–';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** From the largest: the first that fits is told. */
const STEPS: readonly (readonly [unit: Intl.RelativeTimeFormatUnit, ms: number])[] = [['day', DAY], ['hour', HOUR], ['minute', MINUTE]];

export function formatter({ language, timeZone }: Manner): Format {
  // English as one writes it outside America: a day before its month is what Brazilians read.
  const dates = language === 'en' ? 'en-GB' : language;
  const inZone = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(dates, { timeZone, ...options });
    return (instant: Instant) => format.format(toDate(instant));
  };
  const numbers = new Intl.NumberFormat(language);
  const percents = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 });
  const reais = new Intl.NumberFormat(language, { style: 'currency', currency: 'BRL' });
  const relatives = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const date = inZone({ day: '2-digit', month: '2-digit', year: 'numeric' });
  const dayMonth = inZone({ day: '2-digit', month: '2-digit' });
  const time = inZone({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const or = (write: (instant: Instant) => string) => (instant: Instant | null) => (instant === null ? NOTHING : write(instant));
  const year = (instant: Instant) => date(instant).slice(-4);

  return {
    number: (value) => numbers.format(value),
    percent: (share) => percents.format(share),
    money: (amount) => reais.format(amount),
    date: or(date),
    time: or(time),
    dateTime: or((instant) => `${date(instant)} ${time(instant)}`),
    moment: (instant, now) =>
      or((at) => {
        if (date(at) === date(now)) return time(at);
        return `${year(at) === year(now) ? dayMonth(at) : date(at)} ${time(at)}`;
      })(instant),
    relative: (instant, now) =>
      or((at) => {
        const ms = toDate(at).getTime() - now.getTime();
        const [unit, size] = STEPS.find(([, step]) => Math.abs(ms) >= step) ?? ['second', SECOND];
        return relatives.format(unit === 'second' ? 0 : Math.trunc(ms / size), unit);
      })(instant),
    duration,
  };
}

/** Two units at most: nobody plans by the seconds of an hour. */
function duration(ms: number): string {
  if (ms < MINUTE) return `${Math.max(0, Math.round(ms / SECOND))} s`;
  const minutes = Math.round(ms / MINUTE);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return parts([hours, 'h'], [minutes % 60, 'min']);
  const allHours = Math.round(ms / HOUR);
  return parts([Math.floor(allHours / 24), 'd'], [allHours % 24, 'h']);
}

const parts = (...units: readonly (readonly [number, string])[]): string =>
  units.flatMap(([value, unit]) => (value === 0 ? [] : [`${value} ${unit}`])).join(' ');

const toDate = (instant: Instant): Date => (typeof instant === 'string' ? new Date(instant) : instant);
