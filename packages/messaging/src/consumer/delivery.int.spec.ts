import { unavailable } from '@kcn/kernel';
import { deliverySuite } from '@kcn/testkit';
import type { CrashPoints } from '../crash-points/crash-points';
import type { LogEntry } from '../log/log-entry';
import { countedEntries, countingProjection } from '../testing/counting';
import { connectAgain, freshConnection, silentLogger } from '../testing/fresh';
import { createApplier } from './applier';

const BOARD = 'hung-yen';
const events = countedEntries(BOARD, { aggregates: 3, versions: 4 });
const whole = [2 + 4 + 8 + 16, 4, 4] as const;

deliverySuite<LogEntry>({
  name: 'a counting projection',
  expected: { 'unit:1': whole, 'unit:2': whole, 'unit:3': whole },
  async makeFixture() {
    const connection = await freshConnection();
    const other = await connectAgain(connection);
    let dieAt: 'before-commit' | 'after-commit' | undefined;
    const crashPoints: CrashPoints = {
      reach(name) {
        if (name !== 'consumer-before-commit' || dieAt !== 'before-commit') return;
        dieAt = undefined;
        // In this process a kill can only be an exception; this is one that the applier passes on.
        throw unavailable('killed', { vi: 'Bị dừng', en: 'Killed' });
      },
    };
    const projection = countingProjection(connection);
    const applier = createApplier({
      connection,
      consumer: 'counter',
      source: 'test',
      projection,
      logger: silentLogger,
      crashPoints: crashPoints,
    });
    const elsewhere = createApplier({
      connection: other,
      consumer: 'counter',
      source: 'test',
      projection: countingProjection(other),
      logger: silentLogger,
    });
    await applier.ensureIndexes();
    return {
      events,
      aggregateOf: (event) => event.aggregate,
      async deliver(batch) {
        await applier.apply(BOARD, batch);
        if (dieAt !== 'after-commit') return;
        dieAt = undefined;
        throw new Error('killed');
      },
      deliverElsewhere: (batch) => elsewhere.apply(BOARD, batch),
      snapshot: () => projection.snapshot(BOARD),
      async inbox() {
        const { settled, parked, deadLetters } = await applier.settled(BOARD);
        return { settled, parked, deadLetters };
      },
      withUnknownType: (event) => ({ ...event, type: 'kcn.test.v9.Counted' }),
      poisoned: (event) => ({ ...event, payload: Buffer.from('poison') }),
      replayDeadLetters: (sound) => applier.replayDeadLetters(BOARD, { readEntry: (position) => Promise.resolve(sound[position - 1]) }),
      failTransiently: (times) => projection.failTransiently(times),
      dieOnce: (point) => {
        dieAt = point;
      },
      async stop() {
        await other.close();
        await connection.drop();
      },
    };
  },
});
