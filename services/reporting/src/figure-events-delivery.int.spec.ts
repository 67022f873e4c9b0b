import { figureFactsRecorded } from '@kcn/contracts';
import { instant } from '@kcn/kernel';
import type { LogEntry } from '@kcn/messaging';
import { deliverySuite } from '@kcn/testkit';
import { factId } from './adapters/mongo/fact-documents';
import type { RecordVersion } from './domain/facts/record-version';
import { makeDeliveryFixture } from './spec-support/delivery-fixture';
import { factsOfBoard } from './spec-support/facts-of-board';
import { logEntriesOf } from './spec-support/log-entries';
import { anInvoice, aPayment, aPlan, takenBack } from './spec-support/told-figures';

const BOARD = 'lam-dong';
const PLACE = { board: BOARD, generation: 1 };
const payment = aPayment('FT1', 'HT-1-Q1', '2025-02-10', 1_000n);

/** A plan that is corrected twice and a line that is matched, unmatched and matched to something else. */
const history = [
  aPlan(2025, 4_000n),
  payment,
  anInvoice('HT-1-Q1', '2025-01-05', '2025-01-16', 1_000n),
  aPlan(2025, 4_500n),
  takenBack(payment),
  aPlan(2025, 5_000n),
  aPayment('FT1', 'HT-2-Q1', '2025-02-10', 1_000n),
  anInvoice('HT-2-Q1', '2025-01-05', '2025-01-16', 1_000n),
].map(
  (content, index): RecordVersion => ({
    ...{ unit: content.unit, kind: 'figure-facts', key: content.unit, position: BigInt(index + 1), content },
    ...{ recordedAt: instant(`2025-03-01T00:00:00.0${String(index)}0Z`), actor: 'ke-toan', cause: 'import:1' },
  }),
);

deliverySuite<LogEntry>({
  name: 'the projection of another service’s figures',
  expected: {
    versions: history.length,
    facts: factsOfBoard(history)
      .map((fact) => factId(PLACE, fact))
      .sort(),
  },
  makeFixture: () => makeDeliveryFixture({ board: BOARD, log: 'fees', events: logEntriesOf(BOARD, history) }),
});

test('events of other kinds have no effect, but what a unit of figures says in an unknown way is not passed over', async () => {
  const [first] = logEntriesOf(BOARD, history);
  if (!first) throw new Error('no event');
  const other = { ...first, aggregate: 'run:1', type: 'kcn.fees.v1.BillingRunCreated', payload: new Uint8Array() };
  const unknown = { ...first, position: 2, type: `${figureFactsRecorded.type}2` };
  const fixture = await makeDeliveryFixture({ board: BOARD, log: 'fees', events: [other, unknown] });
  await fixture.deliver([other, unknown]);
  expect(await fixture.inbox()).toEqual({ settled: 1, parked: 0, deadLetters: 1 });
  await fixture.stop();
});
