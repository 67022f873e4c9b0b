import { period, plainDate } from '@kcn/kernel';
import type { PlainDate } from '@kcn/kernel';
import { builtInCatalogue } from '../indicators/catalogue';
import { computeFigures } from './compute-figures';
import type { ComputeFiguresInput } from './compute-figures';
import type { Figure, FigureSet, PlanTarget, TypedValue } from './figure';
import { memoryReader } from './memory-reader';
import type { Fact } from '../facts/fact';
import { filterFigures } from './filter-figures';
import { renderSummary } from './render-summary';

const fact = (measure: string, date: string, value: bigint, more: Partial<Fact> = {}): Fact => ({
  unit: 'project:P',
  measure,
  measureUnit: 'USD',
  capital: 'FDI',
  park: 'a',
  date: plainDate(date),
  position: 1n,
  value,
  n: 1,
  missing: 0,
  source: { kind: 'projects', key: 'P' },
  ...more,
});
const typed = (indicator: string, p: string, value: string, unit: string, more: Partial<TypedValue> = {}): TypedValue => ({
  indicator,
  breakdown: '',
  period: p,
  value,
  unit,
  qualifier: 'exact',
  ...more,
});
const plan = (indicator: string, year: number, value: string, unit: string, breakdown = ''): PlanTarget => ({
  indicator,
  breakdown,
  year,
  value,
  unit,
});

const compute = (p: string, facts: Fact[], more: Partial<ComputeFiguresInput> = {}): Promise<FigureSet> =>
  computeFigures({
    catalogue: builtInCatalogue(),
    period: period(p),
    calendar: 'calendar',
    reader: memoryReader(facts, 9n),
    recordsWindow: { from: plainDate('2000-01-01') },
    typedValues: [],
    planTargets: [],
    ...more,
  });
const find = async (set: Promise<FigureSet>, indicator: string, breakdown = ''): Promise<Figure | undefined> =>
  (await set).figures.find((f) => f.indicator === indicator && f.breakdown === breakdown);

describe('against the plan', () => {
  const facts = [fact('INV.NEW.CAP', '2017-02-01', 60_00n), fact('INV.STOCK.CAP', '2017-02-01', 60_00n)];
  const planTargets = [plan('INV.NEW.CAP', 2017, '90', 'USD', 'FDI'), plan('INV.STOCK.CAP', 2017, '40', 'USD', 'FDI')];
  const share = async (
    p: string,
    indicator: string,
    calendar: 'calendar' | 'ND09' = 'calendar',
  ): Promise<(string | null | undefined)[]> => {
    const f = await find(compute(p, facts, { planTargets, calendar }), indicator, 'FDI');
    return [f?.plan, f?.pct_plan];
  };

  it('a flow is measured by the year’s plan in windows that start on 1 January only', async () => {
    for (const p of ['2017', '2017-H1', '2017-9M', '2017-Q1']) expect([p, await share(p, 'INV.NEW.CAP')]).toEqual([p, ['90', '66.67']]);
    expect(await share('2017-02', 'INV.NEW.CAP')).toEqual(['90', null]);
    expect(await share('2017', 'INV.NEW.CAP', 'ND09')).toEqual(['90', null]);
  });

  it('a stock is measured in every window', async () => {
    expect(await share('2017-Q3', 'INV.STOCK.CAP')).toEqual(['40', '150.00']);
    expect(await share('2017', 'INV.STOCK.CAP', 'ND09')).toEqual(['40', '150.00']);
  });

  it('a plan of zero, of another unit or year gives no share', async () => {
    const of = async (target: PlanTarget): Promise<(string | null | undefined)[]> => {
      const f = await find(compute('2017', facts, { planTargets: [target] }), 'INV.NEW.CAP', 'FDI');
      return [f?.plan, f?.pct_plan];
    };
    expect(await of(plan('INV.NEW.CAP', 2017, '0', 'USD', 'FDI'))).toEqual(['0', null]);
    expect(await of(plan('INV.NEW.CAP', 2017, '5', 'VND', 'FDI'))).toEqual([null, null]);
    expect(await of(plan('INV.NEW.CAP', 2018, '5', 'USD', 'FDI'))).toEqual([null, null]);
  });
});

describe('against last year', () => {
  const growth = async (base: bigint, now: bigint): Promise<string | null | undefined> =>
    (await find(compute('2017', [fact('INV.NEW.CAP', '2016-05-05', base), fact('INV.NEW.CAP', '2017-05-05', now)]), 'INV.NEW.CAP', 'FDI'))
      ?.yoy;

  it('rounds half away from zero from the exact quotient, and has no growth from a base not above zero', async () => {
    expect(await growth(80_000n, 80_004n)).toBe('0.01'); // 0.005
    expect(await growth(80_000n, 79_996n)).toBe('-0.01'); // −0.005
    expect(await growth(80_000n, 80_003n)).toBe('0.00'); // 0.00375
    expect(await growth(3n, 2n)).toBe('-33.33');
    expect(await growth(0n, 2n)).toBeNull();
    expect(await growth(-1n, 2n)).toBeNull();
  });

  it('is null where nothing contributed last year', async () => {
    expect(await find(compute('2017', [fact('INV.NEW.CAP', '2017-05-05', 1n)]), 'INV.NEW.CAP', 'FDI')).toMatchObject({
      value: '0.01',
      last_year: null,
      yoy: null,
    });
  });

  it('gives percentages no growth, typed ones neither', async () => {
    const typedValues = [typed('CIV.RATE', '2017', '99.125', 'percent'), typed('CIV.RATE', '2016', '90', 'percent')];
    expect(
      await find(compute('2017', [], { typedValues, planTargets: [plan('CIV.RATE', 2017, '95', 'percent')] }), 'CIV.RATE'),
    ).toMatchObject({ value: '99.13', plan: '95.00', pct_plan: '104.34', last_year: '90.00', yoy: null });
  });
});

describe('ratios', () => {
  it('print 0.00 without a numerator and "–" without a divisor', async () => {
    expect(await find(compute('2017', [fact('INV.STOCK.CAP', '2017-01-01', 5n)]), 'INV.IMPL.RATE', 'FDI')).toMatchObject({
      value: '0.00',
      detail: { numerator: { value: '0', unit: 'USD' }, denominator: { value: '0.05', unit: 'USD' } },
    });
    expect(await find(compute('2017', [fact('INV.STOCK.CAP', '2017-01-01', 0n)]), 'INV.IMPL.RATE', 'FDI')).toMatchObject({ value: null });
    expect(await find(compute('2017', []), 'INV.IMPL.RATE', 'FDI')).toBeUndefined();
  });
});

describe('where a figure comes from', () => {
  const facts = [
    fact('INV.NEW.N', '2016-03-01', 7n, { measureUnit: 'project' }),
    fact('INV.STOCK.N', '2016-03-01', 7n, { measureUnit: 'project' }),
  ];
  const typedValues = ['2015', '2016', '2017'].flatMap((p) => [
    typed('INV.NEW.N', p, '100', 'project'),
    typed('INV.STOCK.N', p, '100', 'project'),
  ]);
  const values = async (
    p: string,
    recordsWindow: { from?: PlainDate; to?: PlainDate },
    list = facts,
  ): Promise<(string | null | undefined)[]> => {
    const set = compute(p, list, { typedValues, recordsWindow });
    return [(await find(set, 'INV.NEW.N'))?.value, (await find(set, 'INV.STOCK.N'))?.value];
  };

  it('a flow needs its whole window inside the record days, a stock its cut-off', async () => {
    expect(await values('2016', { from: plainDate('2016-01-01'), to: plainDate('2016-12-31') })).toEqual(['7', '7']);
    expect(await values('2016', { from: plainDate('2016-01-02'), to: plainDate('2016-12-31') })).toEqual(['100', '7']);
    expect(await values('2016', { from: plainDate('2016-01-01'), to: plainDate('2016-12-30') })).toEqual(['100', '100']);
    expect(await values('2017', { from: plainDate('2016-01-01') })).toEqual([undefined, '7']);
  });

  it('no days given: from the first record on; no records: never', async () => {
    expect(await values('2016', {})).toEqual(['100', '7']);
    expect(await values('2015', {})).toEqual(['100', '100']);
    expect(await values('2017', {})).toEqual([undefined, '7']);
    expect(await values('2017', {}, [])).toEqual(['100', '100']);
  });

  it('the base of last year follows its own window', async () => {
    const set = compute('2017', facts, { typedValues, recordsWindow: { from: plainDate('2017-01-01') } });
    expect(await find(set, 'INV.STOCK.N')).toMatchObject({ value: '7', last_year: '100', yoy: '-93.00' });
  });

  it('a typed value in another unit is another figure', async () => {
    const set = compute('2016', facts, {
      typedValues: [typed('INV.NEW.N', '2016', '9', 'turn'), typed('INV.NEW.N', '2015', '9', 'turn')],
      recordsWindow: { from: plainDate('2016-01-01') },
    });
    expect(await find(set, 'INV.NEW.N')).toMatchObject({
      value: '7',
      last_year: null,
      detail: { stated: { unit: 'turn', difference: null } },
    });
  });
});

describe('missing rates', () => {
  it('leave the row out of the sum and flag the figure; with no other row there is no figure', async () => {
    const lost = fact('ENT.REV', '2017-03-31', 0n, { n: 0, missing: 1 });
    const some = await compute('2017', [lost, fact('ENT.REV', '2017-06-30', 500n)]);
    expect(some.figures.find((f) => f.breakdown === '')).toMatchObject({ value: '5', detail: { missing: 1 } });
    expect(some.flags.map((f) => [f.code, f.breakdown])).toEqual([
      ['rate_missing', ''],
      ['rate_missing', 'FDI'],
      ['rate_missing', 'FDI;park:a'],
      ['rate_missing', 'park:a'],
    ]);
    const none = await compute('2017', [lost]);
    expect(none.figures).toEqual([]);
    expect(none.flags).toHaveLength(4);
  });
});

describe('a rendered summary', () => {
  it('is the same bytes for the same input, whatever the order of what it was computed from', async () => {
    const facts = [
      fact('INV.NEW.CAP', '2017-02-01', 60_00n),
      fact('INV.NEW.CAP', '2017-03-01', 1n, { capital: 'DDI', measureUnit: 'VND' }),
    ];
    const bytes = async (list: Fact[], meta: Record<string, string>): Promise<string> =>
      new TextDecoder().decode(renderSummary({ board: 'b', set: await compute('2017', list), meta }));
    expect(await bytes(facts, { a: '1', b: '2' })).toBe(await bytes([...facts].reverse(), { b: '2', a: '1' }));
  });

  it('can be cut to one breakdown', async () => {
    const { figures } = await compute('2017', [fact('INV.NEW.CAP', '2017-02-01', 60_00n)]);
    expect(new Set(filterFigures(figures, 'FDI;park:a').map((f) => f.breakdown))).toEqual(new Set(['FDI;park:a']));
    expect(filterFigures(figures, undefined)).toHaveLength(figures.length);
    expect(filterFigures(figures, 'DDI')).toEqual([]);
  });
});
