import { eventually } from '@kcn/testkit';
import { createActStore } from './adapters/mongo/act-store';
import { createInvoiceStore } from './adapters/mongo/invoice-store';
import { createLedgerStore } from './adapters/mongo/ledger-store';
import { createLineLinkStore } from './adapters/mongo/line-link-store';
import { createPartReads } from './adapters/mongo/part-reads';
import { createRecordStore } from './adapters/mongo/record-store';
import { createPosting } from './application/ledger/post-difference';
import { accountingBoard } from './spec-support/accounting-board';
import { bankLines, MANY_THROUGH, manyContractNo, manyContracts } from './spec-support/many-contracts';
import { badFiles, expectedReport, feeFiles, statements } from './spec-support/sample-files';
import { startFees } from './spec-support/start-fees';
import type { Answer, TestFees } from './spec-support/start-fees';
import { inTransaction } from '@kcn/messaging';

jest.setTimeout(180_000);

let fees: TestFees;
beforeAll(async () => {
  // Every import takes the way of a large one.
  fees = await startFees({ env: { KCN_IMPORT_ROWS_AT_ONCE: '0' } });
});
afterAll(() => fees.stop());

const whole = (board: string, { status, body }: Answer): Promise<Answer['body']> => {
  expect([[201, 202], body['errors']]).toEqual([expect.arrayContaining([status]), []]);
  return eventually(
    async () => {
      const { body: now } = await fees.call('GET', `/v1/boards/${board}/imports/${String(body['import_id'])}`);
      return now['status'] === 'applied' ? now : undefined;
    },
    { describe: `the import of ${board} is whole`, timeoutMs: 120_000 },
  );
};
const load = async (board: string, files: Record<string, Buffer>): Promise<Answer['body']> =>
  whole(board, await fees.importFiles(board, files));

/** What folding everything anew finds to add to the ledger. */
function missing(board: string): Promise<number> {
  const { connection } = fees.database;
  const post = createPosting({
    records: createRecordStore(connection),
    invoices: createInvoiceStore(connection),
    ledger: createLedgerStore(connection),
    acts: createActStore(connection),
    links: createLineLinkStore(connection),
    reads: createPartReads(connection),
  });
  return inTransaction(
    connection,
    async (session) => (await post(session, board, { cause: 'check', actor: 'check', position: 999_999_999 })).entries.length,
  );
}

test('the sample comes in by several transactions and gives expected.json; a second import changes nothing', async () => {
  const board = accountingBoard(fees, 'sample');
  const files = { ...feeFiles(), ...statements() };
  const { progress, files: counts } = await load('sample', files);
  const recorded = (await fees.events('sample')).length;
  const total = counts.reduce((sum, { added }) => sum + added, 0);
  expect(progress).toEqual({ done: total, total });
  const again = await load('sample', files);
  expect(again).toMatchObject({ progress: { done: 0, total: 0 }, last_position: recorded });
  expect(await fees.events('sample')).toHaveLength(recorded);
  await board.issue('2026-09');
  const { body } = await board.get('/report?as_of=2026-09-30');
  const invoices = body.invoices.map(
    ({ number: _n, symbol: _s, creditor: _c, ...rest }: Record<string, unknown> & { code: string }) => rest,
  );
  expect({ ...body, invoices }).toEqual(expectedReport());
  expect(await missing('sample')).toBe(0);
  for (const left of ['import_gates', 'import_files']) expect(await fees.database.connection.collection(left).countDocuments()).toBe(0);
});

test.each(badFiles().filter((_, index) => index % 8 === 0))('$file is refused and leaves nothing', async ({ where, files }) => {
  const refused = await fees.importFiles('bad', files());
  expect([refused.status, refused.body.code]).toEqual([422, 'import_refused']);
  expect(refused.body.report.errors.map((error) => error.where)).toEqual([where]);
  for (const left of ['records', 'import_gates', 'event_log', 'imports'])
    expect(await fees.database.connection.collection(left).countDocuments({ $or: [{ board: 'bad' }, { _id: 'bad' as never }] })).toBe(0);
});

const COUNT = 2_500;
const PAID = 2_300;
const payments = () =>
  bankLines(
    Array.from({ length: PAID }, (_, index) => ({
      ref: `FT${String(index)}`,
      amount: BigInt(1_000 + index),
      // Some name a payer, some nobody, the last a contract that comes later.
      text: index % 10 === 1 ? `MST ${String(9_900_000_000 + index)}` : index % 10 === 2 ? 'tien thue' : `tra ${manyContractNo(index * 2)}`,
    })),
  );

test('lines before the contracts they name, and contracts before: the same balances, and a ledger that lacks nothing', async () => {
  await load('lines-first', payments());
  await load('lines-first', manyContracts(COUNT));
  await accountingBoard(fees, 'lines-first').issue(MANY_THROUGH);
  await load('lines-first', manyContracts(2 * COUNT));
  expect(await missing('lines-first')).toBe(0);

  await load('lines-last', manyContracts(2 * COUNT));
  await load('lines-last', payments());
  expect(await missing('lines-last')).toBe(0);
  await accountingBoard(fees, 'lines-last').issue(MANY_THROUGH);
  await accountingBoard(fees, 'lines-first').issue(MANY_THROUGH);
  expect([await missing('lines-first'), await missing('lines-last')]).toEqual([0, 0]);
  const [first, last] = [await accountingBoard(fees, 'lines-first').balances(), await accountingBoard(fees, 'lines-last').balances()];
  expect(first).toEqual(last);
  expect(Object.values(first).filter(({ allocated = 0 }) => allocated > 0).length).toBeGreaterThan(1_500);
});

test('fifty identical requests are one import; while it is written another is told to wait, and a run waits for the whole of it', async () => {
  const files = manyContracts(6_000);
  const twins = await Promise.all(Array.from({ length: 50 }, () => fees.importFiles('fifty', files, { key: 'one' })));
  const answered = twins.filter(({ status }) => status !== 503);
  expect(answered.filter(({ status }) => status !== 201 && status !== 202)).toEqual([]);
  expect(new Set(answered.map(({ body }) => body['import_id'])).size).toBe(1);
  const first = twins.find(({ status }) => status === 201 || status === 202);
  const other = await fees.importFiles('fifty', manyContracts(10), { key: 'two' });
  const run = await fees.call('POST', '/v1/boards/fifty/billing-runs', {
    as: { sub: 'maker', roles: ['recorder'] },
    body: { through: MANY_THROUGH, mode: 'create' },
  });
  if (!first) throw new Error('nobody was answered');
  await whole('fifty', first);
  expect([201, 503]).toContain(other.status);
  const waiting = await eventually(
    async () => {
      const { body } = await fees.call('GET', `/v1/boards/fifty/billing-runs/${run.body.id}`);
      return body.state === 'waiting' ? body : undefined;
    },
    { describe: 'the list is made', timeoutMs: 60_000 },
  );
  expect(waiting['invoices']).toBe(6_000);
  expect(await fees.database.connection.collection('record_versions').countDocuments({ board: 'fifty' })).toBe(6_004);
});
