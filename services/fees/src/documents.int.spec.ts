import { createHash } from 'node:crypto';
import { decodePdfQr, pdfTexts, readDocx } from '@kcn/testkit/reading';
import { ACCOUNTANT, accountingBoard, TOTAL } from './spec-support/accounting-board';
import { readTransfer } from './spec-support/read-transfer';
import { expectedReport, feeFiles, statements } from './spec-support/sample-files';
import { startFees } from './spec-support/start-fees';
import type { TestFees } from './spec-support/start-fees';

const BOARD = 'letters';
/** The sample's creditors.csv. */
const ACCOUNTS: Readonly<Record<string, { readonly bin: string; readonly account: string }>> = {
  'loc-son': { bin: '970436', account: '1002003001' },
  'phu-hoi': { bin: '970415', account: '1002003002' },
};

interface Expected {
  readonly invoices: readonly {
    readonly code: string;
    readonly contract_no: string;
    readonly park_code: string;
    readonly total: number;
    readonly open: number;
    readonly interest: number;
    readonly due_date: string;
    readonly issued: boolean;
  }[];
  readonly balances: readonly { readonly contract_no: string; readonly balance: number; readonly interest: number }[];
}

const expected = expectedReport() as unknown as Expected;
const dong = (amount: number): string => amount.toLocaleString('de-DE');
/** What every letter of a code is without punctuation; the sample's codes are plain. */
const plain = (code: string): string => code.replaceAll(/[^A-Z0-9]/g, '');

let fees: TestFees;
beforeAll(async () => {
  fees = await startFees();
  expect((await fees.importFiles(BOARD, { ...feeFiles(), ...statements() }, { query: '&statement=csv' })).status).toBe(201);
  await accountingBoard(fees, BOARD).issue('2026-09');
}, 300_000);
afterAll(() => fees.stop());

const path = (rest: string): string => `/v1/boards/${BOARD}${rest}`;
async function fetchFile(rest: string): Promise<Uint8Array> {
  const { status, bytes } = await fees.download(path(rest));
  if (status !== 200) throw new Error(Buffer.from(bytes).toString());
  return bytes;
}
const textOf = async (rest: string): Promise<string> => (await pdfTexts(await fetchFile(rest))).join(' ');
const refusal = async (rest: string, board = BOARD): Promise<unknown> => {
  const { status, body } = await fees.call('GET', `/v1/boards/${board}${rest}`);
  return [status, body.code];
};

describe('payment notices', () => {
  test.each(['LS-HT-001-2025-Q1', 'PH-NT-001-2025-01'])(
    'the code on the notice of %s asks for its total under its code on its creditor’s account',
    async (code) => {
      const invoice = expected.invoices.find((one) => one.code === code);
      if (!invoice) throw new Error(`${code} is not in the sample`);
      const pdf = await fetchFile(`/invoices/${code}/notice`);
      const transfer = { ...ACCOUNTS[invoice.park_code], amount: invoice.total, purpose: plain(code) };
      expect(readTransfer(await decodePdfQr(pdf))).toEqual(transfer);
      const docx = readDocx(await fetchFile(`/invoices/${code}/notice?format=docx`));
      expect(docx.codes.map(readTransfer)).toEqual([transfer]);
      const pages = await pdfTexts(pdf);
      for (const text of [pages.join(' '), docx.text])
        for (const part of ['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'THÔNG BÁO', code, dong(invoice.total), 'Thuế GTGT'])
          expect(text).toContain(part);
    },
  );

  test('the way to the total stands on it: quantity, price, rate, net, VAT, words and the day to pay by', async () => {
    // The sample: 12 540 m² at 0.45 USD a year for 3 months = 1 410.75 USD; × 25 347 = 35 758 280.25 đồng; VAT 10 %.
    const text = await textOf('/invoices/LS-HT-001-2025-Q1/notice');
    for (const part of [
      'Phí sử dụng hạ tầng từ 01/01/2025 đến 31/03/2025',
      '12.540 m²',
      '0,45 USD/m²/năm',
      '1.410,75 USD',
      '25.347',
      '35.758.280',
      '3.575.828',
      '39.334.108',
      'Ba mươi chín triệu ba trăm ba mươi tư nghìn một trăm linh tám đồng',
      'chậm nhất ngày 13/01/2025',
      '8,5%/năm',
    ])
      expect(text).toContain(part);
  });

  test('as of a day it asks for what is left, and for nothing once all is paid', async () => {
    const partly = expected.invoices.find(({ open, total }) => open > 0 && open < total);
    const paid = expected.invoices.find(({ open, total }) => open === 0 && total > 0);
    if (!partly || !paid) throw new Error('the sample has no such invoices');
    const left = await fetchFile(`/invoices/${partly.code}/notice?as_of=2026-09-30`);
    expect(readTransfer(await decodePdfQr(left)).amount).toBe(partly.open);
    expect((await pdfTexts(left)).join(' ')).toContain(dong(partly.total - partly.open));
    const nothing = await fetchFile(`/invoices/${paid.code}/notice?as_of=2026-09-30`);
    expect(await decodePdfQr(nothing)).toBeUndefined();
    expect((await pdfTexts(nothing)).join(' ')).toContain('không còn phải nộp');
  });

  test('the same request gives the same bytes, and 304 to who has them', async () => {
    for (const format of ['pdf', 'docx']) {
      const address = `/invoices/LS-HT-001-2025-Q1/notice?format=${format}`;
      const first = await fees.download(path(address));
      expect(Buffer.from(await fetchFile(address)).equals(first.bytes)).toBe(true);
      const etag = first.headers.get('etag') ?? '';
      expect(etag).toBe(`"${createHash('sha256').update(first.bytes).digest('hex')}"`);
      expect((await fees.download(path(address), { 'if-none-match': etag })).status).toBe(304);
    }
  });

  test('an adjustment has a notice of its own; known_at leaves out what was recorded later', async () => {
    const board = accountingBoard(fees, 'small');
    const creditor =
      'creditor,name,tax_code,address,bank_bin,account,invoice_symbol\nct,Công ty hạ tầng,9900000108,,970436,0123456789,1C26TAA\n';
    const parks = 'creditor,park_code,service\nct,kcn-a,INFRA\n';
    await board.start('2026-01', { 'creditors.csv': Buffer.from(creditor), 'creditor-parks.csv': Buffer.from(parks) });
    const knownAt = String((await board.get('/log/head')).body['recorded_at']);
    await board.lines({ ref: 'FT1', on: '2026-01-15', amount: TOTAL - 5, text: 'C-1-2026-01' });
    const asked = async (query: string): Promise<number | undefined> => {
      const { bytes } = await fees.download(`/v1/boards/small/invoices/C-1-2026-01/notice?format=docx&as_of=2026-01-31${query}`);
      return readDocx(bytes).codes.map(readTransfer)[0]?.amount;
    };
    expect([await asked(''), await asked(`&known_at=${knownAt}`)]).toEqual([5, TOTAL]);

    await board.contracts({ 'C-1': 1_200, 'C-2': 1_000 });
    const wish = { invoices: ['C-1-2026-01'], agreement: 'BB 01', invoice_date: '2026-02-02', reason: 'kiểm thử' };
    const [proposed] = (await board.post('/adjustments', ACCOUNTANT, wish)).body['items'] as { id: string }[];
    expect((await board.confirm(proposed?.id ?? '')).status).toBe(200);
    // 200 m² × 100 đ more, with 10 % VAT.
    const { bytes } = await fees.download('/v1/boards/small/invoices/C-1-2026-01-A1/notice?format=docx');
    const { text, codes } = readDocx(bytes);
    expect(codes.map(readTransfer)).toEqual([{ bin: '970436', account: '0123456789', amount: 22_000, purpose: 'C1202601A1' }]);
    expect(text).toContain('Điều chỉnh hóa đơn C-1-2026-01');
  });

  test('is refused where there can be none', async () => {
    expect(await refusal('/invoices/none/notice')).toEqual([404, 'invoice_not_found']);
    expect(await refusal('/invoices/LS-HT-001-2025-Q1/notice?as_of=2024-12-31')).toEqual([409, 'invoice_not_yet']);
    expect(await refusal('/invoices/LS-HT-001-2025-Q1/notice?format=txt')).toEqual([400, 'invalid_request']);
    const board = accountingBoard(fees, 'no-creditors');
    await board.start('2026-01');
    expect(await refusal('/invoices/C-1-2026-01/notice', 'no-creditors')).toEqual([409, 'creditor_unknown']);
    // Neither the invoice's code nor the contract's number fits the 25 characters; a part of either could be another one's.
    const long = `HD-${'1'.repeat(30)}`;
    await board.contracts({ [long]: 1_000 });
    const creditor =
      'creditor,name,tax_code,address,bank_bin,account,invoice_symbol\nct,Công ty hạ tầng,9900000108,"KCN, Lâm Đồng",970436,0123456789,1C26TAA\n';
    const parks = 'creditor,park_code,service\nct,kcn-a,INFRA\n';
    await fees.importFiles('no-creditors', { 'creditors.csv': Buffer.from(creditor), 'creditor-parks.csv': Buffer.from(parks) });
    await board.issue('2026-02');
    expect(await refusal(`/invoices/${long}-2026-02/notice`, 'no-creditors')).toEqual([409, 'no_payment_purpose']);
    expect((await fees.download('/v1/boards/no-creditors/invoices/C-1-2026-01/notice')).status).toBe(200);
    const stranger = { sub: 'stranger', roles: ['reader' as const], boards: ['elsewhere'] };
    expect((await fees.call('GET', path('/invoices/LS-HT-001-2025-Q1/notice'), { as: stranger })).status).toBe(404);
  });
});

describe('letters about what is owed', () => {
  const inDebt = expected.balances.find(({ balance, interest }) => balance > 0 && interest > 0);
  const contractNo = inDebt?.contract_no ?? '';
  const contracts = feeFiles()['fee-contracts.csv']?.toString().split('\n') ?? [];
  const taxCode = (): string => contracts.map((row) => row.split(',')).find(([no]) => no === contractNo)?.[3] ?? '';
  const overdue = expected.invoices.filter(
    ({ contract_no: no, open, due_date: due }) => no === contractNo && open > 0 && due < '2026-09-30',
  );
  const sum = (amounts: readonly number[]): string => dong(amounts.reduce((all, amount) => all + amount, 0));

  test('a statement ends with the balance, and two halves of the time are the whole', async () => {
    const whole = await textOf(`/contracts/${contractNo}/statement?from=2025-01-01&to=2026-09-30`);
    expect(whole).toContain(`Số dư cuối kỳ (hết ngày 30/09/2026) ${dong(inDebt?.balance ?? 0)}`);
    expect(whole).toContain(dong(inDebt?.interest ?? 0));
    const closing = /Số dư cuối kỳ \(hết ngày 31\/12\/2025\) (-?[\d.]+)/.exec(
      await textOf(`/contracts/${contractNo}/statement?from=2025-01-01&to=2025-12-31`),
    )?.[1];
    expect(await textOf(`/contracts/${contractNo}/statement?from=2026-01-01&to=2026-09-30`)).toContain(
      `Số dư đầu kỳ (trước ngày 01/01/2026) ${closing ?? 'none'}`,
    );
  });

  test('a reminder names every overdue invoice with days and interest, and its code pays the contract', async () => {
    const address = `/debtors/${taxCode()}/reminder?as_of=2026-09-30`;
    const docx = readDocx(await fetchFile(`${address}&format=docx`));
    for (const { code } of overdue) expect(docx.text).toContain(code);
    expect(docx.text).toContain(sum(overdue.map(({ open }) => open)));
    expect(docx.text).toContain(sum(overdue.map(({ interest }) => interest)));
    expect(docx.codes.map(readTransfer)).toEqual([
      {
        ...ACCOUNTS['loc-son'],
        amount: overdue.reduce((all, { open }) => all + open, 0),
        purpose: plain(contractNo),
      },
    ]);
    expect(await textOf(`${address}&step=LETTER_2`)).toContain('(lần 2)');
  });

  test('a letter of the ladder is printed as it was given, whatever was paid later', async () => {
    // On the small board of above: C-2’s invoice of January was due on the 12th, so LETTER_1 is reached on 27 January.
    const board = accountingBoard(fees, 'small');
    expect((await board.post('/reminders/run', ACCOUNTANT, { as_of: '2026-01-27' })).status).toBe(200);
    const [letter] = (await board.get('/reminders?debtor=9900000101')).body['items'] as { id: string; step: string }[];
    expect(letter?.step).toBe('LETTER_1');
    const address = `/v1/boards/small/reminders/${encodeURIComponent(letter?.id ?? '')}/letter?format=docx`;
    const { bytes } = await fees.download(address);
    const { text, codes } = readDocx(bytes);
    expect(codes.map(readTransfer)).toEqual([{ bin: '970436', account: '0123456789', amount: TOTAL, purpose: 'C2' }]);
    expect(text).toContain('C-2-2026-01 (tháng 1/2026)');
    await board.lines({ ref: 'FT2', on: '2026-01-20', amount: TOTAL, text: 'C-2-2026-01' });
    expect(Buffer.from((await fees.download(address)).bytes).equals(bytes)).toBe(true);
    expect(await refusal('/reminders/none/letter', 'small')).toEqual([404, 'reminder_not_found']);
  });

  test('minutes of reconciliation say what is owed on the day', async () => {
    const text = await textOf(`/debtors/${taxCode()}/reconciliation?as_of=2026-09-30`);
    for (const part of [
      'BIÊN BẢN',
      'Đối chiếu công nợ đến hết ngày 30/09/2026',
      'ĐẠI DIỆN BÊN B',
      `còn phải nộp ${dong(inDebt?.balance ?? 0)} đồng`,
    ])
      expect(text).toContain(part);
  });

  test('nonsense is refused', async () => {
    expect(await refusal('/contracts/none/statement?from=2026-01-01&to=2026-09-30')).toEqual([404, 'contract_not_found']);
    expect(await refusal(`/contracts/${contractNo}/statement?from=2026-02-01&to=2026-01-31`)).toEqual([400, 'bad_days']);
    expect(await refusal('/debtors/0000000000/reminder?as_of=2026-09-30')).toEqual([404, 'debtor_not_found']);
    expect(await refusal(`/debtors/${taxCode()}/reminder?as_of=2026-09-30&creditor=none`)).toEqual([404, 'creditor_not_found']);
    expect(await refusal(`/debtors/${taxCode()}/reminder?as_of=2024-01-01`)).toEqual([409, 'nothing_to_remind']);
  });
});
