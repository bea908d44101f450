/** When a subscription is due next. Days as `YYYY-MM-DD`: a due date has no hour and no zone. */

const daysIn = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

/**
 * The due date one calendar month on, and the day of the month it is anchored to: 31 January, 28 February, 31 March.
 * @param anchor kept from the payment before; forgotten when the due date does not follow from it (a person has set another).
 */
export function nextDueDate(dueDate: string, anchor: number | null): { readonly dueDate: string; readonly anchor: number } {
  const [year = 0, month = 0, day = 0] = dueDate.split('-').map(Number);
  const kept = anchor !== null && Math.min(anchor, daysIn(year, month)) === day ? anchor : day;
  const next = month === 12 ? { year: year + 1, month: 1 } : { year, month: month + 1 };
  const nextDay = Math.min(kept, daysIn(next.year, next.month));
  return { dueDate: [pad(next.year, 4), pad(next.month), pad(nextDay)].join('-'), anchor: kept };
}

const pad = (n: number, digits = 2): string => String(n).padStart(digits, '0');
