import type { PlainDate, Window } from '@kcn/kernel';
import { windowOf } from '@kcn/kernel';
import type { Period } from '@kcn/kernel';
import * as fc from 'fast-check';
import type { Fact } from '../../domain/facts/fact';
import type { Cell, FigureReader } from '../../domain/figures/figure-reader';
import { memoryReader } from '../../domain/figures/memory-reader';
import { factsOfBoard } from '../../spec-support/facts-of-board';
import { boardHistory } from '../../spec-support/generated-history';
import { logEntriesOf } from '../../spec-support/log-entries';
import { freshProjection } from '../../spec-support/fresh-projection';
import type { FreshProjection } from '../../spec-support/fresh-projection';

const WINDOWS: readonly Window[] = [
  windowOf('2016' as Period),
  windowOf('2016-Q1' as Period),
  windowOf('2017-H1' as Period, 'ND09'),
  { from: '2015-11-30' as PlainDate, to: '2016-06-15' as PlainDate },
];
const CUT_OFFS = ['2015-12-31', '2016-06-14', '2016-12-31', '2017-12-14', '2018-12-31'] as PlainDate[];
const TURNS = ['INV.INC.T', 'INV.DEC.T'];

const sorted = (cells: readonly Cell[]): string[] =>
  cells
    .map(
      ({ measure, measureUnit, breakdown, sum, n, missing }) =>
        `${measure} ${measureUnit} ${breakdown} ${sum.toString()} ${n.toString()} ${missing.toString()}`,
    )
    .sort();

async function everything(reader: FigureReader, measures: readonly string[]): Promise<unknown> {
  const answers: unknown[] = [await reader.firstDay()];
  for (const cutOff of CUT_OFFS) answers.push(sorted(await reader.stock(measures, cutOff)));
  for (const window of WINDOWS) answers.push(sorted(await reader.flow(measures, window)), sorted(await reader.distinct(TURNS, window)));
  return answers;
}

describe('figures read from MongoDB', () => {
  let projection: FreshProjection;
  beforeAll(async () => {
    projection = await freshProjection();
  });
  afterAll(() => projection.database.drop());

  test('equal those read from the facts in memory, for any history, order of arrival and instant', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        boardHistory,
        fc.array(fc.nat(1_000), { minLength: 1, maxLength: 6 }),
        fc.nat(1_000),
        async (versions, cuts, asOf) => {
          run += 1;
          const board = `board-${run.toString()}`;
          const entries = logEntriesOf(board, versions);
          // Batches in a random order: units of other partitions overtake each other, parked events come in later.
          const borders = [...new Set(cuts.map((cut) => cut % (entries.length + 1)))].sort((a, b) => a - b);
          const batches = [...borders, entries.length].map((end, index) => entries.slice(index === 0 ? 0 : borders[index - 1], end));
          for (const batch of cuts[0] !== undefined && cuts[0] % 2 === 0 ? batches : batches.reverse())
            await projection.applier.apply(board, batch);
          expect(await projection.applier.settled(board)).toMatchObject({ settled: entries.length, parked: 0, deadLetters: 0 });
          const facts: Fact[] = factsOfBoard(versions);
          const measures = [...new Set(facts.map(({ measure }) => measure))];
          for (const position of [BigInt(entries.length), BigInt(asOf % (entries.length + 1))]) {
            const view = projection.views.open({ board, generation: 1 }, position);
            expect(await everything(view.reader, measures)).toEqual(await everything(memoryReader(facts, position), measures));
            await view.close();
          }
        },
      ),
      { numRuns: Number(process.env['KCN_PROPERTY_RUNS'] ?? 25) },
    );
  }, 120_000);
});
