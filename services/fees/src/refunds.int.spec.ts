import { ACCOUNTANT, accountingBoard, HEAD, READER, SECOND, TOTAL } from './spec-support/accounting-board';
import { startFees } from './spec-support/start-fees';
import type { Answer, TestFees } from './spec-support/start-fees';

let fees: TestFees;
beforeAll(async () => {
  fees = await startFees();
});
afterAll(() => fees.stop());

const REASON = { reason: 'kiểm thử' };
type Board = ReturnType<typeof accountingBoard>;

/** January paid with 40,000 too much, which stands to the contract's credit. */
async function overpaid(name: string): Promise<Board> {
  const board = accountingBoard(fees, name);
  await board.start('2026-01');
  await board.lines({ ref: 'FT1', on: '2026-01-10', amount: TOTAL + 40_000, text: 'C-1-2026-01' });
  return board;
}
const creditOf = async (board: Board): Promise<number | undefined> => (await board.balances())['C-1']?.['credit'];

test('credit is paid back in cash once a second accountant confirms it: entry, voucher, and never more than there is', async () => {
  const board = await overpaid('refund-cash');
  const wish = { contract_no: 'C-1', paid_on: '2026-01-20', way: 'CASH', receiver: 'Nguyễn Văn A', ...REASON };
  expect(await board.post('/refunds', ACCOUNTANT, { ...wish, amount: 40_001 })).toMatchObject({
    status: 409,
    body: { code: 'refund_does_not_fit' },
  });
  // On the day before the payment there was nothing to pay back.
  expect(await board.post('/refunds', ACCOUNTANT, { ...wish, amount: 1, paid_on: '2026-01-09' })).toMatchObject({
    body: { code: 'refund_does_not_fit' },
  });
  expect(await board.post('/refunds', ACCOUNTANT, { ...wish, amount: 1, contract_no: 'X' })).toMatchObject({ status: 404 });
  expect(await board.post('/refunds', ACCOUNTANT, { ...wish, amount: 1, way: 'BANK', cash_box: '1' })).toMatchObject({
    body: { code: 'bad_refund' },
  });
  expect(await board.post('/refunds', READER, { ...wish, amount: 1 })).toMatchObject({ status: 403 });
  const { body } = await board.post('/refunds', ACCOUNTANT, { ...wish, amount: 30_000 });
  expect(body).toMatchObject({ state: 'proposed', content: { voucher_no: '' } });
  expect([await creditOf(board), (await board.confirm(body.id, ACCOUNTANT)).status]).toEqual([40_000, 403]);
  expect((await board.confirm(body.id)).body).toMatchObject({ state: 'confirmed', content: { voucher_no: 'PC2026-000001' } });
  // 40,000 of credit, 30,000 of it out of the cash box; what was received in the bank stays.
  expect((await board.balances())['C-1']).toMatchObject({ invoiced: TOTAL, allocated: TOTAL, credit: 10_000, balance: -10_000 });
  expect(await board.trialBalance()).toMatchObject({ '111': -30_000, '112': TOTAL + 40_000, '131UT': -10_000 });
  expect((await board.trialBalance())['3388'] ?? 0).toBe(0);
  // The next invoice finds what is left.
  await board.issue('2026-02');
  expect((await board.invoices())['C-1-2026-02']).toMatchObject({ open: TOTAL - 10_000 });
});

test('a refund by the bank and the bank’s own line clear each other', async () => {
  const board = await overpaid('refund-bank');
  const { body } = await board.post('/refunds', ACCOUNTANT, {
    contract_no: 'C-1',
    amount: 40_000,
    paid_on: '2026-01-20',
    way: 'BANK',
    ...REASON,
  });
  await board.confirm(body.id);
  expect(await board.trialBalance()).toMatchObject({ '112': TOTAL + 40_000, '3388': -40_000 });
  await board.lines({ ref: 'FT2', on: '2026-01-20', amount: -40_000, text: 'hoan tra C-1' });
  const after = await board.trialBalance();
  expect([after['112'], after['3388'] ?? 0, after['131UT'] ?? 0]).toEqual([TOTAL, 0, 0]);
});

test('fifty refunds asked for and fifty confirmations at once pay out exactly once (D13)', async () => {
  const board = await overpaid('refund-fifty');
  const twin = await fees.startTwin();
  /** Through one process or the other, again under its key while the board is too busy. */
  async function send(index: number, path: string, options: { readonly as: typeof HEAD; readonly body?: unknown }): Promise<Answer> {
    for (;;) {
      const answer = await (index % 2 === 0 ? fees : twin).call('POST', `/v1/boards/refund-fifty${path}`, {
        ...options,
        key: `${path}-${String(index)}`,
      });
      if (answer.status !== 503) return answer;
    }
  }
  const wish = { contract_no: 'C-1', amount: 40_000, paid_on: '2026-01-20', way: 'CASH', ...REASON };
  const fifty = Array.from({ length: 50 }, (_, index) => index);
  const asked = await Promise.all(fifty.map((index) => send(index, '/refunds', { as: ACCOUNTANT, body: wish })));
  const made = asked.filter(({ status }) => status === 201);
  expect([made.length, new Set(asked.map(({ status }) => status))]).toEqual([1, new Set([201, 409])]);
  const confirmation = `/acts/${made[0]?.body.id ?? ''}/confirmation`;
  const confirmed = await Promise.all(fifty.map((index) => send(index, confirmation, { as: index % 3 === 0 ? HEAD : SECOND })));
  await twin.stop();
  expect(confirmed.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(new Set(confirmed.map(({ status }) => status))).toEqual(new Set([200, 409]));
  expect([await creditOf(board), (await board.trialBalance())['111']]).toEqual([0, -40_000]);
  // Nothing is left for another.
  expect(await board.post('/refunds', ACCOUNTANT, { ...wish, amount: 1 })).toMatchObject({
    status: 409,
    body: { code: 'refund_does_not_fit' },
  });
});

test('a credit that turns out not to be there after it was paid back raises a task; the ledger keeps what went out', async () => {
  const board = await overpaid('refund-gone');
  const { body } = await board.post('/refunds', ACCOUNTANT, {
    contract_no: 'C-1',
    amount: 40_000,
    paid_on: '2026-01-20',
    way: 'CASH',
    ...REASON,
  });
  await board.confirm(body.id);
  // An accountant decides that the overpayment was the neighbour's.
  await board.post('/bank-lines/1001/FT1/decision', ACCOUNTANT, {
    allocations: [
      { invoice: 'C-1-2026-01', amount: TOTAL },
      { invoice: 'C-2-2026-01', amount: 40_000 },
    ],
    ...REASON,
  });
  expect((await board.get('/tasks')).body['items']).toMatchObject([{ code: 'refund_does_not_fit', subject: body.id, day: '2026-01-20' }]);
  expect((await board.balances())['C-1']).toMatchObject({ credit: 0, open: 0 });
  expect(await board.trialBalance()).toMatchObject({ '111': -40_000, '3388': 40_000 });
});

test('a cash receipt is taken back once, by two people, and what it had paid opens again', async () => {
  const board = accountingBoard(fees, 'receipt-return');
  await board.start('2026-01');
  const cash = { received_on: '2026-01-20', amount: TOTAL + 5_000, purpose: 'C-1-2026-01' };
  expect((await board.post('/cash-receipts', ACCOUNTANT, cash)).body).toMatchObject({ content: { receipt_no: 'PT2026-000001' } });
  const path = '/cash-receipts/1/PT2026-000001/return';
  expect(await board.post('/cash-receipts/1/PT2026-000009/return', ACCOUNTANT, REASON)).toMatchObject({
    status: 404,
    body: { code: 'receipt_not_found' },
  });
  expect(await board.post(path, ACCOUNTANT, { returned_on: '2026-01-19', ...REASON })).toMatchObject({
    body: { code: 'receipt_not_returnable' },
  });
  // On the receipt's own day too.
  const { body } = await board.post(path, ACCOUNTANT, { returned_on: '2026-01-20', ...REASON });
  expect(await board.post(path, SECOND, REASON)).toMatchObject({ status: 409, body: { code: 'act_already_proposed' } });
  expect((await board.confirm(body.id, ACCOUNTANT)).status).toBe(403);
  expect((await board.confirm(body.id)).body).toMatchObject({ content: { return_no: 'PTH2026-000001', amount: TOTAL + 5_000 } });
  expect((await board.balances())['C-1']).toMatchObject({ open: TOTAL, credit: 0, allocated: 0 });
  const books = await board.trialBalance();
  expect([books['111'] ?? 0, books['3388'] ?? 0, books['131UT'] ?? 0]).toEqual([0, 0, 0]);
  expect(await board.post(path, ACCOUNTANT, REASON)).toMatchObject({ status: 409, body: { code: 'receipt_not_returnable' } });
  // The next receipt goes on counting.
  expect((await board.post('/cash-receipts', ACCOUNTANT, cash)).body).toMatchObject({ content: { receipt_no: 'PT2026-000002' } });
});
