import { renderPdf } from '@kcn/documents';
import type { AdministrativeDocument, QrBlock } from '@kcn/documents';
import { period, plainDate } from '@kcn/kernel';
import { decodePdfQr } from '@kcn/testkit/reading';
import { readTransfer } from '../../spec-support/read-transfer';
import { contractOf, runOf, tariffOf, usd } from '../../spec-support/samples';
import { DEFAULT_LADDER } from '../arrears/reminder-ladder';
import type { Creditor } from '../contracts/creditor';
import { accountStatement } from './account-statement';
import { documentHead } from './document-head';
import { paymentNotice } from './payment-notice';
import type { PaymentNoticeOptions } from './payment-notice';
import { reconciliationMinutes } from './reconciliation-minutes';
import { reminderLetter } from './reminder-letter';
import type { RemindedContract } from './reminder-letter';
import { transferCode } from './transfer-code';
import { periodName, shortPeriodName } from './written-forms';

const d = plainDate;
const CREDITOR: Creditor = {
  creditor: 'ct',
  name: 'Công ty hạ tầng',
  taxCode: '9900000108',
  address: 'KCN Một, Lâm Đồng',
  bankBin: '970436',
  account: '0123456789',
  invoiceSymbol: '1C26TAA',
};
const OTHER: Creditor = { ...CREDITOR, creditor: 'tt', name: 'Trung tâm khai thác', bankBin: '970415', account: '113366668888' };
const DEBTOR = { taxCode: '9900051370', name: 'Doanh nghiệp mẫu' };

const codesOf = ({ body }: AdministrativeDocument): QrBlock[] => body.filter((block) => block.kind === 'qr');
/** All that a document says, whatever block it stands in. */
const textOf = (document: AdministrativeDocument): string => JSON.stringify(document);

test('the code of the handbook’s transfer, decoded from the drawn page, is the handbook’s payload', async () => {
  // DOMAIN appendix C: Vietcombank, 0123456789, 125 400 000 đồng, its check sum known from outside.
  const block = transferCode({ creditor: CREDITOR, amount: 125_400_000n, purpose: 'LS2014Q3 HD0012' });
  const page = renderPdf({
    ...documentHead({ creditors: [CREDITOR], title: 'Mã chuyển khoản', symbol: '1/TB', date: d('2026-10-05') }),
    heading: { kind: 'THÔNG BÁO' },
    body: [block],
    signatures: [],
  });
  const payload =
    '00020101021238540010A00000072701240006970436011001234567890208QRIBFTTA53037045409125400000' + '5802VN62190815LS2014Q3 HD00126304EEDF';
  expect(await decodePdfQr(page)).toBe(payload);
  expect(readTransfer(payload)).toEqual({ bin: '970436', account: '0123456789', amount: 125_400_000, purpose: 'LS2014Q3 HD0012' });
});

describe('a payment notice', () => {
  /** The handbook: 12 540 m² × 0.52 USD a year ÷ 4 = 1 630.20 USD × 26 300 = 42 874 260; VAT 8 % 3 429 941; 46 304 201. */
  function noticed(given: Partial<PaymentNoticeOptions> = {}): PaymentNoticeOptions {
    const contract = contractOf({ areaHundredthsM2: 1_254_000n, proration: 'MONTH' });
    const [invoice] = runOf({
      contracts: [contract],
      tariffs: [tariffOf({ price: '0.52', currency: 'USD', vatPercent: '8' })],
      rates: [usd('2026-01-01', '26300')],
      through: '2026-01',
    }).invoices;
    if (!invoice) throw new Error('no invoice');
    return { invoice, symbol: '1C26TAA', number: 7, creditor: CREDITOR, terms: { lateRegime: 'CIVIL', lateRatePercent: '' }, ...given };
  }

  test('tells the handbook’s figures and asks for its total', () => {
    const notice = paymentNotice(noticed());
    for (const part of ['12.540 m²', '0,52 USD/m²/năm', '1.630,2 USD', '42.874.260', '3.429.941', '46.304.201', '10%/năm', 'số 7']) {
      expect(textOf(notice)).toContain(part);
    }
    expect(codesOf(notice).map(({ payload }) => readTransfer(payload).amount)).toEqual([46_304_201]);
    expect([notice.place, notice.date, notice.metadata.createdAt]).toEqual(['Lâm Đồng', '2026-01-01', '2026-01-01T00:00:00.000Z']);
  });

  test('as of a day asks for the rest, for nothing when nothing is left, and dates itself of that day', () => {
    const some = paymentNotice(noticed({ standing: { asOf: d('2026-02-01'), open: 1n } }));
    expect(codesOf(some).map(({ payload }) => readTransfer(payload).amount)).toEqual([1]);
    expect([some.date, textOf(some).includes('46.304.200')]).toEqual(['2026-02-01', true]);
    expect(codesOf(paymentNotice(noticed({ standing: { asOf: d('2026-02-01'), open: 0n } })))).toEqual([]);
  });

  test('of an adjustment names what it corrects; one below zero asks for nothing', () => {
    const { invoice } = noticed();
    const adjustment = { ...invoice, code: `${invoice.code}-A1`, adjusts: invoice.code, parts: [], charges: [] };
    const more = paymentNotice(noticed({ invoice: { ...adjustment, net: 100n, vat: 8n, total: 108n } }));
    expect(textOf(more)).toContain(`Điều chỉnh hóa đơn ${invoice.code}`);
    expect(codesOf(more).map(({ payload }) => readTransfer(payload))).toMatchObject([{ amount: 108, purpose: 'HD12026Q1A1' }]);
    const less = paymentNotice(noticed({ invoice: { ...adjustment, net: -100n, vat: -8n, total: -108n } }));
    expect(codesOf(less)).toEqual([]);
    expect(textOf(less)).toContain('Về việc giảm');
  });

  test('needs an account of its creditor', () => {
    expect(() => paymentNotice(noticed({ creditor: { ...CREDITOR, account: '' } }))).toThrow(
      expect.objectContaining({ code: 'creditor_has_no_account', category: 'precondition' }),
    );
  });

  test.each([
    ['CIVIL', '8.5', '8,5%/năm'],
    ['BUDGET', '', '0,03%/ngày'],
  ] as const)('says what being late costs: %s', (lateRegime, lateRatePercent, said) => {
    expect(textOf(paymentNotice(noticed({ terms: { lateRegime, lateRatePercent } })))).toContain(said);
    expect(textOf(paymentNotice(noticed({ terms: { lateRegime: 'NONE', lateRatePercent: '' } })))).not.toContain('Quá thời hạn');
  });
});

describe('a reminder', () => {
  const debt = (invoice: string, open: bigint, interest = 0n) => ({ invoice, period: '2026-Q2', dueDate: d('2026-07-21'), open, interest });
  const contracts: readonly RemindedContract[] = [
    { contractNo: 'HĐ/số 12', creditor: CREDITOR, debts: [debt('HĐ/số 12-2026-Q1', 1_000_000n, 100n), debt('HĐ/số 12-2026-Q2', 234_567n)] },
    { contractNo: 'NT-1', creditor: OTHER, debts: [debt('NT-1-2026-Q2', 5_000n, 23n)] },
    { contractNo: 'QL-1', creditor: OTHER, debts: [] },
  ];

  test('is one letter for all: sums, days, and a code per contract on its own creditor’s account', () => {
    const letter = reminderLetter({ debtor: DEBTOR, step: 'LETTER_1', asOf: d('2026-09-30'), contracts });
    expect(codesOf(letter).map(({ payload }) => readTransfer(payload))).toEqual([
      { bin: '970436', account: '0123456789', amount: 1_234_567, purpose: 'HDSO12' },
      { bin: '970415', account: '113366668888', amount: 5_000, purpose: 'NT1' },
    ]);
    // 21 July to 30 September: 10 + 31 + 30 days.
    for (const part of ['"71"', '1.239.567', '"123"', 'Một triệu hai trăm ba mươi chín nghìn năm trăm sáu mươi bảy đồng', '(lần 1)'])
      expect(textOf(letter)).toContain(part);
    expect(textOf(letter)).not.toContain('QL-1');
    expect(letter.issuer.names).toEqual(['CÔNG TY HẠ TẦNG', 'TRUNG TÂM KHAI THÁC']);
    expect(letter.signatures).toHaveLength(2);
  });

  test('every step has its own words, can be printed, and tells the board from the third letter on', () => {
    const letters = DEFAULT_LADDER.map(({ name: step }) => reminderLetter({ debtor: DEBTOR, step, asOf: d('2026-09-30'), contracts }));
    expect(new Set(letters.map(({ heading }) => JSON.stringify(heading))).size).toBe(DEFAULT_LADDER.length);
    for (const letter of letters) expect(renderPdf(letter).length).toBeGreaterThan(1_000);
    expect(letters.map(({ recipients }) => recipients?.some((line) => line.includes('Ban Quản lý')))).toEqual(
      DEFAULT_LADDER.map(({ tellsBoard }) => tellsBoard),
    );
  });

  test('of nothing is refused', () => {
    expect(() => reminderLetter({ debtor: DEBTOR, step: 'DUE', asOf: d('2026-09-30'), contracts: contracts.slice(2) })).toThrow(
      expect.objectContaining({ code: 'nothing_to_remind' }),
    );
  });
});

test('a statement runs from balance to balance; minutes sum up contracts and leave the day of signing open', () => {
  const account = {
    contractNo: 'C-1',
    from: d('2026-01-01'),
    to: d('2026-03-31'),
    opening: 100n,
    movements: [
      { day: d('2026-01-05'), kind: 'INVOICE' as const, document: 'C-1-2026-01', text: 'x', amount: 1_000n },
      { day: d('2026-01-06'), kind: 'PAYMENT' as const, document: 'FT1', text: 'y', amount: -1_150n },
    ],
    closing: -50n,
  };
  const statement = accountStatement({ creditor: CREDITOR, debtor: DEBTOR, account, interest: 7n });
  const table = statement.body.find((block) => block.kind === 'table');
  expect(table?.rows.map(({ cells }) => cells.at(-1))).toEqual(['100', '1.100', '-50', '', '-50']);
  expect(table?.rows[3]?.cells.slice(1)).toEqual(['1.000', '1.150', '']);
  expect(textOf(statement)).toContain('đã nộp trước 50 đồng (Năm mươi đồng)');

  const minutes = reconciliationMinutes({
    ...{ creditor: CREDITOR, debtor: DEBTOR, from: account.from, asOf: account.to },
    accounts: [account, { ...account, contractNo: 'C-2', opening: 0n, movements: account.movements.slice(0, 1), closing: 1_000n }],
    openInvoices: [],
    interest: 0n,
  });
  const sums = minutes.body.find((block) => block.kind === 'table');
  expect(sums?.rows.map(({ cells }) => cells)).toEqual([
    ['C-1', '100', '1.000', '1.150', '-50'],
    ['C-2', '0', '1.000', '0', '1.000'],
    ['Cộng', '100', '2.000', '1.150', '950'],
  ]);
  expect(textOf(minutes)).toContain('Bên B còn phải nộp 950 đồng');
  expect(minutes.date).toBeUndefined();
});

test.each([
  ['2026-Q2', 'quý II năm 2026', 'quý II/2026'],
  ['2026-H1', '6 tháng đầu năm 2026', 'nửa đầu 2026'],
  ['2026-02', 'tháng 02 năm 2026', 'tháng 2/2026'],
  ['2026-11', 'tháng 11 năm 2026', 'tháng 11/2026'],
  ['2026', 'năm 2026', 'năm 2026'],
])('the period %s is %s, in tables %s', (text, long, short) => {
  expect([periodName(period(text)), shortPeriodName(text)]).toEqual([long, short]);
});
