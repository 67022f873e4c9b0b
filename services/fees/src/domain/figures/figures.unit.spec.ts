import { addDays, plainDate } from '@kcn/kernel';
import type { PlainDate } from '@kcn/kernel';
import fc from 'fast-check';
import { contractFacts, day, invoiceOf, lineOf, worlds } from '../../spec-support/collection-world';
import { expectedCollection, sampleFacts, samplePlan } from '../../spec-support/sample-collection';
import type { IssuedInvoice } from '../collection/facts';
import { foldCollection } from '../collection/fold';
import type { KnownFacts } from '../collection/fold';
import { paymentDay } from '../collection/payment-line';
import { collectionReport } from '../report/collection-report';
import { collectionFigures } from './collection-figures';
import type { FigureFact, UnitFigures } from './figure-records';
import { issuedFigures } from './invoice-figures';
import { planFigures } from './plan-figures';

interface ExpectedLine {
  readonly payment_day: string;
  readonly allocations: readonly { readonly invoice: string; readonly amount: number; readonly day: string }[];
}
interface ExpectedInvoice {
  readonly code: string;
  readonly invoice_date: string;
  readonly due_date: string;
  readonly total: number;
}

const unitsOf = (facts: KnownFacts): UnitFigures[] => [
  ...issuedFigures(
    'r',
    0,
    facts.invoices.filter(({ adjusts }) => adjusts === undefined),
  ),
  ...collectionFigures(foldCollection(facts)).values(),
];
const factsOf = (units: readonly UnitFigures[]): FigureFact[] => units.flatMap(({ records }) => records.flatMap(({ facts }) => facts));

interface Wanted {
  readonly indicator: string;
  readonly from?: string;
  readonly to: string;
  readonly park?: string;
  readonly topic?: string;
}
const matching = (facts: readonly FigureFact[], { indicator, from = '', to, park, topic }: Wanted): FigureFact[] =>
  facts.filter(
    (fact) =>
      fact.indicator === indicator &&
      fact.date >= from &&
      fact.date <= to &&
      (park === undefined || fact.park === park) &&
      (topic === undefined || fact.topic === topic),
  );
const sum = (facts: readonly FigureFact[], wanted: Wanted): bigint =>
  matching(facts, wanted).reduce((total, { value }) => total + value, 0n);
const count = (facts: readonly FigureFact[], wanted: Wanted): number => matching(facts, wanted).reduce((total, { n }) => total + n, 0);

describe('the sample of two parks', () => {
  const expected = expectedCollection();
  const invoices = expected.invoices as unknown as readonly ExpectedInvoice[];
  const lines = expected.lines as unknown as readonly ExpectedLine[];
  const facts = factsOf([
    ...unitsOf(sampleFacts()),
    ...samplePlan().map((line) => planFigures(`${String(line.year)}|${line.service}|${line.parkCode}`, line)),
  ]);

  test('billed is what the invoices add up to, with VAT, by invoice date', () => {
    expect(sum(facts, { indicator: 'FEE.BILLED', to: expected.as_of })).toBe(BigInt(expected.totals['total'] as number));
    const inQuarter = invoices.filter(({ invoice_date: date }) => date >= '2026-04-01' && date <= '2026-06-30');
    expect(sum(facts, { indicator: 'FEE.BILLED', from: '2026-04-01', to: '2026-06-30' })).toBe(
      inQuarter.reduce((total, invoice) => total + BigInt(invoice.total), 0n),
    );
  });

  test('plan and collected are the plan table’s, by year, service and park', () => {
    const rows = expected.plan as unknown as readonly {
      year: number;
      service: string;
      park_code: string;
      expected: number;
      collected: number;
    }[];
    expect(rows.length).toBeGreaterThan(20);
    for (const { year, service, park_code: park, expected: planned, collected } of rows) {
      const place = { ...(service === '*' ? {} : { topic: service }), ...(park === '*' ? {} : { park }) };
      const window = { ...place, from: `${String(year)}-01-01`, to: `${String(year)}-12-31` };
      expect([year, service, park, sum(facts, { indicator: 'FEE.PLAN', ...window })]).toEqual([year, service, park, BigInt(planned)]);
      expect([year, service, park, sum(facts, { indicator: 'FEE.COLLECTED', ...window })]).toEqual([
        year,
        service,
        park,
        BigInt(collected),
      ]);
    }
  });

  test('overdue is the open principal past due, on any day', () => {
    const overdueAmount = (expected.ageing as unknown as readonly { bucket: string; amount: number; invoices: number }[]).filter(
      ({ bucket }) => bucket !== 'not due',
    );
    expect(sum(facts, { indicator: 'FEE.OVERDUE', to: expected.as_of })).toBe(
      overdueAmount.reduce((total, { amount }) => total + BigInt(amount), 0n),
    );
    expect(count(facts, { indicator: 'FEE.OVERDUE', to: expected.as_of })).toBe(overdueAmount.reduce((n, row) => n + row.invoices, 0));
    for (const on of ['2025-01-14', '2025-03-31', '2025-06-30', '2025-12-31', '2026-02-28', '2026-06-30', '2026-09-29']) {
      const paid = new Map<string, bigint>();
      for (const { allocations } of lines)
        for (const { invoice, amount, day: paidOn } of allocations)
          if (paidOn <= on) paid.set(invoice, (paid.get(invoice) ?? 0n) + BigInt(amount));
      const open = invoices
        .filter(({ due_date: due }) => due < on)
        .reduce((total, { code, total: billed }) => total + BigInt(billed) - (paid.get(code) ?? 0n), 0n);
      expect([on, sum(facts, { indicator: 'FEE.OVERDUE', to: on })]).toEqual([on, open]);
    }
  });

  test('a line names account, reference, day, amount, invoice and the rule that matched', () => {
    const [first] = foldCollection(sampleFacts()).lines;
    expect(first?.rule).toBe('INVOICE_CODE');
    const unit = collectionFigures(foldCollection(sampleFacts())).get('figures:line/1002003001|FT25003F6GQ4K');
    expect(unit?.records).toHaveLength(1);
    expect(unit?.records[0]).toMatchObject({ kind: 'bank-line', key: '1002003001|FT25003F6GQ4K|LS-HT-001-2025-Q1' });
    expect(Object.fromEntries(unit?.records[0]?.details.map(({ name, text }) => [name, text]) ?? [])).toMatchObject({
      ...{ account: '1002003001', bank_ref: 'FT25003F6GQ4K', payment_day: '2025-01-03', amount: '39334108' },
      ...{ invoice: 'LS-HT-001-2025-Q1', contract_no: 'LS-HT-001', rule: 'INVOICE_CODE' },
    });
  });
});

test('paid late, undone, paid again: overdue goes down, up and down on those days, collected too', () => {
  // Billed on 1 January, due on the 11th.
  const facts: KnownFacts = {
    contracts: [contractFacts('C-1')],
    invoices: [invoiceOf('C-1', '01', 100n)],
    lines: [
      lineOf('FT1', '01-20', 100n, 'C-1-2026-01'),
      lineOf('RV1', '01-25', -100n, 'HOAN FT1'),
      lineOf('FT2', '02-02', 130n, 'C-1-2026-01'),
    ],
  };
  const all = factsOf(unitsOf(facts));
  const on = (text: string): [bigint, number, bigint] => [
    sum(all, { indicator: 'FEE.OVERDUE', to: day(text) }),
    count(all, { indicator: 'FEE.OVERDUE', to: day(text) }),
    sum(all, { indicator: 'FEE.COLLECTED', to: day(text) }),
  ];
  expect([on('01-11'), on('01-12'), on('01-20'), on('01-25'), on('02-02')]).toEqual([
    [0n, 0, 0n],
    [100n, 1, 0n],
    [0n, 0, 100n],
    [100n, 1, 0n],
    [0n, 0, 130n],
  ]);
});

test('what is paid before it is due is never overdue, and a line that pays nothing says nothing', () => {
  const facts: KnownFacts = {
    contracts: [contractFacts('C-1')],
    invoices: [invoiceOf('C-1', '01', 100n)],
    lines: [lineOf('FT1', '01-03', 100n, 'C-1-2026-01'), lineOf('FT2', '01-04', 7n, 'không rõ')],
  };
  const all = factsOf(unitsOf(facts));
  for (const to of [day('01-11'), day('01-12'), day('12-31')]) expect(sum(all, { indicator: 'FEE.OVERDUE', to })).toBe(0n);
  expect(collectionFigures(foldCollection(facts)).get('figures:line/1001|FT2')).toEqual({ unit: 'figures:line/1001|FT2', records: [] });
});

test('a run of many invoices is told in units of 500, each named by its first place', () => {
  const invoices = Array.from({ length: 1_001 }, (_, n): IssuedInvoice => invoiceOf(`C-${String(n)}`, '01', 1n));
  const units = issuedFigures('2026-01-7', 2_000, invoices);
  expect(units.map(({ unit, records }) => [unit, records.length])).toEqual([
    ['figures:run/2026-01-7/2000', 500],
    ['figures:run/2026-01-7/2500', 500],
    ['figures:run/2026-01-7/3000', 1],
  ]);
});

test('whatever was billed, paid, undone, paid back, adjusted, written off or decided: sums of facts are the report’s, on any day', () => {
  fc.assert(
    fc.property(worlds, fc.integer({ min: 0, max: 200 }), (facts, after) => {
      const on: PlainDate = addDays(plainDate('2026-01-01'), after);
      const all = factsOf(unitsOf(facts));
      const { invoices } = collectionReport(facts, [], on);
      const pastDue = invoices.filter(({ invoice, open }) => invoice.dueDate < on && open > 0n);
      expect(sum(all, { indicator: 'FEE.OVERDUE', to: on })).toBe(pastDue.reduce((total, { open }) => total + open, 0n));
      expect(count(all, { indicator: 'FEE.OVERDUE', to: on })).toBe(pastDue.length);
      expect(sum(all, { indicator: 'FEE.BILLED', to: on })).toBe(invoices.reduce((total, { invoice }) => total + invoice.total, 0n));
      const notes = new Set((facts.notes ?? []).map(({ code }) => code));
      const { lines, refunds } = foldCollection({ ...facts, lines: facts.lines.filter((line) => paymentDay(line) <= on) });
      const paidBack = refunds.reduce((total, { day: of, covered }) => (of <= on ? total + covered : total), 0n);
      const collected = lines.reduce(
        (total, { allocations, credits }) =>
          total +
          allocations.reduce((part, { how, amount, invoice }) => part + (how === 'CREDIT' || notes.has(invoice) ? 0n : amount), 0n) +
          credits.reduce((part, { amount }) => part + amount, 0n),
        0n,
      );
      expect(sum(all, { indicator: 'FEE.COLLECTED', to: on })).toBe(collected - paidBack);
    }),
    { numRuns: 200 },
  );
});
