import type { Session } from '@kcn/messaging';
import type { Folded } from '../../domain/collection/fold';
import type { LineLinks } from '../../domain/collection/line-links';
import type { PaymentLine } from '../../domain/collection/payment-line';
import type { Contract } from '../../domain/contracts/contract';
import type { Invoice } from '../../domain/invoices/invoice';
import type { LedgerEntry } from '../../domain/ledger/entry';

/** What lines have to do with contracts, kept so that posting need not look at every line. */
export interface LineLinkStore {
  /** False while links of the board were never made. */
  isReady(session: Session, board: string): Promise<boolean>;
  hasAny(session: Session, board: string): Promise<boolean>;
  /** Puts these in the place of all links of the board; from then on it is ready. */
  replace(session: Session, board: string, links: readonly LineLinks[]): Promise<void>;
  add(session: Session, board: string, links: readonly LineLinks[]): Promise<void>;
  /** Puts these in the place of those of the same lines. */
  change(session: Session, board: string, links: readonly LineLinks[]): Promise<void>;
  naming(
    session: Session,
    board: string,
    names: { readonly contracts: readonly string[]; readonly payers: readonly string[] },
  ): Promise<LineLinks[]>;
  undoing(session: Session, board: string, lines: readonly LineLinks[]): Promise<LineLinks[]>;
  byKey(session: Session, board: string, lines: readonly string[]): Promise<LineLinks[]>;
}

/** Parts of what is known of a board. */
export interface PartReads {
  /** Whether the board has more invoices in force than so many. */
  hasMoreInvoices(session: Session, board: string, than: number): Promise<boolean>;
  hasNoLines(session: Session, board: string): Promise<boolean>;
  contracts(session: Session, board: string, contractNos: readonly string[]): Promise<Contract[]>;
  /** Number and tax code of every contract. */
  allContracts(session: Session, board: string): Promise<Pick<Contract, 'contractNo' | 'enterpriseTaxCode'>[]>;
  contractsOfPayers(session: Session, board: string, taxCodes: readonly string[]): Promise<string[]>;
  /** Invoices in force of the contracts. */
  invoicesOf(session: Session, board: string, contractNos: readonly string[]): Promise<Invoice[]>;
  /** Bank lines in the order of their record keys, and the key of the last; cash receipts are none. */
  bankLinesAfter(
    session: Session | undefined,
    board: string,
    range: { readonly after: string; readonly count: number },
  ): Promise<{ readonly lines: readonly PaymentLine[]; readonly upTo: string | undefined }>;
  /** Bank lines of these; cash receipts are none. */
  bankLines(session: Session, board: string, lines: readonly Pick<PaymentLine, 'account' | 'bankRef'>[]): Promise<PaymentLine[]>;
  /** Entries of the contracts, and of these lines where no contract is known. */
  entriesOf(
    session: Session,
    board: string,
    part: { readonly contracts: readonly string[]; readonly lines: readonly string[] },
  ): Promise<LedgerEntry[]>;
}

/** What became known. */
export interface Touched {
  /** New invoices in force. */
  readonly invoices?: readonly Invoice[];
  /** New bank lines. */
  readonly lines?: readonly PaymentLine[];
  /** New contracts; lines may have to do with them that did not before. */
  readonly contracts?: readonly NamedContract[];
  /** A contract's payer is another now; what lines have to do with contracts is worked out again. */
  readonly isPayerChanged?: boolean;
  /** Links new lines, where whoever asks has it; see createLineLinker. */
  readonly linkOf?: LinkLine | undefined;
  /** Bank lines in which `contracts` are looked for; all of the board where they are not given. */
  readonly among?: readonly PaymentLine[];
}

export type NamedContract = Pick<Contract, 'contractNo' | 'enterpriseTaxCode'>;
export type LinkLine = (line: PaymentLine) => LineLinks;

/** What a posting did. */
export interface Posted {
  readonly entries: readonly LedgerEntry[];
  /** Everything that hangs together with what became known, folded; all else stands as it stood. */
  readonly folded: Folded;
}
