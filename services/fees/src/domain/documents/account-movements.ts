import type { PlainDate } from '@kcn/kernel';
import { isCashAccount } from '../collection/cash-receipt';
import { compareInvoices } from '../collection/fold';
import type { Folded } from '../collection/fold';
import type { LineResult } from '../collection/line-result';
import { SERVICE_NAMES } from '../invoices/service-names';
import { shortPeriodName } from './written-forms';

/** One line of a contract's account with its creditor. */
export interface AccountMovement {
  readonly day: PlainDate;
  readonly kind: 'INVOICE' | 'ADJUSTMENT' | 'PAYMENT' | 'WRITE_OFF' | 'REFUND';
  /** Code of the invoice, reference of the bank line, number of the receipt or refund. */
  readonly document: string;
  readonly text: string;
  /** Đồng; above zero what raises the debt. */
  readonly amount: bigint;
}

/** A contract's account between two days, both included. Interest is outside, as it is outside open and balance. */
export interface ContractAccount {
  readonly contractNo: string;
  readonly from: PlainDate;
  readonly to: PlainDate;
  /** What was owed before the first day; below zero = paid ahead. */
  readonly opening: bigint;
  readonly movements: readonly AccountMovement[];
  readonly closing: bigint;
}

const paymentText = ({ line, undoes, credits }: LineResult, invoices: readonly string[]): string => {
  if (undoes !== undefined) return `Hủy giao dịch ${undoes}`;
  const paid = invoices.join(', ');
  const ahead = credits.length > 0 ? 'nộp trước' : '';
  const what = [paid, ahead].filter((part) => part !== '').join('; ');
  return `${isCashAccount(line.account) ? 'Tiền mặt' : 'Chuyển khoản'}: ${what}`;
};

/**
 * What each contract's debt went up and down by. What an invoice took out of the contract's own credit moves nothing, for
 * the payment that left the credit has its line already.
 */
export function accountMovements(folded: Folded): ReadonlyMap<string, readonly AccountMovement[]> {
  const contractOf = new Map(folded.facts.invoices.map(({ code, contractNo }) => [code, contractNo]));
  const byContract = new Map<string, AccountMovement[]>();
  const add = (contractNo: string, movement: AccountMovement): void => {
    const known = byContract.get(contractNo);
    if (known) known.push(movement);
    else byContract.set(contractNo, [movement]);
  };
  for (const { code, contractNo, service, period, invoiceDate: day, total: amount, adjusts } of folded.facts.invoices.toSorted(
    compareInvoices,
  )) {
    if (adjusts === undefined)
      add(contractNo, { day, kind: 'INVOICE', document: code, text: `${SERVICE_NAMES[service]} ${shortPeriodName(period)}`, amount });
    else add(contractNo, { day, kind: 'ADJUSTMENT', document: code, text: `Điều chỉnh hóa đơn ${adjusts}`, amount });
  }
  for (const result of folded.lines) {
    const sums = new Map<string, { amount: bigint; readonly invoices: string[] }>();
    const of = (contractNo: string) => {
      const known = sums.get(contractNo) ?? { amount: 0n, invoices: [] };
      sums.set(contractNo, known);
      return known;
    };
    for (const { invoice, amount, how } of result.allocations) {
      const contractNo = contractOf.get(invoice);
      if (how === 'CREDIT' || contractNo === undefined) continue;
      const sum = of(contractNo);
      sum.amount += amount;
      sum.invoices.push(invoice);
    }
    for (const { contractNo, amount } of result.credits) of(contractNo).amount += amount;
    for (const [contractNo, { amount, invoices }] of sums)
      if (amount !== 0n)
        add(contractNo, {
          day: result.day,
          kind: 'PAYMENT',
          document: result.line.bankRef,
          text: paymentText(result, invoices),
          amount: -amount,
        });
  }
  for (const { invoice, contractNo, day, amount } of folded.writeOffs)
    add(contractNo, { day, kind: 'WRITE_OFF', document: invoice, text: 'Xóa nợ', amount: -amount });
  for (const { id, contractNo, day, covered } of folded.refunds)
    if (covered > 0n) add(contractNo, { day, kind: 'REFUND', document: id, text: 'Hoàn trả tiền nộp trước', amount: covered });
  // Sorting keeps the order within a day: invoices, payments, what is written off or paid back.
  for (const movements of byContract.values()) movements.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
  return byContract;
}

/** A contract's account between two days. */
export function contractAccount(
  contractNo: string,
  movements: readonly AccountMovement[],
  { from, to }: { readonly from: PlainDate; readonly to: PlainDate },
): ContractAccount {
  let opening = 0n;
  let closing = 0n;
  const within: AccountMovement[] = [];
  for (const movement of movements) {
    if (movement.day > to) continue;
    closing += movement.amount;
    if (movement.day < from) opening += movement.amount;
    else within.push(movement);
  }
  return { contractNo, from, to, opening, movements: within, closing };
}
