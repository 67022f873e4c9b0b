import { formatMeasure, percentOf, period, plainDate } from '@kcn/kernel';
import type { Period, ReportCalendar } from '@kcn/kernel';
import { factsOfBoard } from '../../spec-support/facts-of-board';
import { sampleVersions } from '../../spec-support/sample-set';
import type { Fact } from '../facts/fact';
import { computeFigures } from '../figures/compute-figures';
import { memoryReader } from '../figures/memory-reader';
import { builtInCatalogue } from '../indicators/catalogue';
import { explain } from './explain';
import type { FactQuery } from './explain';

const versions = sampleVersions('hung-yen-2017');
const facts = factsOfBoard(versions);
const catalogue = builtInCatalogue();

const sumBy = (list: readonly Fact[], keyOf: (f: Fact) => string): Map<string, bigint> => {
  const sums = new Map<string, bigint>();
  for (const f of list) sums.set(keyOf(f), (sums.get(keyOf(f)) ?? 0n) + f.value);
  return sums;
};

/** Answers a query as its doc comment says, one fact after the other. */
function answer(q: FactQuery): bigint {
  const inTime = (f: Fact): boolean =>
    q.cutOff !== undefined ? f.date <= q.cutOff : q.window !== undefined && f.date >= q.window.from && f.date <= q.window.to;
  const parks =
    q.parksWith === undefined
      ? undefined
      : sumBy(
          facts.filter((f) => f.measure === q.parksWith && inTime(f)),
          (f) => f.park ?? '',
        );
  const chosen = facts.filter(
    (f) =>
      f.measure === q.measure &&
      f.measureUnit === q.measureUnit &&
      inTime(f) &&
      (q.capital === undefined || f.capital === q.capital) &&
      (q.park === undefined || f.park === q.park) &&
      (!parks || (parks.get(f.park ?? '') ?? 0n) > 0n),
  );
  if (q.reading === 'distinct') return BigInt([...sumBy(chosen, (f) => f.unit).values()].filter((turns) => turns > 0n).length);
  return chosen.reduce((sum, f) => sum + f.value, 0n);
}
const total = (queries: readonly FactQuery[]): bigint => queries.reduce((sum, q) => sum + BigInt(q.sign) * answer(q), 0n);

describe('the explanation of a figure', () => {
  it.each<[Period, ReportCalendar]>([
    [period('2017'), 'calendar'],
    [period('2017-9M'), 'ND09'],
    [period('2016-05'), 'calendar'],
  ])('adds up to every figure of %s (%s)', async (p, calendar) => {
    const reader = memoryReader(facts, BigInt(versions.length));
    const { figures } = await computeFigures({
      catalogue,
      period: p,
      calendar,
      reader,
      recordsWindow: { from: plainDate('2003-01-01') },
      typedValues: [],
      planTargets: [],
    });
    expect(figures.length).toBeGreaterThan(100);
    for (const f of figures) {
      const e = explain({ catalogue, indicator: f.indicator, breakdown: f.breakdown, period: p, calendar });
      const name = `${f.indicator} ${f.breakdown}`;
      if (e.kind === 'sum') expect([name, formatMeasure(total(e.terms), f.unit)]).toEqual([name, f.value]);
      else if (e.kind === 'ratio') expect([name, percentOf(total(e.numerator), total(e.denominator))]).toEqual([name, f.value]);
      else throw new Error(`${name} is typed`);
    }
  });

  it('names the parts in words', () => {
    const of = (indicator: string): string =>
      explain({ catalogue, indicator, breakdown: '', period: period('2017'), calendar: 'calendar' }).formula;
    expect(of('INV.NET.CAP')).toBe('INV.NEW.CAP + INV.INC.CAP - INV.DEC.CAP - INV.TERM.CAP');
    expect(of('INV.ATTRACT.N')).toBe('INV.NEW.N + INV.INC.T (distinct projects)');
    expect(of('LAND.OCC')).toBe('LAND.LEASED (operating parks) ÷ LAND.LEASABLE × 100');
    expect(explain({ catalogue, indicator: 'LEG.DOC', breakdown: '', period: period('2017'), calendar: 'calendar' })).toEqual({
      kind: 'typed',
      formula: 'LEG.DOC',
    });
  });
});
