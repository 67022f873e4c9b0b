import type { Fact } from '../../domain/facts/fact';
import type { Cell } from '../../domain/figures/figure-reader';
import { breakdownsOfFact } from '../../domain/figures/memory-reader';
import type { BucketCell } from './collections';

type Summand = Pick<Fact, 'measure' | 'measureUnit' | 'value' | 'n' | 'missing' | 'capital' | 'park' | 'topic'>;

interface Sum {
  readonly measure: string;
  readonly measureUnit: string;
  readonly breakdown: string;
  sum: bigint;
  n: number;
  missing: number;
}

/** Adds up buckets and facts by measure, unit and breakdown. */
export function createCellSums() {
  const sums = new Map<string, Sum>();
  const sumOf = (measure: string, measureUnit: string, breakdown: string): Sum => {
    const id = `${measure}\n${measureUnit}\n${breakdown}`;
    let sum = sums.get(id);
    if (!sum) sums.set(id, (sum = { measure, measureUnit, breakdown, sum: 0n, n: 0, missing: 0 }));
    return sum;
  };
  return {
    addBucket(
      { measure, measureUnit, breakdown }: { readonly measure: string; readonly measureUnit: string; readonly breakdown: string },
      { s = 0n, n = 0, x = 0 }: BucketCell,
    ): void {
      const sum = sumOf(measure, measureUnit, breakdown);
      sum.sum += s;
      sum.n += Number(n);
      sum.missing += Number(x);
    },
    addFact(fact: Summand, sign: 1 | -1): void {
      for (const breakdown of breakdownsOfFact(fact)) {
        const sum = sumOf(fact.measure, fact.measureUnit, breakdown);
        sum.sum += BigInt(sign) * fact.value;
        sum.n += sign * fact.n;
        sum.missing += sign * fact.missing;
      }
    },
    cells: (): Cell[] => [...sums.values()].filter(({ sum, n, missing }) => sum !== 0n || n !== 0 || missing !== 0),
  };
}
