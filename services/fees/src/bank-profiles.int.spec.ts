import { feesEvents } from '@kcn/contracts';
import { ACCOUNTANT, accountingBoard, READER, SECOND, TOTAL } from './spec-support/accounting-board';
import { startFees } from './spec-support/start-fees';
import type { Answer, TestFees } from './spec-support/start-fees';

let fees: TestFees;
beforeAll(async () => {
  fees = await startFees();
});
afterAll(() => fees.stop());

/** A bank of nobody's: two columns for in and out, Vietnamese numbers and days, one account per file. */
const PROFILE = {
  name: 'Ngân hàng mẫu',
  amount: { credit: 'Ghi có', debit: 'Ghi nợ' },
  booked_on: 'Ngày',
  bank_ref: 'Số GD',
  description: 'Nội dung',
  days: 'DD/MM/YYYY',
  decimal_mark: ',',
  thousands_mark: '.',
  ignored: ['Số dư'],
  reason: 'mở tài khoản',
};
const put = (
  board: string,
  account: string,
  body: unknown,
  more: { readonly ifMatch?: string; readonly as?: typeof READER } = {},
): Promise<Answer> => fees.call('PUT', `/v1/boards/${board}/bank-profiles/${account}`, { as: ACCOUNTANT, body, ...more });
const statement = (...rows: readonly string[]): Buffer =>
  Buffer.from(`${['Ngày,Số GD,Ghi nợ,Ghi có,Số dư,Nội dung', ...rows].join('\n')}\n`);
const load = (board: string, name: string, file: Buffer): Promise<Answer> => fees.importFiles(board, { [name]: file });
const faultsOf = ({ body }: Answer): string[] => body.report.errors.map(({ where, code }) => `${where}: ${code}`);

test('a bank’s own columns are read by the saved profile of its account, and pay what they name', async () => {
  const board = accountingBoard(fees, 'profile');
  await board.start('2026-01');
  const file = statement('12/01/2026,FT1,,"110.000,00","1.000.000,00",C-1-2026-01', '13/01/2026,FT2,"50.000,00",0,"950.000,00",phi');
  expect(faultsOf(await load('profile', 'bank-statement.csv', file))).toContain('line 1: column_missing');
  expect(await put('profile', '1234', PROFILE)).toMatchObject({
    status: 201,
    body: { account: '1234', version: 1, currency: 'VND', by: 'accountant' },
  });
  const { status, body } = await load('profile', 'bank-statement.csv', file);
  expect([status, body.files.map(({ added }) => added)]).toEqual([201, [2]]);
  expect((await board.invoices())['C-1-2026-01']).toMatchObject({ open: 0, paid: TOTAL });
  // The platform's own layout goes on beside it, and the same file twice changes nothing.
  await board.lines({ ref: 'X1', on: '2026-01-12', amount: TOTAL, text: 'C-2-2026-01' });
  expect((await load('profile', 'bank-statement.csv', file)).body.files).toMatchObject([{ added: 0, unchanged: 2 }]);
  // A row that is not written as the profile says is refused at its place, and with it the whole file.
  expect(
    faultsOf(await load('profile', 'bank-statement.csv', statement('2026-01-14,FT3,,"1.000,00",0,a', '15/01/2026,FT4,,1.00,0,b'))),
  ).toEqual(['line 2 column Ngày: not_a_day', 'line 3 column Ghi có: not_an_amount']);
});

test('two accounts of one bank: the account in the file’s name tells them apart', async () => {
  await accountingBoard(fees, 'two').start('2026-01');
  for (const account of ['1111', '2222']) expect((await put('two', account, PROFILE)).status).toBe(201);
  const file = statement('12/01/2026,FT1,,"110.000,00",0,C-1-2026-01');
  const refused = await load('two', 'bank-statement.csv', file);
  expect([refused.status, faultsOf(refused)]).toEqual([422, ['file: profile_ambiguous']]);
  expect((await load('two', 'bank-statement-2222.csv', file)).status).toBe(201);
  const { body } = await fees.call('GET', '/v1/boards/two/report?as_of=2026-01-31');
  expect(body['lines']).toMatchObject([{ account: '2222', bank_ref: 'FT1' }]);
});

test('a profile that cannot be used is refused with every fault, a change needs the version it knows, and each is an event', async () => {
  await accountingBoard(fees, 'kept').start('2026-01');
  const bad = await put('kept', '1234', { ...PROFILE, thousands_mark: ',', currency: 'XXX', ignored: ['Ngày'] });
  expect(bad).toMatchObject({ status: 400, body: { code: 'bad_bank_profile' } });
  expect((bad.body['errors'] as { pointer: string; code: string }[]).map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([
    '/ignored/0 column_twice',
    '/thousands_mark marks_alike',
    '/currency unknown_currency',
  ]);
  const own = { ...PROFILE, account_column: 'account', currency_column: 'currency', amount: { signed: 'amount' }, booked_on: 'booked_on' };
  const layout = { ...own, value_on: 'value_on', bank_ref: 'bank_ref', remitter: 'remitter', description: 'description', ignored: [] };
  expect((await put('kept', '1234', layout)).body['errors']).toMatchObject([{ code: 'columns_of_the_layout' }]);
  expect((await put('kept', '1234', { ...PROFILE, days: 'MM/DD/YYYY' })).status).toBe(400);
  expect((await put('kept', '1234', PROFILE, { as: READER })).status).toBe(403);
  expect(await fees.call('GET', '/v1/boards/kept/bank-profiles/1234')).toMatchObject({
    status: 404,
    body: { code: 'bank_profile_not_found' },
  });

  expect((await put('kept', '1234', PROFILE)).status).toBe(201);
  const changed = { ...PROFILE, ignored: [], reason: 'bỏ cột số dư' };
  expect(await put('kept', '1234', changed)).toMatchObject({ status: 412, body: { code: 'bank_profile_is_stale' } });
  const twice = await Promise.all([ACCOUNTANT, SECOND].map((as) => put('kept', '1234', changed, { as, ifMatch: '"1"' })));
  expect(twice.map(({ status }) => status).toSorted()).toEqual([200, 412]);
  expect((await fees.call('GET', '/v1/boards/kept/bank-profiles/1234/history')).body['items']).toMatchObject([
    { version: 1, reason: 'mở tài khoản', ignored: ['Số dư'] },
    { version: 2, reason: 'bỏ cột số dư', ignored: [] },
  ]);
  expect((await fees.call('GET', '/v1/boards/kept/bank-profiles')).body['items']).toMatchObject([{ account: '1234', version: 2 }]);
  const events = (await fees.events('kept')).filter(({ type }) => type === feesEvents.bankProfileSet.type);
  expect(events.map(({ aggregate, aggregateVersion, reason }) => [aggregate, aggregateVersion, reason])).toEqual([
    ['bank-profile:1234', 1, 'mở tài khoản'],
    ['bank-profile:1234', 2, 'bỏ cột số dư'],
  ]);
});
