import type { Session } from '@kcn/messaging';
import type { ImportReport } from '@kcn/layouts';
import type { UploadedFile } from '@kcn/tables';

/** What is kept of an import. */
export interface StoredImport {
  readonly board: string;
  readonly report: ImportReport;
  readonly actor: string;
  /** Of the request that brought it, to tell a repetition from a reuse of its key. */
  readonly requestHash: string;
}

export interface ImportStore {
  find(board: string, importId: string): Promise<StoredImport | undefined>;
  /** Keeps the outcome of an import that changed nothing by itself (checked, refused). Never replaces one that applies or is applied. */
  keepOutcome(stored: StoredImport): Promise<void>;
  /** Begins an import whose changes follow in this or in later transactions. A twin with the same id makes it fail. */
  begin(session: Session, stored: StoredImport): Promise<void>;
  /** Brings an import's report up to date, in the transaction of the changes it speaks of. */
  update(session: Session, board: string, report: ImportReport): Promise<void>;
  /** Keeps the bytes until the import is done, so that another process can go on with it. */
  stage(board: string, importId: string, files: readonly UploadedFile[]): Promise<void>;
  readStaged(board: string, importId: string): Promise<UploadedFile[]>;
  dropStaged(board: string, importId: string, session?: Session): Promise<void>;
  /** Imports that were begun and are not finished, oldest first. */
  findUnfinished(): Promise<readonly StoredImport[]>;
}

/** The right to apply imports to a board; one holder at a time. */
export interface BoardLease {
  /** Undefined while another import holds it. */
  acquire(board: string): Promise<LeaseToken | undefined>;
  /** Holds it for another period. @throws DomainError unavailable `import_lease_lost` */
  renew(token: LeaseToken, session?: Session): Promise<void>;
  release(token: LeaseToken): Promise<void>;
  /** Keeps commands of the board out until the transaction ends, so that it need not be run again for meeting them. */
  lockBoard(session: Session, board: string): Promise<void>;
}

export interface LeaseToken {
  readonly board: string;
  /** Of this holding alone. */
  readonly holding: string;
}
