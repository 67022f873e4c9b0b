import type { NumberBlock, NumberSeries, SeriesCount } from '../ports';

/** Names a series within its board; symbols and codes may hold any character. */
export const seriesKey = ({ creditor, symbol, year }: NumberSeries): string => JSON.stringify([creditor, symbol, year]);

/** The counts with one more for each of the given series, in the order in which series come up. */
export function countSeries(counts: readonly SeriesCount[], more: Iterable<NumberSeries>): SeriesCount[] {
  const known = new Map(counts.map((one) => [seriesKey(one), { ...one }]));
  for (const { creditor, symbol, year } of more) {
    const key = seriesKey({ creditor, symbol, year });
    const count = known.get(key)?.count ?? 0;
    known.set(key, { creditor, symbol, year, count: count + 1 });
  }
  return [...known.values()];
}

/**
 * Gives out numbers of a run's blocks, one after the other.
 * @param given how many each series has given out before
 */
export function createNumbering({
  id,
  blocks,
  given,
}: {
  readonly id: string;
  readonly blocks: readonly NumberBlock[];
  readonly given: readonly SeriesCount[];
}) {
  const byKey = new Map(blocks.map((block) => [seriesKey(block), block]));
  const next = new Map(given.map((one) => [seriesKey(one), one.count]));
  return (series: NumberSeries): number => {
    const key = seriesKey(series);
    const block = byKey.get(key);
    const index = next.get(key) ?? 0;
    if (!block || index >= block.count) throw new Error(`run ${id} has no number for ${key} ${String(index)}`);
    next.set(key, index + 1);
    return block.first + index;
  };
}
