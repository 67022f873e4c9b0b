import { plainDate } from '@kcn/kernel';
import { acceptLines } from '../collection/accept-lines';
import { lineKey } from '../collection/payment-line';
import { expectedCollection, linesOf, sampleFacts, samplePlan } from '../../spec-support/sample-collection';
import { collectionReport } from './collection-report';
import { collectionReportJson } from './report-json';

const expected = expectedCollection();
const facts = sampleFacts();
const report = collectionReportJson(collectionReport(facts, samplePlan(), plainDate(expected.as_of)));

describe('the sample of two parks', () => {
  test('every line does what is expected of it', () => {
    expect(report.lines).toEqual(expected.lines);
  });

  test('every invoice is paid, open, aged and bears interest as expected', () => {
    expect(report.invoices).toHaveLength(555);
    for (const [index, invoice] of report.invoices.entries()) expect(expected.invoices[index]).toMatchObject(invoice);
  });

  test('balances, ageing, plan and totals are as expected', () => {
    const { errors: _errors, repeated_lines_ignored: _repeated, ...totals } = expected.totals;
    expect(report.balances).toEqual(expected.balances);
    expect(report.ageing).toEqual(expected.ageing);
    expect(report.plan).toEqual(expected.plan);
    expect(report.totals).toEqual(totals);
  });

  test('the statement that was sent again adds nothing', () => {
    const stored = new Map(facts.lines.map((line) => [lineKey(line), line]));
    const again = acceptLines(linesOf('bank-statement-again.csv'), (key) => stored.get(key));
    expect(again).toEqual({ added: [], repeated: expected.totals['repeated_lines_ignored'], refused: [] });
  });

  test('a report of an earlier day sees only what takes effect by then', () => {
    const { totals, balances } = collectionReport(facts, [], plainDate('2025-03-31'));
    // LS-QL-002: billed on 1 April and paid on 8 April 2025.
    expect(balances.find(({ contractNo }) => contractNo === 'LS-QL-002')).toMatchObject({ invoiced: 0n, allocated: 0n });
    expect(totals.notYetIssued).toBe(expected.invoices.filter((invoice) => invoice.invoice_date > '2025-03-31').length);
  });
});
