import type { figureFactsV1 } from '@kcn/contracts';

type Unit = figureFactsV1.FigureFactsRecorded;

/** A fact of đồng in park `a`, but for what is given. */
export const aFact = (
  indicator: string,
  date: string,
  value: bigint,
  more: Partial<figureFactsV1.FigureFact> = {},
): figureFactsV1.FigureFact => ({
  ...{ indicator, unit: 'VND', park: 'a', topic: 'INFRA', date, value, n: 1 },
  ...more,
});

export const detailsOf = (given: Readonly<Record<string, string>>): figureFactsV1.FigureDetail[] =>
  Object.entries(given).map(([name, text]) => ({ name, text }));

/** What is expected of a year. */
export const aPlan = (year: number, amount: bigint): Unit => ({
  unit: `figures:plan/${String(year)}|INFRA|a`,
  records: [
    {
      kind: 'fee-plan',
      key: `${String(year)}|INFRA|a`,
      details: detailsOf({ year: String(year), expected_amount: String(amount), decision_no: '7/QĐ' }),
      facts: [aFact('FEE.PLAN', `${String(year)}-01-01`, amount)],
    },
  ],
});

/** An invoice of a run of its own, due ten days after its date. */
export const anInvoice = (code: string, date: string, overdueFrom: string, total: bigint): Unit => ({
  unit: `figures:run/${code}/0`,
  records: [
    {
      kind: 'invoice',
      key: code,
      details: detailsOf({ code, total: String(total) }),
      facts: [aFact('FEE.BILLED', date, total), aFact('FEE.OVERDUE', overdueFrom, total)],
    },
  ],
});

/** A bank line that pays an invoice in full. */
export const aPayment = (bankRef: string, invoice: string, on: string, amount: bigint): Unit => ({
  unit: `figures:line/1002|${bankRef}`,
  records: [
    {
      kind: 'bank-line',
      key: `1002|${bankRef}|${invoice}`,
      details: detailsOf({ account: '1002', bank_ref: bankRef, payment_day: on, amount: String(amount), invoice, rule: 'INVOICE_CODE' }),
      facts: [aFact('FEE.COLLECTED', on, amount), aFact('FEE.OVERDUE', on, -amount, { n: -1 })],
    },
  ],
});

/** The line no longer pays anything. */
export const takenBack = ({ unit }: Unit): Unit => ({ unit, records: [] });
