import type { TestTokenClaims } from '@kcn/testkit';
import { ACCOUNTANT, accountingBoard, HEAD, SECOND, TOTAL } from './spec-support/accounting-board';
import { startFees } from './spec-support/start-fees';
import type { Answer, TestFees } from './spec-support/start-fees';

jest.setTimeout(180_000);

let fees: TestFees;
let twin: Awaited<ReturnType<TestFees['startTwin']>>;
beforeAll(async () => {
  fees = await startFees();
  twin = await fees.startTwin();
});
afterAll(async () => {
  await twin.stop();
  await fees.stop();
});

const REASON = { reason: 'kiểm thử' };
const FIFTY = Array.from({ length: 50 }, (_, index) => index);

/** Fifty of the same at once, to two processes in turn; what is told to come again (503) does, under its key. */
async function fiftyTimes(path: string, as: TestTokenClaims, body: unknown, keyOf: (index: number) => string): Promise<Answer[]> {
  return Promise.all(
    FIFTY.map(async (index) => {
      for (;;) {
        const call = index % 2 === 0 ? fees.call : twin.call;
        const answer = await call('POST', path, { as, key: keyOf(index), ...(body === undefined ? {} : { body }) });
        if (answer.status !== 503) return answer;
      }
    }),
  );
}

const counts = (answers: readonly Answer[]): Record<string, number> => {
  const sums: Record<string, number> = {};
  for (const { status, body } of answers) {
    const name = status < 300 ? String(status) : `${String(status)} ${body.code}`;
    sums[name] = (sums[name] ?? 0) + 1;
  }
  return sums;
};
const actsOf = async (board: string, kind: string) => fees.database.connection.collection('acts').countDocuments({ board, kind });

test('a cash receipt sent fifty times at once under one key is one receipt and one number', async () => {
  const board = accountingBoard(fees, 'cash-50');
  await board.start('2026-01');
  const cash = { received_on: '2026-01-20', amount: TOTAL, purpose: 'C-1-2026-01', ...REASON };
  const { reason: _reason, ...receipt } = cash;
  const answers = await fiftyTimes('/v1/boards/cash-50/cash-receipts', ACCOUNTANT, receipt, () => 'one');
  expect(counts(answers)).toEqual({ '201': 50 });
  expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  expect(await actsOf('cash-50', 'cash-receipt')).toBe(1);
  expect(await board.trialBalance()).toMatchObject({ '111': TOTAL, '131': TOTAL });
  const next = await board.post('/cash-receipts', ACCOUNTANT, receipt);
  expect(next.body['content']).toMatchObject({ receipt_no: 'PT2026-000002' });
});

test('fifty receipts under keys of their own are fifty, numbered without gap', async () => {
  const board = accountingBoard(fees, 'cash-each');
  await board.start('2026-01');
  const receipt = { received_on: '2026-01-20', amount: 1_000, purpose: 'C-1-2026-01' };
  const answers = await fiftyTimes('/v1/boards/cash-each/cash-receipts', ACCOUNTANT, receipt, (index) => `key-${String(index)}`);
  expect(counts(answers)).toEqual({ '201': 50 });
  expect(answers.map(({ body }) => (body['content'] as { receipt_no: string }).receipt_no).toSorted()).toEqual(
    FIFTY.map((index) => `PT2026-${String(index + 1).padStart(6, '0')}`),
  );
  expect(await board.trialBalance()).toMatchObject({ '111': 50_000, '131': 2 * TOTAL - 50_000 });
});

test('a decision fifty times at once under one key is one decision; undone and confirmed fifty times it is one undo', async () => {
  const board = accountingBoard(fees, 'decide-50');
  await board.start('2026-01');
  await board.lines({ ref: 'FT1', on: '2026-01-15', amount: TOTAL, text: 'C-1-2026-01' });
  const line = '/v1/boards/decide-50/bank-lines/1001/FT1';
  const decision = { allocations: [{ invoice: 'C-2-2026-01', amount: TOTAL }], ...REASON };
  expect(counts(await fiftyTimes(`${line}/decision`, ACCOUNTANT, decision, () => 'one'))).toEqual({ '201': 50 });
  expect(await actsOf('decide-50', 'decision')).toBe(1);
  const undone = await fiftyTimes(`${line}/undo`, ACCOUNTANT, REASON, (index) => `undo-${String(index)}`);
  expect(counts(undone)).toEqual({ '201': 1, '409 act_already_proposed': 49 });
  const id = undone.find(({ status }) => status === 201)?.body.id ?? '';
  const confirmed = await fiftyTimes(`/v1/boards/decide-50/acts/${id}/confirmation`, SECOND, undefined, (index) => `ok-${String(index)}`);
  expect(counts(confirmed)).toEqual({ '200': 1, '409 act_already_decided': 49 });
  expect(await board.invoices()).toMatchObject({ 'C-1-2026-01': { open: 0 }, 'C-2-2026-01': { open: TOTAL } });
  expect(await board.trialBalance()).toMatchObject({ '112': TOTAL, '131': TOTAL });
});

test('an adjustment confirmed fifty times at once has one number and is owed once', async () => {
  const board = accountingBoard(fees, 'adjust-50');
  await board.start('2026-01');
  await board.contracts({ 'C-1': 1_200, 'C-2': 1_000 });
  const wish = { invoices: ['C-1-2026-01'], invoice_date: '2026-02-01', agreement: 'BB 1', ...REASON };
  const proposed = await board.post('/adjustments', ACCOUNTANT, wish);
  const id = (proposed.body['items'] as { id: string }[])[0]?.id ?? '';
  const confirmed = await fiftyTimes(`/v1/boards/adjust-50/acts/${id}/confirmation`, HEAD, undefined, (index) => `ok-${String(index)}`);
  expect(counts(confirmed)).toEqual({ '200': 1, '409 act_already_decided': 49 });
  expect((await board.balances())['C-1']).toMatchObject({ invoiced: TOTAL + 22_000 });
  expect((await board.invoices())['C-1-2026-01-A1']).toMatchObject({ number: 3 });
});

test('a run approved fifty times at once, at two processes, is issued once', async () => {
  const board = accountingBoard(fees, 'run-50');
  await board.start('2026-01');
  const created = await board.post('/billing-runs', ACCOUNTANT, { through: '2026-03', mode: 'create' });
  for (let { state } = created.body; state === 'planning'; ) ({ state } = (await board.get(`/billing-runs/${created.body.id}`)).body);
  const path = `/v1/boards/run-50/billing-runs/${created.body.id}/approval`;
  const answers = await fiftyTimes(path, HEAD, undefined, (index) => `approve-${String(index)}`);
  expect(answers.filter(({ status }) => status === 200 || status === 202)).toHaveLength(1);
  expect(answers.filter(({ status }) => status !== 409)).toHaveLength(1);
  for (let state = ''; state !== 'issued'; ) ({ state } = (await board.get(`/billing-runs/${created.body.id}`)).body);
  expect((await board.balances())['C-1']).toMatchObject({ invoiced: 3 * TOTAL });
  const events = (await fees.events('run-50')).filter(({ type }) => /\.(BillingRunApproved|InvoiceIssued)$/.test(type));
  // One approval and two invoices in January; one and four now.
  expect(events).toHaveLength(2 + 2 + 4);
});
