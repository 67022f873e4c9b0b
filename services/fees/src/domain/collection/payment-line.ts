import type { PlainDate } from '@kcn/kernel';

/** One movement on an account: a line of a bank statement, or a cash receipt. */
export interface PaymentLine {
  readonly account: string;
  readonly bookedOn: PlainDate;
  /** The day from which the bank counts it. */
  readonly valueOn?: PlainDate | undefined;
  /** In the currency's smallest part; what came in is positive. */
  readonly amount: bigint;
  readonly currency: string;
  /** Unique on its account, for ever. */
  readonly bankRef: string;
  /** What the payer wrote. */
  readonly description: string;
}

export const LEDGER_CURRENCY = 'VND';

/** The day on which a payment counts. */
export const paymentDay = ({ valueOn, bookedOn }: Pick<PaymentLine, 'valueOn' | 'bookedOn'>): PlainDate => valueOn ?? bookedOn;

/** Names a line for ever: its account and the bank's reference on it. */
export const lineKey = ({ account, bankRef }: Pick<PaymentLine, 'account' | 'bankRef'>): string => `${account}/${bankRef}`;

export const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The order in which lines are matched: by day, then account, then reference. */
export const compareLines = (a: PaymentLine, b: PaymentLine): number =>
  compareTexts(paymentDay(a), paymentDay(b)) || compareTexts(a.account, b.account) || compareTexts(a.bankRef, b.bankRef);
