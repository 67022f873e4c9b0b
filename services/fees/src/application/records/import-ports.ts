import { unavailable } from '@kcn/kernel';
import type { DomainError } from '@kcn/kernel';
import type { ImportReportJson } from '@kcn/layouts';
import type { Session } from '@kcn/messaging';
import type { UploadedFile } from '@kcn/tables';
import type { StatementFormat } from './read-import-files';

/** An import that is written in more than one transaction. */
export interface StagedImport {
  readonly board: string;
  readonly id: string;
  readonly report: ImportReportJson;
  readonly actor: string;
  readonly statement: StatementFormat | undefined;
  /** Whether it gives a contract that existed before another payer. */
  readonly isPayerChanged: boolean;
}

/** Imports under way and their bytes, so that whoever goes on with one needs nobody's memory. */
export interface StagedImports {
  /** Keeps the bytes; they are forgotten where no import begins with them. */
  stage(board: string, id: string, files: readonly UploadedFile[]): Promise<void>;
  /**
   * From here on the import has the board's records for itself.
   * @param judgedAt the board's position when it was judged
   * @returns false when a record was written since, so that it has to be judged anew
   * @throws DomainError unavailable `import_in_progress`
   */
  begin(session: Session, staged: StagedImport, judgedAt: number): Promise<boolean>;
  find(board: string, id: string): Promise<StagedImport | undefined>;
  readFiles(board: string, id: string): Promise<UploadedFile[]>;
  /** Keeps every other command of the board waiting until the transaction ends. @returns the board's last position */
  holdBoard(session: Session, board: string): Promise<number>;
  /** In the transaction of what the report speaks of. */
  advance(session: Session, board: string, report: ImportReportJson): Promise<void>;
  /** Leaves the board's records to others, and forgets the bytes. */
  end(session: Session, board: string, report: ImportReportJson): Promise<void>;
  findUnderWay: FindUnderWay;
}

/** The import that has the board's records for itself. */
export type FindUnderWay = (session: Session | undefined, board: string) => Promise<string | undefined>;

/** Asks that an import is written, in the caller's transaction. */
export type RequestImport = (session: Session, of: { readonly board: string; readonly id: string }) => Promise<void>;

export const importInProgress = (): DomainError =>
  unavailable('import_in_progress', {
    vi: 'Một lần nhập khác của ban đang được ghi, hãy thử lại sau',
    en: 'Another import of this board is being applied, try again later',
    params: { retryAfterSeconds: 5 },
  });
