import type { LocalizedText, PlainDate } from '@kcn/kernel';
import type { Refund } from './facts';
import type { PaymentLine } from './payment-line';

/** Why a line pays what it pays. */
export type MatchRule = 'INVOICE_CODE' | 'CONTRACT_NO' | 'TAX_CODE_AMOUNT' | 'REVERSAL' | 'DECISION' | 'UNMATCHED';

/**
 * DIRECT: with the line. CREDIT: out of credit that it left, when a later invoice took it. REVERSAL: taken back.
 */
export type AllocationKind = 'DIRECT' | 'CREDIT' | 'REVERSAL';

/** Money that a line gave to an invoice or an interest note; below zero where it is taken back. */
export interface Allocation {
  readonly invoice: string;
  readonly amount: bigint;
  readonly day: PlainDate;
  readonly how: AllocationKind;
}

/** What is left over for a contract; below zero where a reversal takes back what no invoice had used yet. */
export interface Credit {
  readonly contractNo: string;
  readonly amount: bigint;
}

/** A line and what became of it. Its amount = its DIRECT and REVERSAL allocations + its credits + what is unmatched. */
export interface LineResult {
  readonly line: PaymentLine;
  readonly day: PlainDate;
  readonly rule: MatchRule;
  readonly allocations: readonly Allocation[];
  readonly credits: readonly Credit[];
  /** Reference of the line that it undoes, or that undoes it. */
  readonly undoes: string | undefined;
  readonly reversedBy: string | undefined;
}

/** What an adjustment below zero did: it lowered the invoice, and freed what had been paid for it. */
export interface AdjustmentResult {
  readonly adjustment: string;
  /** The invoice that it lowered; its own code when there was none on that day. */
  readonly invoice: string;
  readonly contractNo: string;
  readonly day: PlainDate;
  /** By how much the invoice is lowered, đồng above zero. */
  readonly lowered: bigint;
  /** How much of that had been paid already and is now credit of the contract. */
  readonly freed: bigint;
  /** Invoices that took the freed money later. */
  readonly taken: readonly Allocation[];
}

/** What a write-off could give up of its invoice. */
export interface WriteOffResult {
  readonly id: string;
  readonly invoice: string;
  readonly contractNo: string;
  readonly day: PlainDate;
  readonly amount: bigint;
}

/** Money that went back to an enterprise, and how much of it its contract's credit covered. */
export interface RefundResult extends Refund {
  /** At most `amount`; the rest went out without a credit behind it. */
  readonly covered: bigint;
}

/** Something that a person has to look at. */
export interface CollectionTask extends LocalizedText {
  readonly code: 'decision_does_not_fit' | 'write_off_does_not_fit' | 'adjustment_without_invoice' | 'refund_does_not_fit';
  /** Key of the line, id of the write-off or refund, or code of the adjustment. */
  readonly subject: string;
  readonly day: PlainDate;
}
