import { createWorkingCalendar } from '@kcn/vietnam';
import { expectedRun, sampleRun } from '../../spec-support/sample-run';
import type { ExpectedInvoice } from '../../spec-support/sample-run';
import { formatFraction } from '@kcn/kernel/fraction';
import type { Invoice } from '../invoices/invoice';
import { planRun } from './plan-run';

/** An invoice as the sample's expected.json shows it; what has to do with payments is not compared here. */
function shown(invoice: Invoice): ExpectedInvoice {
  const [charge] = invoice.charges;
  if (!charge || invoice.charges.length > 1) throw new Error(`${invoice.code} has not one charge`);
  return {
    code: invoice.code,
    contract_no: invoice.contractNo,
    period: invoice.period,
    park_code: invoice.parkCode,
    service: invoice.service,
    charge: formatFraction(charge.charge),
    currency: charge.currency,
    rate: charge.rate,
    rate_date: charge.rateDate ?? null,
    net: Number(invoice.net),
    vat_percent: invoice.vatPercent,
    vat: Number(invoice.vat),
    total: Number(invoice.total),
    invoice_date: invoice.invoiceDate,
    due_date: invoice.dueDate,
  };
}

const pick = (invoice: ExpectedInvoice): ExpectedInvoice => ({
  code: invoice.code,
  contract_no: invoice.contract_no,
  period: invoice.period,
  park_code: invoice.park_code,
  service: invoice.service,
  charge: invoice.charge,
  currency: invoice.currency,
  rate: invoice.rate,
  rate_date: invoice.rate_date,
  net: invoice.net,
  vat_percent: invoice.vat_percent,
  vat: invoice.vat,
  total: invoice.total,
  invoice_date: invoice.invoice_date,
  due_date: invoice.due_date,
});

const byCode = (a: ExpectedInvoice, b: ExpectedInvoice): number => (a.code < b.code ? -1 : 1);

test('the sample gives every invoice of expected.json to the đồng, and no error', async () => {
  const { invoices, errors } = planRun(await sampleRun());
  const expected = expectedRun();
  expect(invoices.map(shown).toSorted(byCode)).toEqual(expected.invoices.map(pick).toSorted(byCode));
  expect(invoices).toHaveLength(555);
  expect(errors).toEqual(expected.errors);
});

test('the rule for days off gives the sample’s due dates without its holidays.csv', async () => {
  const run = await sampleRun();
  const dueDates = (context: typeof run): string[] => planRun(context).invoices.map(({ code, dueDate }) => `${code} ${dueDate}`);
  expect(dueDates({ ...run, calendar: createWorkingCalendar() })).toEqual(dueDates(run));
});
