import { unavailable } from '@kcn/kernel';
import { connectMongo, prepareDatabase } from '@kcn/messaging';
import type { Connection, CrashPoints, LogEntry, Projection } from '@kcn/messaging';
import { deliverySuite, freshDatabase } from '@kcn/testkit';
import { createAudit } from './adapters/mongo/audit';
import { factId } from './adapters/mongo/fact-documents';
import { migrations } from './adapters/mongo/migrations';
import { factsOfBoard } from './spec-support/facts-of-board';
import { applierOn, freshProjection, projectionOn } from './spec-support/fresh-projection';
import { logEntriesOf } from './spec-support/log-entries';
import { aProject, aProjectEvent, aRate, aReport, historyOf } from './spec-support/small-history';

const BOARD = 'hung-yen';

/** Two projects and a rate, each with at least three versions; late rates value a report that came before them. */
const records = [
  aProject('P1', { registeredAmount: 5_000_000n }),
  aProject('P2', { capitalKind: 'DDI', currency: 'VND', registeredAmount: 90_000_000n }),
  aReport('P1', { revenue: 4_540_000_000n }),
  aProjectEvent('P2', { type: 'START_OPERATION', date: '2017-02-01' }),
  aProjectEvent('P1', { type: 'ADJUST_INC', date: '2017-03-02', amount: 700_000n }),
  aRate('2017-03-31', '22700'),
  aProjectEvent('P2', { type: 'ADJUST_DEC', date: '2017-05-10', amount: 10_000_000n, currency: 'VND' }),
  aRate('2017-03-31', '22750'),
  aRate('2017-06-30', '22800'),
];
const history = historyOf(records);
const events = logEntriesOf(BOARD, history);
const PLACE = { board: BOARD, generation: 1 };

/** The facts by their ids, which say everything about them; sums are compared with what the stored facts add up to. */
async function snapshotOf(connection: Connection): Promise<unknown> {
  const audit = createAudit(connection);
  const { stored, added } = await audit.sums(PLACE);
  expect(stored).toEqual(added);
  const end = BigInt(events.length);
  return { versions: await audit.countVersions(PLACE, end), facts: [...(await audit.factIds(PLACE, end))].sort() };
}

const expectedSnapshot = {
  versions: events.length,
  facts: factsOfBoard(history)
    .map((fact) => factId(PLACE, fact))
    .sort(),
};

deliverySuite<LogEntry>({
  name: 'the projection of the registry’s events',
  expected: expectedSnapshot,
  async makeFixture() {
    const database = await freshDatabase('reporting');
    const { connection } = database;
    await prepareDatabase(connection, migrations);
    const other = await connectMongo(database.uri);
    let dieAt: 'before-commit' | 'after-commit' | undefined;
    // For whole deliveries, so that trying parts of a batch or single events finds no way around.
    let failingDeliveries = 0;
    const crashPoints: CrashPoints = {
      reach(name) {
        if (name !== 'consumer-before-commit' || dieAt !== 'before-commit') return;
        dieAt = undefined;
        throw unavailable('killed', { vi: 'Bị dừng', en: 'Killed' });
      },
    };
    const inner = projectionOn(connection);
    const projection: Projection = {
      ...inner,
      apply(...args) {
        return failingDeliveries === 0 ? inner.apply(...args) : Promise.reject(unavailable('away', { vi: 'Tạm thời', en: 'Away' }));
      },
    };
    const applier = applierOn(connection, { projection, crashPoints });
    const elsewhere = applierOn(other);
    return {
      events,
      aggregateOf: (event) => event.aggregate,
      async deliver(batch) {
        await applier.apply(BOARD, batch).finally(() => {
          failingDeliveries = Math.max(0, failingDeliveries - 1);
        });
        if (dieAt !== 'after-commit') return;
        dieAt = undefined;
        throw new Error('killed');
      },
      deliverElsewhere: (batch) => elsewhere.apply(BOARD, batch),
      snapshot: () => snapshotOf(connection),
      async inbox() {
        const { settled, parked, deadLetters } = await applier.settled(BOARD);
        return { settled, parked, deadLetters };
      },
      withUnknownType: (event) => ({ ...event, type: 'kcn.registry.v9.ProjectRecorded' }),
      poisoned: (event) => ({ ...event, payload: Buffer.from([0xff, 0xff, 0xff]) }),
      replayDeadLetters: (sound) => applier.replayDeadLetters(BOARD, { readEntry: (position) => Promise.resolve(sound[position - 1]) }),
      failTransiently: (times) => {
        failingDeliveries = times;
      },
      dieOnce: (point) => {
        dieAt = point;
      },
      async stop() {
        await other.close();
        await database.drop();
      },
    };
  },
});

test('rates that arrive after the rows they value, though recorded before, take away what was written without them', async () => {
  const { applier, connection, database } = await freshProjection();
  const whole = historyOf([...records, aReport('P1', { period: '2017-Q2' })]);
  const all = logEntriesOf(BOARD, whole);
  const isRate = ({ aggregate }: LogEntry): boolean => aggregate.startsWith('rate:');
  await applier.apply(
    BOARD,
    all.filter((event) => !isRate(event)),
  );
  await applier.apply(BOARD, all.filter(isRate));
  const audit = createAudit(connection);
  const { stored, added } = await audit.sums(PLACE);
  expect(stored).toEqual(added);
  expect(await audit.factIds(PLACE, BigInt(whole.length))).toEqual(new Set(factsOfBoard(whole).map((fact) => factId(PLACE, fact))));
  await database.drop();
});
