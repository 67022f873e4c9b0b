import type { PlainDate } from '@kcn/kernel';

export interface DraftParty {
  readonly name: string;
  /** 10 digits, with -001 for a branch, or 12 digits of a person; absent where there is none. */
  readonly taxCode?: string;
  readonly address?: string;
}

export interface DraftSeller extends DraftParty {
  readonly taxCode: string;
  readonly account?: string;
  /** The bank's six digits in the NAPAS network. */
  readonly bankBin?: string;
}

/** One line of an invoice. Money is đồng; decimals are plain texts with a point, `12540`, `0.52`. */
export interface DraftLine {
  readonly description: string;
  /** `m²`, `m³`; absent with quantity and price where a line is a sum alone. */
  readonly unit?: string;
  readonly quantity?: string;
  readonly unitPrice?: string;
  /** Currency of the unit price and, where it is not VND, the đồng for one of it. */
  readonly priceCurrency?: string;
  readonly exchangeRate?: string;
  /** Without VAT; negative where an adjustment takes something off. */
  readonly net: bigint;
  /** `8`, `10`; absent: not subject to VAT. */
  readonly vatPercent?: string;
}

/** VAT of all lines of one rate. */
export interface DraftVat {
  readonly percent?: string;
  readonly net: bigint;
  readonly vat: bigint;
}

/** The earlier invoice that this one corrects. */
export interface DraftCorrection {
  readonly kind: 'adjustment' | 'replacement';
  /** `1C26TLS`: the form's digit and the symbol's six characters. */
  readonly symbol: string;
  readonly number: number;
  readonly issuedOn: PlainDate;
  readonly reason: string;
}

/** An invoice as it is handed to the provider of electronic invoices, who numbers, signs and sends it. */
export interface InvoiceDraft {
  readonly code: string;
  /** `1C26TLS` */
  readonly symbol: string;
  readonly contractNo: string;
  /** The billing period, `2026-Q2`. */
  readonly period: string;
  readonly invoiceDate: PlainDate;
  readonly issuedOn: PlainDate;
  readonly dueOn?: PlainDate;
  readonly seller: DraftSeller;
  readonly buyer: DraftParty;
  readonly lines: readonly DraftLine[];
  readonly vat: readonly DraftVat[];
  readonly net: bigint;
  readonly vatTotal: bigint;
  readonly total: bigint;
  readonly correction?: DraftCorrection;
}
