import type { PlainDate } from '@kcn/kernel';
import type { AccountRole } from './accounts';

/** What happened, in the words of the fold; each kind debits one account and credits another. */
export type MovementKind =
  | 'BILLED_NET'
  | 'BILLED_VAT'
  | 'RECEIVED_BANK'
  | 'RECEIVED_CASH'
  | 'ALLOCATED'
  | 'CREDITED'
  | 'CREDIT_TAKEN'
  | 'FREED'
  | 'WRITTEN_OFF'
  | 'REFUNDED'
  | 'PAID_OUT'
  | 'DEMANDED'
  | 'INTEREST_PAID';

export const MOVEMENT_SIDES: Readonly<Record<MovementKind, { readonly debit: AccountRole; readonly credit: AccountRole }>> = {
  BILLED_NET: { debit: 'RECEIVABLE', credit: 'REVENUE' },
  BILLED_VAT: { debit: 'RECEIVABLE', credit: 'VAT' },
  // A line first comes in unidentified; what it pays leaves that account again, so what stays there is unmatched.
  RECEIVED_BANK: { debit: 'BANK', credit: 'SUSPENSE' },
  RECEIVED_CASH: { debit: 'CASH', credit: 'SUSPENSE' },
  ALLOCATED: { debit: 'SUSPENSE', credit: 'RECEIVABLE' },
  CREDITED: { debit: 'SUSPENSE', credit: 'CUSTOMER_CREDIT' },
  CREDIT_TAKEN: { debit: 'CUSTOMER_CREDIT', credit: 'RECEIVABLE' },
  /** A paid invoice was lowered: what had been paid too much stands to the contract's credit. */
  FREED: { debit: 'RECEIVABLE', credit: 'CUSTOMER_CREDIT' },
  WRITTEN_OFF: { debit: 'WRITE_OFF', credit: 'RECEIVABLE' },
  // A refund goes by the account of unidentified money: the bank's own line, or the cash voucher, clears it there.
  REFUNDED: { debit: 'CUSTOMER_CREDIT', credit: 'SUSPENSE' },
  PAID_OUT: { debit: 'SUSPENSE', credit: 'CASH' },
  DEMANDED: { debit: 'INTEREST_RECEIVABLE', credit: 'INTEREST_INCOME' },
  INTEREST_PAID: { debit: 'SUSPENSE', credit: 'INTEREST_RECEIVABLE' },
};

/** What a movement is about; with its kind and day it names the movement for ever. */
export interface MovementSubject {
  readonly kind: MovementKind;
  /** Key of a line, code of an invoice or note, id of a write-off or refund: where the money comes from. */
  readonly source: string;
  /** '' where it concerns none. */
  readonly invoice: string;
  /** '' for money that nobody has been found for. */
  readonly contractNo: string;
  readonly effectiveOn: PlainDate;
}

/** Money that moved, đồng; below zero where it moved back. */
export interface Movement extends MovementSubject {
  readonly amount: bigint;
}

export const movementKey = ({ kind, source, invoice, contractNo, effectiveOn }: MovementSubject): string =>
  [kind, source, invoice, contractNo, effectiveOn].join('\u0000');
