import { plainDate } from '@kcn/kernel';
import fc from 'fast-check';
import { contractOf, runOf, tariffOf } from '../../spec-support/samples';
import { sampleRun } from '../../spec-support/sample-run';
import { planRun } from '../runs/plan-run';
import { changesFromLastPeriod, compareRuns } from '../runs/compare-runs';
import { correctionText, correctionWay, findAdjustment } from './adjustment';
import type { AdjustmentInvoice } from './adjustment';
import { explainInvoice } from './explain-invoice';
import type { Invoice } from './invoice';
import { freezeList, numberList } from './numbering';

const REASON = { vi: 'Giá theo quyết định mới', en: 'Price by a new decision' };
const invoicesAt = (price: string): readonly Invoice[] => runOf({ tariffs: [tariffOf({ price })] }).invoices;

function firstOf(invoices: readonly Invoice[]): Invoice {
  const [invoice] = invoices;
  if (!invoice) throw new Error('no invoice');
  return invoice;
}

const adjust = (corrected: Invoice | undefined, earlier: readonly AdjustmentInvoice[] = []): AdjustmentInvoice | undefined =>
  findAdjustment({
    issued: firstOf(invoicesAt('12000')),
    earlier,
    corrected,
    invoiceDate: plainDate('2026-05-04'),
    dueDate: plainDate('2026-05-14'),
    reason: REASON,
  });

describe('adjustments', () => {
  test('carry the difference to the corrected invoice', () => {
    // 2,958,904 + 295,890 issued; at 13,000: 3,205,479 + 320,548; at 11,000: 2,712,329 + 271,233
    expect(adjust(firstOf(invoicesAt('13000')))).toMatchObject({
      code: 'HD-1-2026-Q1-A1',
      adjusts: 'HD-1-2026-Q1',
      n: 1,
      net: 246_575n,
      vat: 24_658n,
      total: 271_233n,
    });
  });

  test('a decrease is below zero, and nothing owed takes all back', () => {
    expect(adjust(firstOf(invoicesAt('11000')))).toMatchObject({ net: -246_575n, vat: -24_657n, total: -271_232n });
    expect(adjust(undefined)).toMatchObject({ net: -2_958_904n, vat: -295_890n, total: -3_254_794n });
  });

  test('the next one counts those before, and none is made when all is right', () => {
    const first = adjust(firstOf(invoicesAt('13000')));
    const earlier = first ? [first] : [];
    expect(adjust(firstOf(invoicesAt('13000')), earlier)).toBeUndefined();
    expect(adjust(firstOf(invoicesAt('12000')), earlier)).toMatchObject({ code: 'HD-1-2026-Q1-A2', total: -271_233n });
    expect(adjust(firstOf(invoicesAt('12000')))).toBeUndefined();
  });
});

describe('the way of a correction', () => {
  const given = { touchesFigures: true, wanted: 'ADJUST', before: undefined, isAgreed: true } as const;

  test('words alone need a notice and nothing else', () => {
    expect(correctionWay({ ...given, touchesFigures: false, isAgreed: false })).toBe('NOTICE');
  });

  test('figures need the buyer’s agreement', () => {
    expect(correctionWay(given)).toBe('ADJUST');
    expect(() => correctionWay({ ...given, isAgreed: false })).toThrow(expect.objectContaining({ code: 'correction_not_agreed' }));
  });

  test('later corrections keep to the first one’s method', () => {
    expect(correctionWay({ ...given, before: 'ADJUST' })).toBe('ADJUST');
    expect(() => correctionWay({ ...given, wanted: 'REPLACE', before: 'ADJUST' })).toThrow(
      expect.objectContaining({ code: 'correction_method_differs' }),
    );
  });

  test('the invoice says what it is for', () => {
    const of = { symbol: '1C26TAA', number: 15, issuedOn: plainDate('2026-04-02') };
    expect(correctionText('ADJUST', of)).toBe('Điều chỉnh cho hóa đơn Mẫu số 1 ký hiệu C26TAA số 15 ngày 02 tháng 04 năm 2026');
    expect(correctionText('REPLACE', of)).toMatch(/^Thay thế cho hóa đơn/);
  });
});

describe('numbers', () => {
  test('follow invoice date, contract and period, whatever order the plan came in', async () => {
    const { invoices } = planRun(await sampleRun());
    const whole = numberList(freezeList(invoices), 17);
    expect(whole.map(({ number }) => number)).toEqual(invoices.map((_invoice, index) => 17 + index));
    expect(whole.slice(0, 2).map(({ code }) => code)).toEqual(['LS-HT-001-2025-Q1', 'LS-HT-002-2025-H1']);
    fc.assert(
      fc.property(fc.shuffledSubarray([...invoices], { minLength: invoices.length }), (shuffled) => {
        expect(numberList(freezeList(shuffled), 17)).toEqual(whole);
      }),
      { numRuns: 10 },
    );
  });

  test('end at eight digits', () => {
    const list = [{ code: 'a' }, { code: 'b' }];
    expect(numberList(list, 99_999_998).map(({ number }) => number)).toEqual([99_999_998, 99_999_999]);
    expect(() => numberList(list, 99_999_999)).toThrow(expect.objectContaining({ code: 'invoice_numbers_exhausted' }));
  });
});

describe('comparison', () => {
  test('of a repeated run finds what is new, gone or changed', () => {
    const before = invoicesAt('12000').slice(0, 3);
    const after = [...before.slice(1, 2), ...invoicesAt('13000').slice(2)];
    const { differences, unchanged, netDifference } = compareRuns({ before, after });
    expect(differences.map(({ code, netDifference: net }) => [code, net])).toEqual([
      ['HD-1-2026-Q1', -2_958_904n],
      ['HD-1-2026-Q3', 252_054n],
      ['HD-1-2026-Q4', 3_276_712n],
    ]);
    expect([unchanged, netDifference]).toEqual([1, 569_862n]);
    expect(compareRuns({ before, after: before })).toEqual({ differences: [], unchanged: 3, netDifference: 0n, totalDifference: 0n });
  });

  test('of a dry run sets each period beside the one before', () => {
    const [first, ...planned] = invoicesAt('12000');
    const changes = changesFromLastPeriod(planned, (contractNo) => (contractNo === 'HD-1' ? first : undefined));
    expect(changes.map(({ invoice, previous, netDifference }) => [invoice.period, previous?.period, netDifference])).toEqual([
      ['2026-Q2', '2026-Q1', 32_877n],
      ['2026-Q3', '2026-Q2', 32_877n],
      ['2026-Q4', '2026-Q3', 0n],
    ]);
    expect(changesFromLastPeriod(planned.slice(0, 1), () => undefined)).toMatchObject([{ previous: undefined, netDifference: 2_991_781n }]);
  });
});

describe('an invoice explains itself', () => {
  const explained = async (code: string): Promise<string[]> => {
    const invoice = planRun(await sampleRun()).invoices.find((one) => one.code === code);
    return invoice ? explainInvoice(invoice).flatMap(({ vi, en }) => [vi, en]) : [];
  };

  test('months, conversion and VAT', async () => {
    expect(await explained('LS-HT-001-2026-Q2')).toEqual([
      '01/04/2026 – 30/06/2026: 12.540 m² × 0,52 USD/m²/năm × 3 tháng ÷ 12 = 1.630,2 USD (theo 01/QĐ-MAU)',
      '2026-04-01 to 2026-06-30: 12540 m² × 0.52 USD/m²/year × 3 months ÷ 12 = 1630.2 USD (by 01/QĐ-MAU)',
      'Quy đổi: 1.630,2 USD × 26.300 đồng (tỷ giá ngày 01/04/2026, nguồn minh-hoa) = 42.874.260 đồng',
      'Conversion: 1630.2 USD × 26300 VND (rate of 2026-04-01, source minh-hoa) = 42874260 VND',
      'Trước thuế: 42.874.260 đồng',
      'Net: 42874260 VND',
      'Thuế GTGT 10%: 4.287.426 đồng',
      'VAT 10%: 4287426 VND',
      'Tổng cộng: 47.161.686 đồng',
      'Total: 47161686 VND',
    ]);
  });

  test('wastewater', async () => {
    expect((await explained('LS-NT-001-2026-01')).slice(0, 2)).toEqual([
      expect.stringMatching(
        /^01\/01\/2026 – 31\/01\/2026: 8\.350 m³ nước cấp × 80% = 6\.680 m³; × 7\.760 VND\/m³ × K 1 \(.+\) = 51\.836\.800 VND \(theo 01\/QĐ-MAU\)$/,
      ),
      expect.stringMatching(
        /^2026-01-01 to 2026-01-31: 8350 m³ supplied × 80% = 6680 m³; × 7760 VND\/m³ × K 1 \(.+\) = 51836800 VND \(by 01\/QĐ-MAU\)$/,
      ),
    ]);
    expect((await explained('LS-NT-003-2026-07'))[1]).toBe(
      '2026-07-01 to 2026-07-31: 5906 m³ discharged; × 7760 VND/m³ × K 1 (COD 130 mg/l) = 45830560 VND (by 01/QĐ-MAU)',
    );
  });

  test('days, discount, fractions and rounding', async () => {
    const lines = await explained('LS-HT-007-2025');
    expect(lines.filter((_line, index) => index % 2 === 1)).toEqual([
      '2025-08-16 to 2025-12-31: 20800.5 m² × 0.45 USD/m²/year × 138 days ÷ 365 days = 25834221/7300 (≈ 3538.9344) USD (by 01/QĐ-MAU)',
      'Discount 15% = -77502663/146000 (≈ -530.8402) USD',
      'Conversion: 439181757/146000 (≈ 3008.0942) USD × 25498 VND (rate of 2025-05-16, source minh-hoa) = 5599128219993/73000 (≈ 76700386.5752) VND',
      'Rounded half-up to the đồng: 5599128219993/73000 (≈ 76700386.5752) → 76700387',
      'Net: 76700387 VND',
      'VAT 10%: 7670039 VND',
      'Total: 84370426 VND',
    ]);
  });

  test('exemptions', () => {
    const exemption = {
      contractNo: 'HD-1',
      from: plainDate('2026-02-01'),
      to: plainDate('2026-02-28'),
      relief: { percent: '50' },
      reason: '',
      decisionNo: '12/QĐ',
      approved: true,
    };
    const tariffs = [tariffOf({ unit: 'M2_MONTH', price: '1000', decisionNo: '' })];
    const [invoice] = runOf({ contracts: [contractOf()], tariffs, exemptions: [exemption], through: '2026-01' }).invoices;
    expect(invoice && explainInvoice(invoice).slice(0, 2)).toEqual([
      {
        vi: '01/01/2026 – 31/03/2026: 1.000 m² × 1.000 VND/m²/tháng × 3 tháng = 3.000.000 VND',
        en: '2026-01-01 to 2026-03-31: 1000 m² × 1000 VND/m²/month × 3 months = 3000000 VND',
      },
      {
        vi: 'Miễn, giảm 50% 01/02/2026 – 28/02/2026 = -500.000 VND (theo 12/QĐ)',
        en: 'Exemption 50% 2026-02-01 to 2026-02-28 = -500000 VND (by 12/QĐ)',
      },
    ]);
  });
});
