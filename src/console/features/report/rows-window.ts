/**
 * A list of any length of which a few thousand rows are held: pages are fetched in order as someone reads on, and given up when
 * they are far from what is looked at. Each page is remembered by the cursor it begins at, so going back fetches it again.
 */
export interface RowsPage<Row> {
  readonly records: readonly Row[];
  /** Where the next page begins; null at the end. A page may be short, even empty, and not be the last. */
  readonly cursor: string | null;
}

export interface RowsWindowOptions<Row> {
  load(cursor: string | null, signal: AbortSignal): Promise<RowsPage<Row>>;
  readonly id: (row: Row) => number;
  /** What a row becomes when it is told anew. */
  merge(shown: Row, told: Row): Row;
  /** Pages held around the place that is looked at, on each side. */
  readonly pagesAround: number;
  /** Rows that are fetched ahead of what is looked at. */
  readonly ahead: number;
}

export interface RowsState {
  /** Rows whose place is known, held or not. */
  readonly known: number;
  readonly ended: boolean;
  /** Of the last fetch; null while all is well. */
  readonly error: unknown;
  /** Another object whenever anything has changed. */
  readonly version: number;
}

interface Held<Row> {
  readonly cursor: string | null;
  readonly start: number;
  readonly size: number;
  rows: readonly Row[] | null;
}

export type RowsWindow<Row> = ReturnType<typeof createRowsWindow<Row>>;

export function createRowsWindow<Row>({ load, id, merge, pagesAround, ahead }: RowsWindowOptions<Row>) {
  const pages: Held<Row>[] = [];
  const listeners = new Set<() => void>();
  const refilling = new Set<number>();
  const gone = new AbortController();
  /** Where the first page that nobody has seen begins; undefined: there is none. */
  let tail: string | null | undefined = null;
  let growing = false;
  let looked = { first: 0, last: 0 };
  let state: RowsState = { known: 0, ended: false, error: null, version: 0 };

  function tell(error: unknown = null): void {
    const last = pages.at(-1);
    state = { known: last === undefined ? 0 : last.start + last.size, ended: tail === undefined, error, version: state.version + 1 };
    for (const listener of [...listeners]) listener();
  }

  /** The page with that row: the last one that begins at or before it. */
  function pageAt(row: number): number {
    let [low, high] = [0, pages.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((pages[middle]?.start ?? 0) <= row) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  async function grow(): Promise<void> {
    if (growing || tail === undefined || gone.signal.aborted) return;
    growing = true;
    const cursor = tail;
    try {
      const { records, cursor: next } = await load(cursor, gone.signal);
      pages.push({ cursor, start: state.known, size: records.length, rows: records });
      tail = next ?? undefined;
      growing = false;
      release();
      tell();
      settle();
    } catch (error) {
      growing = false;
      if (!gone.signal.aborted) tell(error);
    }
  }

  async function refill(index: number): Promise<void> {
    const page = pages[index];
    if (page === undefined || page.rows !== null || refilling.has(index)) return;
    refilling.add(index);
    try {
      const { records } = await load(page.cursor, gone.signal);
      // Its place is its size: rows that came since are shown when the list is begun anew.
      page.rows = records.slice(0, page.size);
      release();
      tell();
    } catch (error) {
      if (!gone.signal.aborted) tell(error);
    } finally {
      refilling.delete(index);
    }
  }

  function span(): { from: number; to: number } {
    return { from: pageAt(looked.first) - pagesAround, to: pageAt(looked.last) + pagesAround };
  }

  function release(): void {
    const { from, to } = span();
    pages.forEach((page, index) => {
      if (index < from || index > to) page.rows = null;
    });
  }

  /** Fetches what is looked at and not held, and the rows ahead. */
  function settle(): void {
    for (let index = pageAt(looked.first); index <= pageAt(looked.last); index += 1) void refill(index);
    if (looked.last + ahead >= state.known) void grow();
  }

  return {
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    state: (): RowsState => state,
    /** Undefined: not held just now. */
    at(row: number): Row | undefined {
      const page = pages[pageAt(row)];
      return page?.rows?.[row - page.start];
    },
    /** Among the rows that are held. */
    find(wanted: (row: Row) => boolean): Row | undefined {
      for (const page of pages) {
        const row = page.rows?.find(wanted);
        if (row !== undefined) return row;
      }
      return undefined;
    },
    /** These rows are on the screen. */
    look(first: number, last: number): void {
      looked = { first, last };
      release();
      settle();
    },
    /** After a failure. */
    again(): void {
      tell();
      settle();
    },
    /** Rows told anew stay where they are. */
    patch(records: readonly Row[]): void {
      const told = new Map(records.map((record) => [id(record), record]));
      for (const page of pages) {
        if (page.rows?.some((row) => told.has(id(row))) !== true) continue;
        page.rows = page.rows.map((row) => {
          const record = told.get(id(row));
          return record === undefined ? row : merge(row, record);
        });
      }
      tell();
    },
    /** Rows in memory: what the tests weigh. */
    held: (): number => pages.reduce((sum, { rows }) => sum + (rows?.length ?? 0), 0),
    stop: (): void => gone.abort(),
  };
}
