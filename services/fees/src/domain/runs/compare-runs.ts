import type { Invoice } from '../invoices/invoice';
import { byInvoiceOrder } from '../invoices/invoice-order';

/** What two runs have under one invoice code. Money is đồng, after less before; what is absent counts as nothing. */
export interface RunDifference {
  readonly code: string;
  readonly before: Invoice | undefined;
  readonly after: Invoice | undefined;
  readonly netDifference: bigint;
  readonly totalDifference: bigint;
}

export interface RunComparison {
  /** Those that differ, by code. */
  readonly differences: readonly RunDifference[];
  readonly unchanged: number;
  readonly netDifference: bigint;
  readonly totalDifference: bigint;
}

const byCode = (a: RunDifference, b: RunDifference): number => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0);

/** What a repeated run finds otherwise than was issued: invoices added, no longer owed, or of another amount. */
export function compareRuns({ before, after }: { readonly before: Iterable<Invoice>; readonly after: Iterable<Invoice> }): RunComparison {
  const old = new Map<string, Invoice>();
  for (const invoice of before) old.set(invoice.code, invoice);
  const differences: RunDifference[] = [];
  let unchanged = 0;
  const note = (code: string, a: Invoice | undefined, b: Invoice | undefined): void => {
    const netDifference = (b?.net ?? 0n) - (a?.net ?? 0n);
    const totalDifference = (b?.total ?? 0n) - (a?.total ?? 0n);
    if (a && b && netDifference === 0n && totalDifference === 0n) unchanged += 1;
    else differences.push({ code, before: a, after: b, netDifference, totalDifference });
  };
  for (const invoice of after) {
    note(invoice.code, old.get(invoice.code), invoice);
    old.delete(invoice.code);
  }
  for (const [code, invoice] of old) note(code, invoice, undefined);
  return {
    differences: differences.sort(byCode),
    unchanged,
    netDifference: differences.reduce((sum, difference) => sum + difference.netDifference, 0n),
    totalDifference: differences.reduce((sum, difference) => sum + difference.totalDifference, 0n),
  };
}

/** A planned invoice beside the contract's one before it. */
export interface PeriodChange {
  readonly invoice: Invoice;
  /** Undefined for a contract's first. */
  readonly previous: Invoice | undefined;
  /** Đồng, this less the one before. */
  readonly netDifference: bigint;
}

/**
 * How a dry run stands to the period before: each planned invoice with the contract's previous one, planned in the same run
 * or found among those issued.
 */
export function changesFromLastPeriod(
  planned: Iterable<Invoice>,
  findLatestIssued: (contractNo: string) => Invoice | undefined,
): PeriodChange[] {
  const latest = new Map<string, Invoice>();
  return [...planned].sort(byInvoiceOrder).map((invoice) => {
    const previous = latest.get(invoice.contractNo) ?? findLatestIssued(invoice.contractNo);
    latest.set(invoice.contractNo, invoice);
    return { invoice, previous, netDifference: invoice.net - (previous?.net ?? 0n) };
  });
}
