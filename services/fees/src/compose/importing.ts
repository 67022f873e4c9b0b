import { inTransaction } from '@kcn/messaging';
import type { Connection, CrashPoints, EventLog, RunOnce, Session } from '@kcn/messaging';
import type { Jobs } from '@kcn/service-kit';
import { createRequestImport, createSettledImport, defineImportWork } from '../adapters/jobs/import-work';
import { createImportStore } from '../adapters/mongo/import-store';
import type { PostDifference } from '../application/ledger/post-difference';
import type { PartReads } from '../application/ledger/ports';
import type { Records } from '../application/ports';
import { createLargeImportBeginning } from '../application/records/begin-large-import';
import type { StagedImports } from '../application/records/import-ports';
import { createImporter } from '../application/records/import-records';
import type { Importer, ImporterOptions } from '../application/records/import-records';
import { createLargeImports } from '../application/records/write-large-import';
import type { WriteRecords } from '../application/records/write-records';

export interface ImportingOptions extends Pick<ImporterOptions, 'lookUpProjects' | 'registry' | 'rowsAtOnce' | 'readStatement'> {
  readonly connection: Connection;
  readonly log: EventLog;
  readonly records: Records;
  readonly runOnce: RunOnce;
  readonly write: WriteRecords;
  readonly post: PostDifference;
  readonly reads: PartReads;
  readonly staged: StagedImports;
  readonly jobs: Jobs;
  readonly crashPoints: CrashPoints;
}

/** How files come in: at once, or as a job where they take more than one transaction. */
export function createImporting(options: ImportingOptions): Importer {
  const { connection, jobs, log, records, runOnce, staged, write, post, reads, crashPoints, readStatement, ...rest } = options;
  const transact = <T>(work: (session: Session) => Promise<T>): Promise<T> => inTransaction(connection, work);
  const large = createLargeImports({ log, write, post, records, reads, staged, readStatement, transact, crashPoints });
  defineImportWork({ jobs, large });
  const imports = createImportStore(connection);
  const beginLarge = createLargeImportBeginning({
    log,
    records,
    runOnce,
    staged,
    large,
    requestImport: createRequestImport(jobs),
    settled: createSettledImport({ imports }),
  });
  return createImporter({ write, records, imports, runOnce, readStatement, beginLarge, ...rest });
}
