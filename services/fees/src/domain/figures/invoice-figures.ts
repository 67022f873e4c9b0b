import type { IssuedInvoice } from '../collection/facts';
import { detailsOf, feeFact, overdueFrom } from './figure-records';
import type { FigureFact, FigureRecord, UnitFigures } from './figure-records';

/** Invoices told by one event: far below what an event may hold. */
const INVOICES_OF_A_UNIT = 500;

/** What an invoice is for the figures before anything is paid: billed with VAT on its date, overdue from the day after it is due. */
export function invoiceRecord(invoice: IssuedInvoice): FigureRecord {
  const { code, contractNo, period, invoiceDate, dueDate, net, vat, total, adjusts } = invoice;
  const facts: FigureFact[] = [feeFact('FEE.BILLED', invoice, { date: invoiceDate, value: total, n: 1 })];
  // One below zero lowers another invoice; what is open of that one changes with it.
  if (total > 0n) facts.push(feeFact('FEE.OVERDUE', invoice, { date: overdueFrom(dueDate, dueDate), value: total, n: 1 }));
  const days = { invoice_date: invoiceDate, due_date: dueDate };
  return {
    kind: 'invoice',
    key: code,
    details: detailsOf({ code, contract_no: contractNo, period, ...days, net, vat, total, adjusts }),
    facts,
  };
}

/**
 * What a run's invoices contribute as they come into force. They never change, so neither do these units, and a run of any
 * size costs an event for every 500 invoices.
 * @param from place of the first of them in the run's list; with the run it names the units
 */
export function issuedFigures(run: string, from: number, invoices: readonly IssuedInvoice[]): UnitFigures[] {
  const units: UnitFigures[] = [];
  for (let at = 0; at < invoices.length; at += INVOICES_OF_A_UNIT) {
    const records = invoices.slice(at, at + INVOICES_OF_A_UNIT).map(invoiceRecord);
    units.push({ unit: `figures:run/${run}/${String(from + at)}`, records });
  }
  return units;
}
