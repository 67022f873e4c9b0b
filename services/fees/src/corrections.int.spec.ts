import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { validateXML } from 'xmllint-wasm';
import { ACCOUNTANT, accountingBoard, HEAD, READER, SECOND, TOTAL } from './spec-support/accounting-board';
import { startFees } from './spec-support/start-fees';
import type { Answer, TestFees } from './spec-support/start-fees';

jest.setTimeout(120_000);

let fees: TestFees;
beforeAll(async () => {
  fees = await startFees();
});
afterAll(() => fees.stop());

const REASON = { reason: 'kiểm thử' };
const itemsOf = ({ body }: Answer) => body['items'] as readonly { id: string; content: Record<string, unknown> }[];
const csv = (...lines: readonly string[]): Buffer => Buffer.from(`${lines.join('\n')}\n`);
const CREDITORS = {
  'creditors.csv': csv(
    'creditor,name,tax_code,address,bank_bin,account,invoice_symbol',
    'pt,Công ty hạ tầng mẫu,9900000108,"KCN A, Lâm Đồng",970436,1001,1C26TAA',
  ),
  'creditor-parks.csv': csv('creditor,park_code,service', 'pt,kcn-a,INFRA'),
};

async function isValid(xml: string): Promise<boolean> {
  const contents = readFileSync(join(__dirname, 'adapters/e-invoice/e-invoice-draft.xsd'), 'utf8');
  const { valid } = await validateXML({
    xml: [{ fileName: 'draft.xml', contents: xml }],
    schema: [{ fileName: 'e-invoice-draft.xsd', contents }],
  });
  return valid;
}

test('draft.xml is valid by our schema, the same bytes each time, and needs a seller', async () => {
  const board = accountingBoard(fees, 'draft');
  await board.start('2026-01', CREDITORS);
  const draft = async (code: string): Promise<string> => {
    const { status, bytes } = await fees.download(`/v1/boards/draft/invoices/${code}/draft.xml`);
    return `${String(status)} ${Buffer.from(bytes).toString('utf8')}`;
  };
  const first = await draft('C-1-2026-01');
  expect(first).toMatch(/^200 <\?xml/);
  expect(await isValid(first.slice(4))).toBe(true);
  for (const text of ['C-1-2026-01', '1C26TAA', '110000', 'Công ty hạ tầng mẫu']) expect(first).toContain(text);
  expect(await draft('C-1-2026-01')).toBe(first);
  expect(await draft('C-9-2026-01')).toMatch(/^404 /);

  const bare = accountingBoard(fees, 'draft-bare');
  await bare.start('2026-01');
  expect(await bare.get('/invoices/C-1-2026-01/draft.xml')).toMatchObject({ status: 409, body: { code: 'seller_unknown' } });
});

test('a replacing invoice is numbered, says what it replaces, and later corrections keep to it', async () => {
  const board = accountingBoard(fees, 'replace');
  await board.start('2026-02', CREDITORS);
  await board.contracts({ 'C-1': 1_200, 'C-2': 1_000 });
  const wish = { invoices: ['C-1-2026-01'], invoice_date: '2026-03-01', agreement: 'BB 1', method: 'REPLACE', ...REASON };
  const [proposed] = itemsOf(await board.post('/adjustments', ACCOUNTANT, wish));
  expect(proposed).toMatchObject({ content: { code: 'C-1-2026-01-A1', method: 'REPLACE', net: 20_000, vat: 2_000 } });
  expect(await board.post('/adjustments', SECOND, wish)).toMatchObject({ status: 409, body: { code: 'act_already_proposed' } });
  expect((await board.confirm(proposed?.id ?? '')).status).toBe(200);
  // Four invoices were numbered before it.
  expect((await board.invoices())['C-1-2026-01-A1']).toMatchObject({ number: 5, symbol: '1C26TAA', adjusts: 'C-1-2026-01' });
  expect((await board.balances())['C-1']).toMatchObject({ invoiced: 2 * TOTAL + 22_000 });
  const { status, bytes } = await fees.download('/v1/boards/replace/invoices/C-1-2026-01-A1/draft.xml');
  const xml = Buffer.from(bytes).toString('utf8');
  expect([status, await isValid(xml)]).toEqual([200, true]);
  expect(xml).toMatch(/Thay thế cho hóa đơn Mẫu số 1 ký hiệu C26TAA số 1 ngày 01 tháng 01 năm 2026/);
  await board.contracts({ 'C-1': 1_300, 'C-2': 1_000 });
  expect(await board.post('/adjustments', ACCOUNTANT, { ...wish, method: 'ADJUST' })).toMatchObject({
    status: 409,
    body: { code: 'correction_method_differs' },
  });
  await board.trialBalance();
});

test('an instalment agreement is kept, broken, fulfilled; due dates stay, limitation starts anew', async () => {
  const board = accountingBoard(fees, 'instalments');
  await board.start();
  const wish = {
    agreement_no: 'TT 1',
    signed_on: '2026-04-01',
    invoices: ['C-1-2026-01', 'C-1-2026-02'],
    instalments: [
      { day: '2026-05-01', amount: 100_000 },
      { day: '2026-06-01', amount: 120_000 },
    ],
    ...REASON,
  };
  const sign = (given: object, as = ACCOUNTANT): Promise<Answer> => board.post('/instalment-agreements', as, { ...wish, ...given });
  expect((await sign({}, READER)).status).toBe(403);
  expect(await sign({ instalments: wish.instalments.slice(0, 1) })).toMatchObject({ status: 400, body: { code: 'bad_instalments' } });
  expect(await sign({ instalments: wish.instalments.toReversed() })).toMatchObject({ status: 400, body: { code: 'bad_instalments' } });
  expect(await sign({ invoices: ['C-9'] })).toMatchObject({ status: 404, body: { code: 'invoice_not_found' } });
  expect((await sign({})).status).toBe(201);
  expect(await sign({})).toMatchObject({ status: 409, body: { code: 'agreement_exists' } });
  const stateOn = async (day: string) => itemsOf(await board.get(`/instalment-agreements?as_of=${day}`));
  expect(await stateOn('2026-03-31')).toEqual([]);
  expect(await stateOn('2026-05-01')).toMatchObject([{ state: 'KEPT', promised: 0, paid: 0 }]);
  expect(await stateOn('2026-05-02')).toMatchObject([{ state: 'BROKEN', promised: 100_000, paid: 0 }]);
  await board.lines({ ref: 'FT1', on: '2026-04-20', amount: 100_000, text: 'C-1-2026-01' });
  expect(await stateOn('2026-05-02')).toMatchObject([{ state: 'KEPT', paid: 100_000 }]);
  await board.lines({ ref: 'FT2', on: '2026-05-30', amount: 120_000, text: 'C-1-2026-01 C-1-2026-02' });
  expect(await stateOn('2026-06-02')).toMatchObject([{ state: 'FULFILLED', paid: 220_000 }]);
  expect((await board.invoices())['C-1-2026-01']).toMatchObject({ due_date: '2026-01-12' });

  const debts = (await board.get('/provision?as_of=2026-04-10')).body['items'] as { invoice: string; limitation_date: string }[];
  const limits = Object.fromEntries(debts.map(({ invoice, limitation_date: day }) => [invoice, day]));
  expect(limits).toMatchObject({ 'C-1-2026-01': '2029-04-01', 'C-1-2026-03': '2029-03-11', 'C-2-2026-01': '2029-01-12' });
});

test('provision by age: 30 % from six months overdue, 50 % from twelve', async () => {
  const board = accountingBoard(fees, 'provision');
  await board.start();
  // Due 12 January, 11 February and 11 March; two contracts.
  const sums = async (day: string) => {
    const { body } = await board.get(`/provision?as_of=${day}`);
    return [body['open'], body['provision']];
  };
  expect(await sums('2026-01-12')).toEqual([0, 0]);
  expect(await sums('2026-07-11')).toEqual([6 * TOTAL, 0]);
  expect(await sums('2026-07-12')).toEqual([6 * TOTAL, 2 * 33_000]);
  expect(await sums('2026-09-30')).toEqual([6 * TOTAL, 6 * 33_000]);
  expect(await sums('2027-01-12')).toEqual([6 * TOTAL, 2 * 55_000 + 4 * 33_000]);
});

test('nothing is billed before the day that the head sets', async () => {
  const board = accountingBoard(fees, 'from');
  expect((await board.get('/billing-from')).body).toEqual({ date: null });
  expect((await board.post('/billing-from', ACCOUNTANT, { date: '2026-02-01', ...REASON })).status).toBe(403);
  expect((await board.post('/billing-from', HEAD, { date: '2026-02-30', ...REASON })).status).toBe(400);
  expect((await board.post('/billing-from', HEAD, { date: '2026-02-01', ...REASON })).status).toBe(201);
  expect((await board.get('/billing-from')).body).toEqual({ date: '2026-02-01' });
  await board.start('2026-03');
  expect(Object.keys(await board.invoices()).toSorted()).toEqual(['C-1-2026-02', 'C-1-2026-03', 'C-2-2026-02', 'C-2-2026-03']);
  expect((await board.get('/report?as_of=2026-09-30&through=2026-03')).body['errors']).toEqual([]);
});

test('exemptions never take off more than the whole, and what was issued is corrected by an adjustment alone', async () => {
  const board = accountingBoard(fees, 'exempt');
  await board.start('2026-02');
  const ask = (given: object): Promise<Answer> =>
    board.post('/exemptions', ACCOUNTANT, {
      contract_no: 'C-1',
      from: '2026-01-01',
      to: '2026-01-31',
      decision_no: 'QĐ 2',
      ...REASON,
      ...given,
    });
  for (const bad of [
    { percent: '101' },
    { percent: '0' },
    { amount: '5' },
    { percent: '5', amount: '5', currency: 'VND' },
    { percent: '5', to: '2025-12-31' },
  ])
    expect(await ask(bad)).toMatchObject({ status: 400, body: { code: 'bad_exemption' } });
  expect(await ask({ percent: '50', contract_no: 'C-9' })).toMatchObject({ status: 404, body: { code: 'contract_not_found' } });
  const [half, more] = [await ask({ percent: '50' }), await ask({ percent: '60', from: '2026-01-15' })];
  expect([half.status, more.status]).toEqual([201, 201]);
  expect((await board.confirm(half.body.id, HEAD)).status).toBe(200);
  expect(await board.confirm(more.body.id, HEAD)).toMatchObject({ status: 409, body: { code: 'exempted_beyond_whole' } });
  expect(await ask({ percent: '51' })).toMatchObject({ status: 409, body: { code: 'exempted_beyond_whole' } });
  expect((await board.invoices())['C-1-2026-01']).toMatchObject({ total: TOTAL });
  const wish = { invoices: ['C-1-2026-01'], invoice_date: '2026-02-01', agreement: 'BB 1', ...REASON };
  const [proposed] = itemsOf(await board.post('/adjustments', ACCOUNTANT, wish));
  expect(proposed).toMatchObject({ content: { net: -50_000, vat: -5_000, total: -55_000 } });
  expect((await board.confirm(proposed?.id ?? '')).status).toBe(200);
  expect((await board.balances())['C-1']).toMatchObject({ invoiced: 2 * TOTAL - 55_000, open: 2 * TOTAL - 55_000 });
  await board.trialBalance();
});

test('interest is not lost when the principal is paid first: the next note demands what came up until then', async () => {
  const board = accountingBoard(fees, 'notes');
  await board.start('2026-01');
  const demand = (day: string) => board.post('/interest-notes', ACCOUNTANT, { note_date: day, invoices: ['C-1-2026-01'], ...REASON });
  // 110,000 × 10 % ÷ 365 × 61 days from 13 January, and × 10 days from 15 to 24 March.
  expect(itemsOf(await demand('2026-03-14'))).toMatchObject([{ content: { code: 'C-1-2026-01-L1', amount: 1_838 } }]);
  await board.lines({ ref: 'FT1', on: '2026-03-24', amount: TOTAL, text: 'C-1-2026-01' });
  expect(itemsOf(await demand('2026-04-30'))).toMatchObject([{ content: { code: 'C-1-2026-01-L2', amount: 301, from: '2026-03-15' } }]);
  expect(await demand('2026-05-31')).toMatchObject({ status: 409, body: { code: 'nothing_to_demand' } });
  // 110,000 × 10 % ÷ 365 × 71 = 2,139.7; what was demanded is outside open and balance.
  expect((await board.balances())['C-1']).toMatchObject({ open: 0, balance: 0, interest: 2_140 });
  expect(await board.trialBalance()).toMatchObject({ '1388': 2_139, '515': -2_139 });
});

test('a late line of a closed month leads to correcting entries in the open one', async () => {
  const board = accountingBoard(fees, 'late-line');
  await board.start('2026-02');
  await board.lines({ ref: 'FT2', on: '2026-01-20', amount: TOTAL, text: 'C-1-2026-01' });
  const { body } = await board.post('/months/2026-01/closing', ACCOUNTANT);
  expect((await board.confirm(body.id)).status).toBe(200);
  const entries = fees.database.connection.collection('ledger_entries');
  const january = await board.trialBalance('2026-01-01', '2026-01-31');
  const before = await entries.countDocuments({ board: 'late-line' });
  // It comes before FT2, whose money is then for February.
  await board.lines({ ref: 'FT1', on: '2026-01-10', amount: TOTAL, text: 'C-1-2026-01' });
  const fresh = await entries.find({ board: 'late-line' }).sort({ _id: 1 }).skip(before).toArray();
  expect(fresh.length).toBeGreaterThan(3);
  expect([...new Set(fresh.map((entry) => String(entry['postedOn'])))]).toEqual(['2026-02-01']);
  expect(await board.trialBalance('2026-01-01', '2026-01-31')).toEqual(january);
  expect((await board.balances('2026-02-28'))['C-1']).toMatchObject({ allocated: 2 * TOTAL, open: 0, credit: 0 });
});
