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
export function sayChanges<F extends Fault>(say: (fault: F) => void): (faults: readonly F[]) => void {
  let known = new Map<number, string>();
  return (faults) => {
    const now = new Map(faults.map(({ key, fields }) => [key, JSON.stringify(fields)]));
    for (const fault of faults) if (known.get(fault.key) !== now.get(fault.key)) say(fault);
    known = now;
  };
}
