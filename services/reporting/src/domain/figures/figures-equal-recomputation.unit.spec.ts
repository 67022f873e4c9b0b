import { lastYearOf, period, plainDate, windowOf } from '@kcn/kernel';
import type { Period, ReportCalendar } from '@kcn/kernel';
import * as fc from 'fast-check';
import { factsOfBoard } from '../../spec-support/facts-of-board';
import { boardHistory } from '../../spec-support/generated-history';
import { naiveFigures } from '../../spec-support/naive-figures';
import type { Fact } from '../facts/fact';
import type { RecordVersion } from '../facts/record-version';
import { builtInCatalogue } from '../indicators/catalogue';
import { computeFigures } from './compute-figures';
import type { FigureSet } from './figure';
import { memoryReader } from './memory-reader';

const seed = Number(process.env['KCN_TEST_SEED'] ?? Date.now() % 1_000_000);
const numRuns = Number(process.env['KCN_TEST_RUNS'] ?? 150);
beforeAll(() => {
  process.stdout.write(`fast-check seed ${String(seed)} (repeat with KCN_TEST_SEED)\n`);
});

const periodText = fc
  .constantFrom(
    '2016',
    '2017',
    '2016-H1',
    '2016-H2',
    '2017-H1',
    '2016-9M',
    '2017-9M',
    '2016-Q1',
    '2016-Q2',
    '2017-Q1',
    '2016-02',
    '2016-06',
    '2016-12',
    '2017-01',
    '2017-05',
  )
  .map((text) => period(text));
const calendar = fc.constantFrom<ReportCalendar>('calendar', 'calendar', 'ND09');
const asked = fc.record({ period: periodText, calendar, share: fc.integer({ min: 1, max: 100 }) });

const compute = (facts: readonly Fact[], position: bigint, p: Period, c: ReportCalendar): Promise<FigureSet> =>
  computeFigures({
    catalogue: builtInCatalogue(),
    period: p,
    calendar: c,
    reader: memoryReader(facts, position),
    recordsWindow: { from: plainDate('1990-01-01') },
    typedValues: [],
    planTargets: [],
  });

const sorted = <T>(entries: Iterable<[string, T]>): [string, T][] => [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
const positionAt = (versions: readonly RecordVersion[], share: number): bigint => BigInt(Math.ceil((versions.length * share) / 100));

describe('every figure equals its recomputation from records', () => {
  it('for generated histories with corrections, withdrawals and moved dates, any period, as of any position', async () => {
    await fc.assert(
      fc.asyncProperty(boardHistory, fc.array(asked, { minLength: 4, maxLength: 4 }), async (versions, questions) => {
        const facts = factsOfBoard(versions);
        for (const { period: p, calendar: c, share } of [
          ...questions,
          { period: period('2017'), calendar: 'calendar' as const, share: 100 },
        ]) {
          const position = positionAt(versions, share);
          const { figures } = await compute(facts, position, p, c);
          const now = naiveFigures(versions, position, windowOf(p, c));
          const then = naiveFigures(versions, position, windowOf(lastYearOf(p), c));
          const nameOf = (f: { indicator: string; breakdown: string; unit: string }): string => `${f.indicator}|${f.breakdown}|${f.unit}`;
          expect(sorted(figures.map((f) => [nameOf(f), [f.value, f.last_year]]))).toEqual(
            sorted([...now].map(([name, value]) => [name, [value, then.get(name) ?? null]])),
          );
        }
      }),
      { seed, numRuns },
    );
  });

  it('as of a position of the full set equals the set cut there', async () => {
    await fc.assert(
      fc.asyncProperty(boardHistory, asked, async (versions, { period: p, calendar: c, share }) => {
        const position = positionAt(versions, share);
        const cut = factsOfBoard(versions.filter((v) => v.position <= position));
        expect(factsOfBoard(versions).filter((f) => f.position <= position)).toEqual(cut);
        expect(await compute(factsOfBoard(versions), position, p, c)).toEqual(await compute(cut, position, p, c));
      }),
      { seed, numRuns },
    );
  });
});

describe('stocks roll forward exactly', () => {
  it('INV.STOCK.CAP(end) = start + ATTRACT − LOST, for every window, breakdown and position', async () => {
    const CODES = ['INV.NEW.CAP', 'INV.INC.CAP', 'INV.DEC.CAP', 'INV.TERM.CAP'];
    await fc.assert(
      fc.asyncProperty(boardHistory, asked, async (versions, { period: p, calendar: c, share }) => {
        const reader = memoryReader(factsOfBoard(versions), positionAt(versions, share));
        const { from, to } = windowOf(p, c);
        const dayBefore = plainDate(new Date(Date.parse(from) - 86_400_000).toISOString().slice(0, 10));
        const [start, end, flows] = await Promise.all([
          reader.stock(['INV.STOCK.CAP'], dayBefore),
          reader.stock(['INV.STOCK.CAP'], to),
          reader.flow(CODES, { from, to }),
        ]);
        const balance = new Map<string, bigint>();
        const add = (cells: typeof start, sign: (measure: string) => bigint): void => {
          for (const cell of cells)
            balance.set(
              `${cell.breakdown}|${cell.measureUnit}`,
              (balance.get(`${cell.breakdown}|${cell.measureUnit}`) ?? 0n) + sign(cell.measure) * cell.sum,
            );
        };
        add(start, () => 1n);
        add(flows, (measure) => (measure === 'INV.DEC.CAP' || measure === 'INV.TERM.CAP' ? -1n : 1n));
        add(end, () => -1n);
        expect([...balance].filter(([, rest]) => rest !== 0n)).toEqual([]);
      }),
      { seed, numRuns },
    );
  });
});
