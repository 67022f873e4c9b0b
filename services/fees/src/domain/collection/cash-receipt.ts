import type { PlainDate } from '@kcn/kernel';
import { LEDGER_CURRENCY } from './payment-line';
import type { PaymentLine } from './payment-line';

/** The account under which cash counts; no bank account is written with a colon. */
const CASH_PREFIX = 'cash:';

/** Money that an enterprise brought to the counter. */
export interface CashReceipt {
  /** Which cash box; each numbers its own receipts. */
  readonly cashBox: string;
  readonly receiptNo: string;
  readonly receivedOn: PlainDate;
  /** Đồng, above zero. */
  readonly amount: bigint;
  /** What it is for, as the payer says it: codes of invoices, a contract, a tax code. */
  readonly purpose: string;
}

/** A receipt as a line: it is matched, repeated and undone by the same rules as a transfer. */
export const lineOfReceipt = ({ cashBox, receiptNo, receivedOn, amount, purpose }: CashReceipt): PaymentLine => ({
  account: `${CASH_PREFIX}${cashBox}`,
  bookedOn: receivedOn,
  amount,
  currency: LEDGER_CURRENCY,
  bankRef: receiptNo,
  description: purpose,
});

/** Cash that went back to who had paid it. */
export interface CashReturn extends Pick<CashReceipt, 'cashBox' | 'receiptNo' | 'amount'> {
  readonly returnNo: string;
  readonly returnedOn: PlainDate;
}

/** A receipt taken back as a line: it names the receipt with the opposite amount, so it undoes it by the rule for reversals. */
export const lineOfReturn = ({ cashBox, receiptNo, returnNo, returnedOn, amount }: CashReturn): PaymentLine => ({
  account: `${CASH_PREFIX}${cashBox}`,
  bookedOn: returnedOn,
  amount: -amount,
  currency: LEDGER_CURRENCY,
  bankRef: returnNo,
  description: receiptNo,
});

export const isCashAccount = (account: string): boolean => account.startsWith(CASH_PREFIX);
