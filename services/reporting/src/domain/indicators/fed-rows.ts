import type { CatalogueRow } from './catalogue-row';

/**
 * Indicators that other services tell, beside those of the common catalogue file. A board may have typed values of them for the
 * time before that service, under a row of its own catalogue; its row then names the indicator.
 */
export const FED_ROWS: readonly CatalogueRow[] = [
  {
    code: 'FEE.PLAN',
    nameVi: 'Kế hoạch thu phí của năm',
    nameEn: 'Fee plan of the year',
    unit: 'VND',
    kind: 'flow',
    source: 'fees',
    breakdowns: 'park, topic',
  },
  {
    code: 'FEE.BILLED',
    nameVi: 'Phí đã phát hành (gồm thuế GTGT)',
    nameEn: 'Fees billed, with VAT',
    unit: 'VND',
    kind: 'flow',
    source: 'fees',
    breakdowns: 'park, topic',
  },
  {
    code: 'FEE.COLLECTED',
    nameVi: 'Phí đã thu',
    nameEn: 'Fees collected',
    unit: 'VND',
    kind: 'flow',
    source: 'fees',
    breakdowns: 'park, topic',
  },
  {
    code: 'FEE.OVERDUE',
    nameVi: 'Nợ phí quá hạn',
    nameEn: 'Fees overdue',
    unit: 'VND',
    kind: 'stock',
    source: 'fees',
    breakdowns: 'park, topic',
  },
  {
    code: 'FEE.RATE',
    nameVi: 'Tỷ lệ thu phí so với kế hoạch năm',
    nameEn: 'Fees collected of the year’s plan',
    unit: 'percent',
    kind: 'ratio',
    source: 'fees',
    breakdowns: 'park, topic',
  },
  {
    code: 'EMU.SCORE',
    nameVi: 'Điểm thi đua trong khối',
    nameEn: 'Emulation score in the bloc',
    unit: 'point',
    kind: 'stock',
    source: 'emulation',
    breakdowns: 'topic',
  },
  {
    code: 'EMU.RANK',
    nameVi: 'Thứ hạng thi đua trong khối',
    nameEn: 'Emulation rank in the bloc',
    unit: 'rank',
    kind: 'stock',
    source: 'emulation',
    breakdowns: 'topic',
  },
];

/** Points and ranks of two blocs add up to nothing, so these have rows by topic (the bloc) only. */
export const WITHOUT_TOTAL: ReadonlySet<string> = new Set(['EMU.SCORE', 'EMU.RANK']);
