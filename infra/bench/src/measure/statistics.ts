/** Values of one series, all in the same unit. */
export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
  readonly count: number;
}

/**
 * The value below which the share `q` of all values lies (nearest rank), 0.5 is the median of an odd count.
 * @param sorted ascending, not empty
 */
export function quantileOfSorted(sorted: readonly number[], q: number): number {
  const rank = Math.min(sorted.length, Math.max(1, Math.ceil(q * sorted.length)));
  const value = sorted[rank - 1];
  if (value === undefined) throw new Error('a quantile needs at least one value');
  return value;
}

/** @throws Error when there is no value */
export function quantile(values: readonly number[], q: number): number {
  return quantileOfSorted(
    [...values].sort((a, b) => a - b),
    q,
  );
}

/** The median of an even count is the mean of the middle two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.length % 2 === 1
    ? quantileOfSorted(sorted, 0.5)
    : (quantileOfSorted(sorted, 0.5) + (sorted[sorted.length / 2] ?? Number.NaN)) / 2;
}

export const spreadOf = (values: readonly number[]): Spread => ({
  min: Math.min(...values),
  median: median(values),
  max: Math.max(...values),
  count: values.length,
});
