import fc from 'fast-check';
import { countedEntries, countingProjection } from '../testing/counting';
import { connectAgain, freshConnection, silentLogger } from '../testing/fresh';
import { createApplier } from './applier';

const events = countedEntries('b', { aggregates: 5, versions: 8 });
const whole = [510, 8, 8] as const;
const expected = { 'unit:1': whole, 'unit:2': whole, 'unit:3': whole, 'unit:4': whole, 'unit:5': whole };

test('any order with duplicates, through two processes at once, gives the projection of the log', async () => {
  const connection = await freshConnection();
  const other = await connectAgain(connection);
  let run = 0;
  const batches = fc.array(fc.array(fc.constantFrom(...events), { minLength: 1, maxLength: 15 }), { maxLength: 12 });
  try {
    await createApplier({
      connection,
      consumer: 'c',
      source: 's',
      projection: countingProjection(connection),
      logger: silentLogger,
    }).ensureIndexes();
    await fc.assert(
      fc.asyncProperty(batches, fc.shuffledSubarray([...events], { minLength: events.length }), async (some, all) => {
        run += 1;
        const scope = `run-${run.toString()}`;
        const appliers = [connection, other].map((own) =>
          createApplier({ connection: own, consumer: 'c', source: 's', projection: countingProjection(own), logger: silentLogger }),
        );
        await Promise.all(
          some.map((batch, index) => (appliers[index % 2] ?? appliers[0])?.apply('b', batch, { scope }) ?? Promise.resolve()),
        );
        await appliers[0]?.apply('b', all, { scope });
        expect(await countingProjection(connection).snapshot('b', scope)).toEqual(expected);
        expect(await appliers[1]?.settled('b', scope)).toEqual({ settled: 40, handled: 40, highest: 40, parked: 0, deadLetters: 0 });
      }),
      { numRuns: 25 },
    );
  } finally {
    await other.close();
    await connection.drop();
  }
});
