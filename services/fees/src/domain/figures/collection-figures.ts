import { recordKey } from '@kcn/contracts';
import type { ContractFacts, IssuedInvoice } from '../collection/facts';
import type { Folded } from '../collection/fold';
import type { AdjustmentResult, LineResult, RefundResult, WriteOffResult } from '../collection/line-result';
import { detailsOf, feeFact } from './figure-records';
import type { FeePlace, FigureRecord, UnitFigures } from './figure-records';
import { invoiceRecord } from './invoice-figures';
import { createOpenChanges } from './open-changes';
import type { OpenChanges } from './open-changes';

interface Known {
  readonly invoices: ReadonlyMap<string, IssuedInvoice>;
  readonly contracts: ReadonlyMap<string, ContractFacts>;
  readonly open: OpenChanges;
}

const lineUnit = ({ line }: LineResult): string => `figures:line/${recordKey([line.account, line.bankRef])}`;

/** A line's records: one for each invoice that it pays (or pays back) and each contract that it leaves a credit to. */
function lineRecords(result: LineResult, { invoices, contracts, open }: Known): FigureRecord[] {
  const { line, day, rule, undoes, allocations, credits } = result;
  const records = new Map<string, FigureRecord>();
  const recordOf = (parts: readonly string[], of: { readonly invoice?: string; readonly contractNo: string }): FigureRecord => {
    const key = recordKey([line.account, line.bankRef, ...parts]);
    const known = records.get(key);
    if (known) return known;
    const details = detailsOf({
      ...{ account: line.account, bank_ref: line.bankRef, payment_day: day, amount: line.amount },
      ...{ invoice: of.invoice, contract_no: of.contractNo, rule, undoes, description: line.description },
    });
    const record = { kind: 'bank-line', key, details, facts: [] };
    records.set(key, record);
    return record;
  };
  /** What comes in counts on its own day, what is taken back on the day of the line that does it (FORMATS §4). */
  const collect = ({ facts }: FigureRecord, place: FeePlace, value: bigint): void => {
    if (value !== 0n) facts.push(feeFact('FEE.COLLECTED', place, { date: day, value, n: 1 }));
  };
  for (const { invoice: code, amount, day: on, how } of allocations) {
    const invoice = invoices.get(code);
    // Interest that was demanded is no fee.
    if (!invoice) continue;
    const record = recordOf([code], { invoice: code, contractNo: invoice.contractNo });
    // Credit counted when it came in, not when an invoice takes it.
    if (how !== 'CREDIT') collect(record, invoice, amount);
    open.add(invoice, { day: on, by: -amount, into: record.facts });
  }
  for (const { contractNo, amount } of credits) {
    const contract = contracts.get(contractNo);
    if (contract) collect(recordOf(['credit', contractNo], { contractNo }), contract, amount);
  }
  return [...records.values()];
}

/** An adjustment: its own invoice, what it lowers, and the invoices that took what it freed. */
function adjustmentUnit(adjustment: IssuedInvoice, result: AdjustmentResult | undefined, { invoices, open }: Known): UnitFigures {
  const record = invoiceRecord(adjustment);
  if (result) {
    const lowered = invoices.get(result.invoice);
    if (lowered && lowered !== adjustment) open.add(lowered, { day: result.day, by: result.freed - result.lowered, into: record.facts });
    for (const { invoice: code, amount, day } of result.taken) {
      const taker = invoices.get(code);
      if (taker) open.add(taker, { day, by: -amount, into: record.facts });
    }
  }
  return { unit: `figures:adjustment/${adjustment.code}`, records: [record] };
}

function writeOffUnit({ id, invoice: code, contractNo, day, amount }: WriteOffResult, { invoices, open }: Known): UnitFigures {
  const invoice = invoices.get(code);
  const details = detailsOf({ id, invoice: code, contract_no: contractNo, day, amount });
  const record: FigureRecord = { kind: 'write-off', key: id, details, facts: [] };
  if (invoice) open.add(invoice, { day, by: -amount, into: record.facts });
  return { unit: `figures:write-off/${id}`, records: [record] };
}

/** Credit counted as collected when it came in; what is paid back of it counts against that on its own day. */
function refundUnit({ id, contractNo, day, covered }: RefundResult, { contracts }: Known): UnitFigures {
  const contract = contracts.get(contractNo);
  const details = detailsOf({ id, contract_no: contractNo, day, amount: covered });
  const facts = contract && covered !== 0n ? [feeFact('FEE.COLLECTED', contract, { date: day, value: -covered, n: 1 })] : [];
  return { unit: `figures:refund/${id}`, records: [{ kind: 'refund', key: id, details, facts }] };
}

/**
 * What bank lines, adjustments, write-offs and refunds contribute, by unit, as the fold has it; ordinary invoices are told when they
 * are issued. A line that pays nothing is there without records, so that what it once said is taken back.
 * @param folded of a whole board, or of contracts that share no line with any other
 */
export function collectionFigures(folded: Folded): Map<string, UnitFigures> {
  const known: Known = {
    invoices: new Map(folded.facts.invoices.map((invoice) => [invoice.code, invoice])),
    contracts: new Map(folded.facts.contracts.map((contract) => [contract.contractNo, contract])),
    open: createOpenChanges(),
  };
  const results = new Map(folded.adjustments.map((result) => [result.adjustment, result]));
  const units: UnitFigures[] = [
    ...folded.lines.map((result) => ({ unit: lineUnit(result), records: lineRecords(result, known) })),
    ...folded.facts.invoices.flatMap((invoice) =>
      invoice.adjusts === undefined ? [] : [adjustmentUnit(invoice, results.get(invoice.code), known)],
    ),
    ...folded.writeOffs.map((result) => writeOffUnit(result, known)),
    ...folded.refunds.map((result) => refundUnit(result, known)),
  ];
  known.open.settle();
  return new Map(units.map((unit) => [unit.unit, unit]));
}
