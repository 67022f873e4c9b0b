import type { PlainDate } from '@kcn/kernel';
import type { LateRegime } from '../contracts/contract';
import type { Service } from '../tariffs/tariff';

/** What matching and arrears need to know of a contract. */
export interface ContractFacts {
  readonly contractNo: string;
  readonly enterpriseTaxCode: string;
  readonly parkCode: string;
  readonly service: Service;
  readonly lateRegime: LateRegime;
  /** Exact decimal, per cent a year; '' = the regime's own. */
  readonly lateRatePercent: string;
}

/** An issued invoice, or an approved adjustment of one. Money is whole đồng. */
export interface IssuedInvoice {
  readonly code: string;
  readonly contractNo: string;
  readonly period: string;
  readonly parkCode: string;
  readonly service: Service;
  /** From this day on it exists for payers. */
  readonly invoiceDate: PlainDate;
  readonly dueDate: PlainDate;
  readonly net: bigint;
  readonly vat: bigint;
  /** An adjustment's may be below zero: it then lowers what `adjusts` names. */
  readonly total: bigint;
  readonly adjusts?: string | undefined;
}

/** Late interest that was demanded in writing. */
export interface InterestNote {
  /** `{invoice}-L{n}` */
  readonly code: string;
  readonly invoice: string;
  readonly contractNo: string;
  readonly noteDate: PlainDate;
  readonly dueDate: PlainDate;
  /** Đồng. */
  readonly amount: bigint;
  /** The days whose interest it demands, both included. */
  readonly from: PlainDate;
  readonly to: PlainDate;
}

/** What the head has given up of an invoice. */
export interface WriteOff {
  readonly id: string;
  readonly invoice: string;
  /** Đồng; what is not open on that day is not written off. */
  readonly amount: bigint;
  readonly day: PlainDate;
}

/** Credit of a contract that was paid back to the enterprise. */
export interface Refund {
  readonly id: string;
  readonly contractNo: string;
  /** Đồng, above zero. */
  readonly amount: bigint;
  readonly day: PlainDate;
  /** Out of a cash box, or by the bank: then the bank's own line follows. */
  readonly way: 'CASH' | 'BANK';
}

/** What a person decided about a line. The latest recorded one of a line counts. */
export type LineDecision = {
  readonly account: string;
  readonly bankRef: string;
  /** Raised with every decision that is recorded; the highest of a line wins. */
  readonly sequence: number;
} & (
  | {
      readonly kind: 'ALLOCATE';
      /** Codes of invoices or interest notes; what one cannot take becomes credit of its contract. */
      readonly allocations: readonly { readonly invoice: string; readonly amount: bigint }[];
      readonly credits: readonly { readonly contractNo: string; readonly amount: bigint }[];
    }
  /** A negative line undoes the line of this reference on its account. */
  | { readonly kind: 'REVERSE'; readonly undoes: string }
  /** The line pays nothing. */
  | { readonly kind: 'LEAVE' }
  /** An earlier decision is undone: the rules match the line again. */
  | { readonly kind: 'AUTOMATIC' }
);
