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

/**
 * planning: its list is being made · empty: there was nothing to issue · waiting: for a second person · issuing: its invoices come
 * into force · issued: all are.
 */
export type RunState = 'planning' | 'empty' | 'waiting' | 'issuing' | 'issued';

/** How many of something a series has. */
export interface SeriesCount extends NumberSeries {
  readonly count: number;
}

/** A contract that a run leaves out because it would get too many invoices at once. */
export interface ParkedContract {
  readonly contractNo: string;
  /** What it would have got. */
  readonly invoices: number;
  readonly limit: number;
}

/** What keeps a run from ending. */
export interface RunFailure {
  /** Code of the invoice that cannot be issued; '' where it is none of them. */
  readonly invoice: string;
  readonly code: string;
  readonly vi: string;
  readonly en: string;
}

export interface BillingRun {
  readonly board: string;
  readonly id: string;
  /** Raised with every change; who changes a run names the one it knows. */
  readonly revision: number;
  readonly state: RunState;
  readonly through: string;
  readonly creator: string;
  readonly createdAt: Date;
  /** `http:<idempotency key>` of its creation */
  readonly cause: string;
  /** The board's last position when its list was begun: what its list is of. */
  readonly plannedAt: number;
  /** Which list is its own, 1, 2, …: one that the board has overtaken is begun anew. */
  readonly list: number;
  /** Record key of the last contract in the list; '' at first. */
  readonly plannedUpTo: string;
  readonly parked: readonly ParkedContract[];
  readonly approver?: string;
  /** Position of its approval's event. */
  readonly approvedAt?: number;
  /** Position of its last invoice's event. */
  readonly endedAt?: number;
  /** Length of its list. */
  readonly invoices: number;
  /** Đồng. */
  readonly total: bigint;
  /** How many of the list each series numbers. */
  readonly counts: readonly SeriesCount[];
  /** How many of the list are in force. */
  readonly issued: number;
  /** Place of the last of those; '' at first. */
  readonly issuedUpTo: string;
  /** How many numbers each series has given out. */
  readonly given: readonly SeriesCount[];
  readonly blocks: readonly NumberBlock[];
  readonly failure?: RunFailure | undefined;
}

/** An invoice of a run's list. */
export interface FrozenInvoice {
  /** Orders the list: by invoice date, contract and period. */
  readonly order: string;
  readonly series: NumberSeries;
  readonly invoice: Invoice;
  /** The invoice as it is kept, so that who copies it need not write it anew. */
  readonly text?: string | undefined;
}

export interface NumberedInvoice {
  readonly invoice: Invoice;
  /** See FrozenInvoice. */
  readonly text?: string | undefined;
  readonly series: NumberSeries;
  readonly number: number;
  readonly run: string;
}

export interface Runs {
  insert(session: Session, run: BillingRun): Promise<void>;
  find(session: Session | undefined, board: string, id: string): Promise<BillingRun | undefined>;
  /** One of the board that is being issued. */
  findIssuing(session: Session, board: string): Promise<BillingRun | undefined>;
  /** Those of the board that are being issued. */
  issuing(session: Session | undefined, board: string): Promise<BillingRun[]>;
  /** The one whose list was begun last. */
  findLatest(session: Session | undefined, board: string): Promise<BillingRun | undefined>;
  /** The highest position at which a run of the board was approved or ended; 0 before the first. */
  lastStep(session: Session | undefined, board: string): Promise<number>;
  /** Runs of all boards that are being planned or issued. */
  unfinished(): Promise<BillingRun[]>;
  list(board: string): Promise<BillingRun[]>;
  /** Puts a run in the place of one of the revision before. @returns false when somebody else has changed it */
  change(session: Session | undefined, run: BillingRun): Promise<boolean>;
  addToList(session: Session, run: BillingRun, items: readonly FrozenInvoice[]): Promise<void>;
  /** The next of the list, in its order. */
  nextOfList(run: BillingRun, range: { readonly after: string; readonly count: number }): Promise<FrozenInvoice[]>;
  /** All codes of the list, piece by piece. */
  codesOfList(run: BillingRun): AsyncIterable<readonly string[]>;
  /** Which of the codes stand in the list. */
  inList(run: BillingRun, codes: readonly string[]): Promise<string[]>;
  /** Forgets the lists that the run has begun anew. */
  dropOldLists(run: BillingRun): Promise<void>;
  /** Takes the next numbers of a series. @returns the first */
  reserve(session: Session, board: string, series: NumberSeries, count: number): Promise<number>;
}

export interface Invoices {
  insert(session: Session, board: string, invoices: readonly NumberedInvoice[]): Promise<void>;
  all(session: Session | undefined, board: string): Promise<NumberedInvoice[]>;
  find(board: string, code: string): Promise<NumberedInvoice | undefined>;
  /** Which of the codes are in force already. */
  existing(session: Session | undefined, board: string, codes: readonly string[]): Promise<string[]>;
}

/** Entries are only ever added. */
export interface Ledger {
  /**
   * @param position the last position of the transaction's events
   * @param isMore whether another transaction may have posted at that position already
   */
  add(
    session: Session,
    board: string,
    posted: { readonly position: number; readonly isMore?: boolean; readonly entries: readonly LedgerEntry[] },
  ): Promise<void>;
  /** In the order in which they were posted. */
  all(session: Session | undefined, board: string): Promise<LedgerEntry[]>;
}
