import { period, plainDate } from '@kcn/kernel';
import { builtInCatalogue } from '../indicators/catalogue';
import { factsOfBoard } from '../../spec-support/facts-of-board';
import { demoRows, demoText, samplePlanTargets, sampleTypedValues, sampleVersions } from '../../spec-support/sample-set';
import { computeFigures } from './compute-figures';
import type { FigureSet, SummaryFigure, TypedValue } from './figure';
import { memoryReader } from './memory-reader';
import { printedFigure, renderSummary } from './render-summary';

const SET = 'hung-yen-2017';
const versions = sampleVersions(SET);
const facts = factsOfBoard(versions);
const reader = memoryReader(facts, BigInt(versions.length));
const recordsWindow = { from: plainDate('2003-01-01'), to: plainDate('2017-12-31') };
const catalogue = builtInCatalogue();

const figuresOf = (text: string, typedValues: TypedValue[] = sampleTypedValues(SET)): Promise<FigureSet> =>
  computeFigures({
    catalogue,
    period: period(text),
    calendar: 'calendar',
    reader,
    recordsWindow,
    typedValues,
    planTargets: samplePlanTargets(SET),
  });

describe('the sample set hung-yen-2017', () => {
  it('gives every figure of expected-2017.json, all fields, in its order', async () => {
    const expected = JSON.parse(demoText(`${SET}/expected-2017.json`)) as { figures: SummaryFigure[] };
    const { figures } = await figuresOf('2017');
    expect(expected.figures).toHaveLength(478);
    expect(figures.map(printedFigure)).toEqual(expected.figures);
  });

  it('renders the bytes of expected-2017.json plus meta', async () => {
    const set = await figuresOf('2017');
    const { meta, ...rest } = JSON.parse(
      new TextDecoder().decode(renderSummary({ board: 'hung-yen', set, meta: { positions: { registry: '1' } } })),
    ) as Record<string, unknown>;
    expect(`${JSON.stringify(rest, null, 1)}\n`).toBe(demoText(`${SET}/expected-2017.json`));
    expect(meta).toMatchObject({ rules_version: expect.any(String) as string, flags: [], stated: [], positions: { registry: '1' } });
  });

  it('adds up to everything that the board published for 2017, but for what it printed wrongly', async () => {
    const published = demoRows('published-figures.csv').filter((r) => r['board'] === 'hung-yen' && r['period'] === '2017');
    const { figures } = await figuresOf('2017');
    const computed = new Map(figures.map((f) => [`${f.indicator} ${f.breakdown} ${f.unit}`, f.value]));
    const differing = published.filter(
      (r) => computed.get(`${r['indicator'] ?? ''} ${r['breakdown'] ?? ''} ${r['unit'] ?? ''}`) !== r['value'],
    );
    expect(published.length).toBeGreaterThan(50);
    expect(differing.map((r) => [r['indicator'], r['value']])).toEqual([['LAND.LEVELLED', '160']]);
    expect(computed.get('LAND.LEVELLED  ha')).toBe('163.7');
    expect(computed.get('INV.OPER.RATE  percent')).toBe('83.95');
    expect(computed.get('INV.IMPL.RATE FDI percent')).toBe('81.47');
    expect(computed.get('INV.IMPL.RATE DDI percent')).toBe('69.06');
  });

  it('keeps a typed value beside the figure from records, with the difference', async () => {
    const typed = { indicator: 'LAND.LEVELLED', breakdown: '', period: '2017', value: '160', unit: 'ha', qualifier: 'approx' };
    const { figures, flags } = await figuresOf('2017', [typed, { ...typed, breakdown: 'park:kim-dong', value: '3' }]);
    const levelled = figures.find((f) => f.indicator === 'LAND.LEVELLED' && f.breakdown === '');
    expect(levelled).toMatchObject({
      value: '163.7',
      detail: { origin: 'records', stated: { value: '160', unit: 'ha', qualifier: 'approx', difference: '-3.7' } },
    });
    expect(flags).toEqual([expect.objectContaining({ code: 'stated_without_records', breakdown: 'park:kim-dong' })]);
  });

  it('takes typed values alone outside the record days, last year by its own window', async () => {
    const typed = { indicator: 'INV.NEW.N', breakdown: '', period: '2018', value: '50', unit: 'project', qualifier: 'exact' };
    const { figures } = await figuresOf('2018', [
      typed,
      { ...typed, indicator: 'INV.ATTRACT.CAP', breakdown: 'FDI', value: '315000000', unit: 'USD' },
    ]);
    expect(figures.map(printedFigure)).toEqual([
      {
        indicator: 'INV.ATTRACT.CAP',
        breakdown: 'FDI',
        unit: 'USD',
        value: '315000000',
        plan: '300000000',
        pct_plan: '105.00',
        last_year: '494000000',
        yoy: '-36.23',
      },
      { indicator: 'INV.NEW.N', breakdown: '', unit: 'project', value: '50', plan: null, pct_plan: null, last_year: '46', yoy: '8.70' },
    ]);
  });
});
