import { monthOf, yearOf } from '@kcn/kernel';
import type { Fact } from '../../domain/facts/fact';
import { breakdownsOfFact } from '../../domain/figures/memory-reader';
import { builtInCatalogue } from '../../domain/indicators/catalogue';
import { formulaOf, termsOf } from '../../domain/indicators/formulas';
import { MONTHS } from './collections';
import type { MonthField } from './collections';

/** The measures of which some indicator counts distinct units. */
const TURN_MEASURES: ReadonlySet<string> = new Set(
  builtInCatalogue().all.flatMap(({ code }) => {
    const formula = formulaOf(code);
    return formula ? termsOf(formula).flatMap((term) => (term.reading === 'distinct' ? [term.measure] : [])) : [];
  }),
);

export interface SumCell {
  s: bigint;
  n: number;
  x: number;
}

export interface BucketSum {
  readonly measure: string;
  readonly measureUnit: string;
  readonly breakdown: string;
  readonly year: number;
  readonly months: Map<MonthField, SumCell>;
}

export interface TurnSum {
  readonly measure: string;
  readonly year: number;
  readonly unit: string;
  readonly capital: string | undefined;
  readonly park: string | undefined;
  readonly months: Map<MonthField, bigint>;
}

/** What facts come to, cell by cell as the database keeps it. */
export interface FactSums {
  readonly buckets: Map<string, BucketSum>;
  readonly turns: Map<string, TurnSum>;
  /** `2017` → `d0531` → change in contributing records. */
  readonly days: Map<number, Map<string, number>>;
}

export const bucketKey = (b: {
  readonly measure: string;
  readonly measureUnit: string;
  readonly breakdown: string;
  readonly year: number;
}): string => `${b.measure}/${b.year.toString()}/${b.measureUnit}/${b.breakdown}`;
export const turnKey = (t: {
  readonly measure: string;
  readonly year: number;
  readonly unit: string;
  readonly capital?: string | undefined;
  readonly park?: string | undefined;
}): string => `${t.measure}/${t.year.toString()}/${t.unit}/${t.capital ?? ''}/${t.park ?? ''}`;
export const dayField = (date: string): string => `d${date.slice(5, 7)}${date.slice(8, 10)}`;

const monthField = (month: number): MonthField => MONTHS[month - 1] ?? 'm01';

function entryOf<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}

/** Adds up facts with a sign: +1 for those that came, −1 for those that went; on top of `before`, which is taken over. */
export function sumFacts(groups: readonly { readonly facts: Iterable<Fact>; readonly sign: 1 | -1 }[], before?: FactSums): FactSums {
  const { buckets, turns, days } = before ?? {
    buckets: new Map<string, BucketSum>(),
    turns: new Map<string, TurnSum>(),
    days: new Map<number, Map<string, number>>(),
  };
  for (const { facts, sign } of groups) {
    for (const fact of facts) {
      const { measure, measureUnit, date, unit, capital, park } = fact;
      const year = yearOf(date);
      const month = monthField(monthOf(date));
      const value = BigInt(sign) * fact.value;
      for (const breakdown of breakdownsOfFact(fact)) {
        const name = { measure, measureUnit, breakdown, year };
        const bucket = entryOf(buckets, bucketKey(name), (): BucketSum => ({ ...name, months: new Map() }));
        const cell = entryOf(bucket.months, month, (): SumCell => ({ s: 0n, n: 0, x: 0 }));
        cell.s += value;
        cell.n += sign * fact.n;
        cell.x += sign * fact.missing;
      }
      if (TURN_MEASURES.has(measure)) {
        const name = { measure, year, unit, capital, park };
        const turn = entryOf(turns, turnKey(name), (): TurnSum => ({ ...name, months: new Map() }));
        turn.months.set(month, (turn.months.get(month) ?? 0n) + value);
      }
      if (fact.n !== 0) {
        const ofYear = entryOf(days, year, () => new Map<string, number>());
        ofYear.set(dayField(date), (ofYear.get(dayField(date)) ?? 0) + sign * fact.n);
      }
    }
  }
  return { buckets, turns, days };
}
