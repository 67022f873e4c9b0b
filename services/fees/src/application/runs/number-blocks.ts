import type { BillingRun, FrozenInvoice, NumberBlock, NumberSeries } from '../ports';

/** Names a series within its board; symbols and codes may hold any character. */
export const seriesKey = ({ creditor, symbol, year }: NumberSeries): string => JSON.stringify([creditor, symbol, year]);

/** How many numbers a frozen list needs of each series, in the order in which the series come up. */
export function countSeries(list: readonly FrozenInvoice[]): { readonly series: NumberSeries; readonly count: number }[] {
  const counts = new Map<string, { readonly series: NumberSeries; count: number }>();
  for (const { series } of list) {
    const known = counts.get(seriesKey(series)) ?? { series, count: 0 };
    known.count += 1;
    counts.set(seriesKey(series), known);
  }
  return [...counts.values()];
}

/** The number that a frozen invoice bears by the blocks of its run. */
export function numberOf({ id, blocks }: Pick<BillingRun, 'id' | 'blocks'>, { series, indexInSeries }: FrozenInvoice): number {
  const block = blocks.find((one: NumberBlock) => seriesKey(one) === seriesKey(series));
  if (!block || indexInSeries >= block.count) throw new Error(`run ${id} has no number for ${seriesKey(series)} ${String(indexInSeries)}`);
  return block.first + indexInSeries;
}
