import type { feesV1 } from '@kcn/contracts';
import { databaseOf } from '@kcn/messaging';
import type { Connection } from '@kcn/messaging';
import type { BillingRun, NumberSeries } from '../../application/ports';

export interface RecordDocument {
  /** `board/kind/key` */
  readonly _id: string;
  readonly board: string;
  readonly kind: string;
  readonly key: string;
  readonly version: number;
  readonly cells: readonly feesV1.FeeCell[];
  /** Of a contract: the tax code of who pays. */
  readonly payer?: string;
}

/** `record_versions`: append-only, beside the event log. */
interface RecordVersionDocument extends RecordDocument {
  /** `board/position` */
  readonly _id: string;
  readonly position: bigint;
  readonly recordedAt: Date;
  readonly actor: string;
  readonly cause: string;
}

/** `imports`: reports of imports that are applied or under way. */
interface ImportDocument {
  /** `board/id` */
  readonly _id: string;
  readonly board: string;
  readonly report: unknown;
  /** Of one that takes more than one transaction: what whoever goes on with it has to know beside its files. */
  readonly staged?: unknown;
}

/** `import_gates`: boards whose records an import has for itself. */
interface GateDocument {
  readonly _id: string;
  readonly import: string;
}

export const IMPORT_GATES = 'import_gates';
export const importGatesOf = (connection: Connection) => databaseOf(connection).collection<GateDocument>(IMPORT_GATES);

/** `billing_runs` */
export interface RunDocument extends Omit<BillingRun, 'total'> {
  /** `board/id` */
  readonly _id: string;
  readonly total: string;
}

/** `run_invoices`: the lists of runs. */
export interface FrozenDocument {
  /** `board/run/list/code` */
  readonly _id: string;
  readonly board: string;
  /** `run/list` */
  readonly run: string;
  readonly order: string;
  readonly series: NumberSeries;
  /** See invoice-text.ts. */
  readonly invoice: string;
}

/** `invoices`: in force; never changed, and each code once for ever. */
export interface InvoiceDocument {
  /** `board/code` */
  readonly _id: string;
  readonly board: string;
  readonly contractNo: string;
  readonly invoiceDate: string;
  readonly series: NumberSeries;
  readonly number: number;
  readonly run: string;
  readonly invoice: string;
}

/** `number_series` */
interface SeriesDocument extends NumberSeries {
  /** `board/creditor/symbol/year` */
  readonly _id: string;
  readonly board: string;
  /** The last number that was given out. */
  readonly last: number;
}

/** `ledger_entries`: append-only. */
export interface EntryDocument {
  /** `board/position/index` */
  readonly _id: string;
  readonly board: string;
  readonly kind: string;
  readonly source: string;
  readonly invoice: string;
  readonly contractNo: string;
  readonly effectiveOn: string;
  readonly postedOn: string;
  readonly cause: string;
  /** Đồng, as digits. */
  readonly postings: readonly { readonly account: string; readonly amount: string }[];
}

/** All collections of the fee service's own; messaging has its beside them. */
export function collectionsOf(connection: Connection) {
  const db = databaseOf(connection);
  return {
    records: db.collection<RecordDocument>('records'),
    recordVersions: db.collection<RecordVersionDocument>('record_versions'),
    imports: db.collection<ImportDocument>('imports'),
    runs: db.collection<RunDocument>('billing_runs'),
    frozen: db.collection<FrozenDocument>('run_invoices'),
    invoices: db.collection<InvoiceDocument>('invoices'),
    series: db.collection<SeriesDocument>('number_series'),
    entries: db.collection<EntryDocument>('ledger_entries'),
  };
}

/** 12 digits keep text order and number order the same. */
export const positionText = (position: bigint | number): string => position.toString().padStart(12, '0');
