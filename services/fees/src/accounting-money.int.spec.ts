import { ACCOUNTANT, accountingBoard, HEAD, SECOND, TOTAL } from './spec-support/accounting-board';
import { startFees } from './spec-support/start-fees';
import type { Answer, TestFees } from './spec-support/start-fees';

let fees: TestFees;
beforeAll(async () => {
  fees = await startFees();
});
afterAll(() => fees.stop());

const REASON = { reason: 'kiểm thử' };
const itemsOf = ({ body }: Answer) => body['items'] as readonly { id: string; state: string; content: Record<string, unknown> }[];

test('an adjustment carries what was corrected later: proposed by one, numbered once another confirms it', async () => {
  const board = accountingBoard(fees, 'adjust');
  await board.start();
  await board.contracts({ 'C-1': 1_200, 'C-2': 1_000 });
  const wish = { invoices: ['C-1-2026-01'], invoice_date: '2026-03-01', agreement: 'BB 1', ...REASON };
  expect(await board.post('/adjustments', ACCOUNTANT, { ...wish, agreement: '' })).toMatchObject({
    body: { code: 'correction_not_agreed' },
  });
  expect(await board.post('/adjustments', ACCOUNTANT, { ...wish, invoices: ['C-2-2026-01'] })).toMatchObject({
    status: 409,
    body: { code: 'nothing_to_adjust' },
  });
  const proposed = itemsOf(await board.post('/adjustments', ACCOUNTANT, wish));
  expect(proposed).toMatchObject([{ state: 'proposed', content: { code: 'C-1-2026-01-A1', net: 20_000, vat: 2_000, number: 0 } }]);
  const id = proposed[0]?.id ?? '';
  expect((await board.confirm(id, ACCOUNTANT)).status).toBe(403);
  const twice = await Promise.all([board.confirm(id, SECOND), board.confirm(id, HEAD)]);
  expect(twice.map(({ status }) => status).toSorted()).toEqual([200, 409]);
  // Six invoices were numbered before it.
  expect((await board.invoices())['C-1-2026-01-A1']).toMatchObject({ total: 22_000, number: 7, adjusts: 'C-1-2026-01' });
  expect((await board.balances())['C-1']).toMatchObject({ invoiced: 3 * TOTAL + 22_000 });
  expect(await board.post('/adjustments', ACCOUNTANT, wish)).toMatchObject({ body: { code: 'nothing_to_adjust' } });
  await board.trialBalance();
});

test('interest is demanded once, on its own account, and is paid by a transfer that names the note', async () => {
  const board = accountingBoard(fees, 'interest');
  await board.start();
  const wish = { note_date: '2026-03-14', invoices: ['C-1-2026-01'], ...REASON };
  // 110,000 × 10 % ÷ 365 × 61 days, 13 January (the 11th is a Sunday) to 14 March.
  expect(itemsOf(await board.post('/interest-notes', ACCOUNTANT, wish))).toMatchObject([
    { state: 'confirmed', content: { code: 'C-1-2026-01-L1', amount: 1_838, from: '2026-01-13', to: '2026-03-14' } },
  ]);
  expect(await board.post('/interest-notes', ACCOUNTANT, wish)).toMatchObject({ status: 409, body: { code: 'nothing_to_demand' } });
  expect((await board.balances())['C-1']).toMatchObject({ open: 3 * TOTAL });
  await board.lines({ ref: 'FT1', on: '2026-03-20', amount: 1_838, text: 'tra lai C-1-2026-01-L1' });
  expect(await board.trialBalance()).toMatchObject({ '1388': 0, '131': 6 * TOTAL, '515': -1_838 });
});

test('a write-off needs a second accountant and what is open; a reconciled set', async () => {
  const board = accountingBoard(fees, 'write-off');
  await board.start('2026-01');
  const wish = { invoice: 'C-1-2026-01', day: '2026-02-01', ...REASON };
  expect(await board.post('/write-offs', ACCOUNTANT, { ...wish, amount: TOTAL + 1 })).toMatchObject({
    status: 409,
    body: { code: 'write_off_does_not_fit' },
  });
  const { body } = await board.post('/write-offs', ACCOUNTANT, { ...wish, amount: 10_000 });
  expect((await board.confirm(body.id, ACCOUNTANT)).status).toBe(403);
  expect((await board.confirm(body.id)).status).toBe(200);
  const { invoiced, allocated, written_off: writtenOff, credit, balance } = (await board.balances())['C-1'] ?? {};
  expect([invoiced, allocated, writtenOff, credit, balance]).toEqual([TOTAL, 0, 10_000, 0, TOTAL - 10_000]);
  expect(await board.trialBalance()).toMatchObject({ '642': 10_000 });
});

test('cash is numbered without gap and matched by what it is for', async () => {
  const board = accountingBoard(fees, 'cash');
  await board.start('2026-01');
  const cash = { received_on: '2026-01-20', amount: TOTAL, purpose: 'C-1-2026-01' };
  const receipts = await Promise.all([1, 2, 3].map(() => board.post('/cash-receipts', ACCOUNTANT, cash)));
  expect(receipts.map(({ body }) => (body['content'] as { receipt_no: string }).receipt_no).toSorted()).toEqual([
    'PT2026-000001',
    'PT2026-000002',
    'PT2026-000003',
  ]);
  expect(await board.trialBalance()).toMatchObject({ '111': 3 * TOTAL, '131': TOTAL, '131UT': -2 * TOTAL });
});

test('an exemption needs the head, and a report of an earlier instant does not know what came later', async () => {
  const board = accountingBoard(fees, 'exempt');
  await board.start('2026-01');
  const { body: head } = await board.get('/log/head');
  const before = (await board.get('/report?as_of=2026-03-31')).body;
  const wish = { contract_no: 'C-1', from: '2026-02-01', to: '2026-02-28', percent: '100', decision_no: 'QĐ 2', ...REASON };
  const { body } = await board.post('/exemptions', ACCOUNTANT, wish);
  expect(await board.confirm(body.id, SECOND)).toMatchObject({ status: 403, body: { code: 'head_needed' } });
  expect((await board.confirm(body.id, HEAD)).status).toBe(200);
  expect(await board.post('/exemptions', ACCOUNTANT, wish)).toMatchObject({ body: { code: 'exempted_beyond_whole' } });
  await board.issue('2026-02');
  expect(Object.keys(await board.invoices()).toSorted()).toEqual(['C-1-2026-01', 'C-2-2026-01', 'C-2-2026-02']);
  const then = await board.get(`/report?as_of=2026-03-31&known_at=${String(head['recorded_at'])}`);
  expect(then.body).toEqual(before);
});
