/** Whether one message of a campaign did better than another, or only had luck. Pure. */
export interface Sample {
  readonly variant: number;
  /** Of these … */
  readonly tried: number;
  /** … so many had the effect. */
  readonly hits: number;
}

/** Below, a single person moves the rate by more than three points. */
const FEWEST = 30;
/** Of the normal distribution, two sided: one comparison in twenty errs. */
const CONFIDENT = 1.96;

export type Verdict =
  /** Somebody has got too few to say anything. */
  | { readonly kind: 'small'; readonly fewest: number }
  /** The differences may be chance. */
  | { readonly kind: 'even' }
  | { readonly kind: 'best'; readonly variant: number };

/**
 * The best one is named only when it beats each other one beyond chance.
 * @param samples of two messages or more; null of fewer
 */
export function verdictOf(samples: readonly Sample[]): Verdict | null {
  if (samples.length < 2) return null;
  const fewest = Math.min(...samples.map(({ tried }) => tried));
  if (fewest < FEWEST) return { kind: 'small', fewest };
  const [best, ...others] = [...samples].sort((a, b) => b.hits / b.tried - a.hits / a.tried);
  return best !== undefined && others.every((other) => differs(best, other)) ? { kind: 'best', variant: best.variant } : { kind: 'even' };
}

/** The test of two proportions with a common variance. */
function differs(a: Sample, b: Sample): boolean {
  const common = (a.hits + b.hits) / (a.tried + b.tried);
  const deviation = Math.sqrt(common * (1 - common) * (1 / a.tried + 1 / b.tried));
  return deviation > 0 && Math.abs(a.hits / a.tried - b.hits / b.tried) / deviation >= CONFIDENT;
}
