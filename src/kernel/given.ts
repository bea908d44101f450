/** A partial change, as a parser hands it over: fields that were left out may be there as `undefined`. */
export type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Without the fields that were left out, so that laying it over what stands changes only what was said. */
export function given<T extends object>(change: T): Given<T> & { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as ReturnType<typeof given<T>>;
}
