/** Something a person should know, that lasts until he mends it. */
export interface Fault {
  /** What it is about. */
  readonly key: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

/**
 * Says a lasting fault once, not at every sweep: again only when it has changed, or came back.
 * @returns a function that takes all the faults there are now.
 */
export function sayChanges(say: (fields: Fault['fields']) => void): (faults: readonly Fault[]) => void {
  let known = new Map<number, string>();
  return (faults) => {
    const now = new Map(faults.map(({ key, fields }) => [key, JSON.stringify(fields)]));
    for (const { key, fields } of faults) if (known.get(key) !== now.get(key)) say(fields);
    known = now;
  };
}
