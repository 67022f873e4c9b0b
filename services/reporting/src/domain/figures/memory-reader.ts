import type { PlainDate } from '@kcn/kernel';
import type { Fact } from '../facts/fact';
import { breakdownOf, topicBreakdowns } from '../indicators/breakdown';
import type { Cell, FigureReader } from './figure-reader';

interface Sum {
  readonly measure: string;
  readonly measureUnit: string;
  readonly breakdown: string;
  sum: bigint;
  n: number;
  missing: number;
}

/** The breakdowns that a fact belongs to, its total first. */
export function breakdownsOfFact({ capital, park, topic }: Pick<Fact, 'capital' | 'park' | 'topic'>): string[] {
  return [
    '',
    ...(capital === undefined ? [] : [breakdownOf({ capital })]),
    ...(park === undefined ? [] : [breakdownOf({ park })]),
    ...(capital === undefined || park === undefined ? [] : [breakdownOf({ capital, park })]),
    ...(topic === undefined ? [] : topicBreakdowns({ topic, park })),
  ];
}

function createSums(): {
  add(fact: Pick<Fact, 'measure' | 'measureUnit' | 'value' | 'n' | 'missing' | 'capital' | 'park' | 'topic'>): void;
  cells(): Cell[];
} {
  const sums = new Map<string, Sum>();
  return {
    add({ measure, measureUnit, value, n, missing, ...place }) {
      for (const breakdown of breakdownsOfFact(place)) {
        const id = `${measure}\n${measureUnit}\n${breakdown}`;
        let sum = sums.get(id);
        if (!sum) sums.set(id, (sum = { measure, measureUnit, breakdown, sum: 0n, n: 0, missing: 0 }));
        sum.sum += value;
        sum.n += n;
        sum.missing += missing;
      }
    },
    cells: () => [...sums.values()].filter(({ sum, n, missing }) => sum !== 0n || n !== 0 || missing !== 0),
  };
}

/**
 * Reads figures straight from facts.
 * @param facts all facts of a board, in any order
 * @param position the registry's log position as of which to read; later facts do not count
 */
export function memoryReader(facts: readonly Fact[], position: bigint): FigureReader {
  const byMeasure = new Map<string, Fact[]>();
  for (const fact of facts) {
    if (fact.position > position) continue;
    const list = byMeasure.get(fact.measure);
    if (list) list.push(fact);
    else byMeasure.set(fact.measure, [fact]);
  }
  const sumOf = (measures: readonly string[], counts: (date: PlainDate) => boolean): Cell[] => {
    const sums = createSums();
    for (const measure of new Set(measures)) for (const fact of byMeasure.get(measure) ?? []) if (counts(fact.date)) sums.add(fact);
    return sums.cells();
  };
  return {
    stock: (measures, cutOff) => Promise.resolve(sumOf(measures, (date) => date <= cutOff)),
    flow: (measures, { from, to }) => Promise.resolve(sumOf(measures, (date) => date >= from && date <= to)),
    distinct(turnMeasures, { from, to }) {
      const sums = createSums();
      for (const measure of new Set(turnMeasures)) {
        const turns = new Map<string, { fact: Fact; turns: bigint }>();
        for (const fact of byMeasure.get(measure) ?? []) {
          if (fact.date < from || fact.date > to) continue;
          const id = `${fact.unit}\n${fact.capital ?? ''}\n${fact.park ?? ''}`;
          turns.set(id, { fact, turns: (turns.get(id)?.turns ?? 0n) + fact.value });
        }
        for (const unit of turns.values())
          if (unit.turns > 0n) sums.add({ ...unit.fact, measureUnit: 'project', value: 1n, n: 1, missing: 0 });
      }
      return Promise.resolve(sums.cells());
    },
    firstDay() {
      const counts = new Map<PlainDate, number>();
      for (const list of byMeasure.values()) for (const { date, n } of list) counts.set(date, (counts.get(date) ?? 0) + n);
      const days = [...counts].flatMap(([date, n]) => (n > 0 ? [date] : [])).sort();
      return Promise.resolve(days[0]);
    },
  };
}
