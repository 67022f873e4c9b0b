import type { LogEntry } from '@kcn/messaging';
import { deliverySuite } from '@kcn/testkit';
import { createAudit } from './adapters/mongo/audit';
import { factId } from './adapters/mongo/fact-documents';
import { factsOfBoard } from './spec-support/facts-of-board';
import { makeDeliveryFixture } from './spec-support/delivery-fixture';
import { freshProjection } from './spec-support/fresh-projection';
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

const expectedSnapshot = {
  versions: events.length,
  facts: factsOfBoard(history)
    .map((fact) => factId(PLACE, fact))
    .sort(),
};

deliverySuite<LogEntry>({
  name: 'the projection of the registry’s events',
  expected: expectedSnapshot,
  makeFixture: () => makeDeliveryFixture({ board: BOARD, log: 'registry', events }),
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
