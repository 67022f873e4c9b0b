import type { feesV1 } from '@kcn/contracts';
import type { ImportReportJson } from '@kcn/layouts';
import type { Session } from '@kcn/messaging';
import type { Invoice } from '../domain/invoices/invoice';
import type { FeeKind } from '../domain/layouts/fee-layout';
import type { LedgerEntry } from '../domain/ledger/entry';

/** Everything that is recorded: the rows of the fee files, and the movements of bank statements. */
export type RecordKind = FeeKind | 'bank-lines';

export interface RecordName {
  readonly kind: RecordKind;
  readonly key: string;
}

export const recordId = ({ kind, key }: RecordName): string => `${kind}/${key}`;

/** A record as it is known now. */
export interface FeeRecord extends RecordName {
  /** 1, 2, …: its event's aggregate version. */
  readonly version: number;
  readonly cells: readonly feesV1.FeeCell[];
}

/** A new version of a record, beside its event. */
export interface RecordChange extends FeeRecord {
  readonly position: number;
  readonly recordedAt: Date;
  readonly actor: string;
  readonly cause: string;
}

export interface Records {
  /** The newest versions of a kind, in the order of keys. */
  ofKind(session: Session | undefined, board: string, kind: RecordKind): Promise<FeeRecord[]>;
  /** Those of the names that exist, by `recordId`. */
  current(session: Session | undefined, board: string, names: readonly RecordName[]): Promise<ReadonlyMap<string, FeeRecord>>;
  save(session: Session, board: string, changes: readonly RecordChange[]): Promise<void>;
}

export interface ImportStore {
  save(session: Session, board: string, report: ImportReportJson): Promise<void>;
  find(board: string, id: string): Promise<ImportReportJson | undefined>;
}

/** Who numbers an invoice: numbers run from 1 in each of these. */
export interface NumberSeries {
  /** '' where the board has no list of creditors. */
  readonly creditor: string;
  readonly symbol: string;
  readonly year: number;
}

/** Consecutive numbers of a series, reserved for a run. */
export interface NumberBlock extends NumberSeries {
  readonly first: number;
  readonly count: number;
}

export type RunState = 'waiting' | 'issuing' | 'issued';

export interface BillingRun {
  readonly board: string;
  readonly id: string;
  readonly state: RunState;
  readonly through: string;
  readonly creator: string;
  readonly createdAt: Date;
  readonly approver?: string;
  /** Length of its frozen list. */
  readonly invoices: number;
  /** Đồng. */
  readonly total: bigint;
  /** How many of the list are in force. */
  readonly issued: number;
  readonly blocks: readonly NumberBlock[];
}

/** An invoice of a run's frozen list. */
export interface FrozenInvoice {
  /** 0, 1, …: its place in the list. */
  readonly sequence: number;
  readonly series: NumberSeries;
  /** 0, 1, …: its place among those of its series. */
  readonly indexInSeries: number;
  readonly invoice: Invoice;
}

export interface NumberedInvoice {
  readonly invoice: Invoice;
  readonly series: NumberSeries;
  readonly number: number;
  readonly run: string;
}

export interface Runs {
  insert(session: Session, run: BillingRun, list: readonly FrozenInvoice[]): Promise<void>;
  find(session: Session | undefined, board: string, id: string): Promise<BillingRun | undefined>;
  /** The run of the board that is being issued. */
  findIssuing(session: Session, board: string): Promise<BillingRun | undefined>;
  /** Runs of all boards whose issuing was interrupted. */
  unfinished(): Promise<BillingRun[]>;
  list(board: string): Promise<BillingRun[]>;
  frozen(
    session: Session | undefined,
    run: Pick<BillingRun, 'board' | 'id'>,
    range: { readonly from: number; readonly count: number },
  ): Promise<FrozenInvoice[]>;
  startIssuing(
    session: Session,
    run: BillingRun,
    approval: { readonly approver: string; readonly blocks: readonly NumberBlock[] },
  ): Promise<void>;
  /** Moves the count of what is in force. @returns false when somebody else has moved it */
  advance(session: Session, run: BillingRun, to: { readonly issued: number; readonly state: RunState }): Promise<boolean>;
  /** Takes the next numbers of a series. @returns the first */
  reserve(session: Session, board: string, series: NumberSeries, count: number): Promise<number>;
}

export interface Invoices {
  insert(session: Session, board: string, invoices: readonly NumberedInvoice[]): Promise<void>;
  all(session: Session | undefined, board: string): Promise<NumberedInvoice[]>;
  find(board: string, code: string): Promise<NumberedInvoice | undefined>;
  /** Which of the codes are in force already. */
  existing(session: Session, board: string, codes: readonly string[]): Promise<string[]>;
}

/** Entries are only ever added. */
export interface Ledger {
  /** @param position the last position of the transaction's events */
  add(session: Session, board: string, posted: { readonly position: number; readonly entries: readonly LedgerEntry[] }): Promise<void>;
  /** In the order in which they were posted. */
  all(session: Session | undefined, board: string): Promise<LedgerEntry[]>;
}
