import type { Folded } from '../collection/fold';
import { compareTexts } from '../collection/payment-line';
import type { InvoicePosition } from './invoice-positions';

/** What a contract owes. Money in đồng; interest is outside open and balance. */
export interface ContractBalance {
  readonly contractNo: string;
  /** Billed with VAT, adjustments included. */
  readonly invoiced: bigint;
  readonly allocated: bigint;
  readonly writtenOff: bigint;
  readonly open: bigint;
  readonly credit: bigint;
  /** open − credit = invoiced − allocated − written off − credit. */
  readonly balance: bigint;
  readonly interest: bigint;
}

interface Sums {
  invoiced: bigint;
  allocated: bigint;
  writtenOff: bigint;
  open: bigint;
  credit: bigint;
  interest: bigint;
}

const none = (): Sums => ({ invoiced: 0n, allocated: 0n, writtenOff: 0n, open: 0n, credit: 0n, interest: 0n });

/** By contract number; contracts without an invoice are in it too. */
export function contractBalances(folded: Folded, positions: readonly InvoicePosition[]): ContractBalance[] {
  const sums = new Map<string, Sums>(folded.facts.contracts.map(({ contractNo }) => [contractNo, none()]));
  const of = (contractNo: string): Sums => {
    const known = sums.get(contractNo) ?? none();
    sums.set(contractNo, known);
    return known;
  };
  const contractOf = new Map(positions.map(({ invoice }) => [invoice.code, invoice.contractNo]));
  const takeCredit = (invoice: string, amount: bigint): void => {
    const contractNo = contractOf.get(invoice);
    if (contractNo !== undefined) of(contractNo).credit -= amount;
  };
  for (const { invoice, paid, writtenOff, open, interest } of positions) {
    const sum = of(invoice.contractNo);
    sum.invoiced += invoice.total;
    sum.allocated += paid;
    sum.writtenOff += writtenOff;
    sum.open += open;
    sum.interest += interest;
  }
  for (const { credits, allocations } of folded.lines) {
    for (const { contractNo, amount } of credits) of(contractNo).credit += amount;
    for (const { how, invoice, amount } of allocations) if (how === 'CREDIT') takeCredit(invoice, amount);
  }
  for (const { contractNo, freed, taken } of folded.adjustments) {
    of(contractNo).credit += freed;
    for (const { invoice, amount } of taken) takeCredit(invoice, amount);
  }
  for (const { contractNo, covered } of folded.refunds) of(contractNo).credit -= covered;
  return [...sums]
    .map(([contractNo, sum]) => ({ contractNo, ...sum, balance: sum.open - sum.credit }))
    .sort((a, b) => compareTexts(a.contractNo, b.contractNo));
}
