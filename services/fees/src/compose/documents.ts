import type { Connection, EventLog, RunOnce } from '@kcn/messaging';
import type { Jobs, Route } from '@kcn/service-kit';
import { createPrintingRoutes } from '../adapters/http/document-printing-routes';
import { createDocumentRoutes } from '../adapters/http/document-routes';
import type { CheckBoard } from '../adapters/http/log-routes';
import { createFindPrinting, createRequestPrinting, definePrintWork } from '../adapters/jobs/print-run';
import { createLetterStore } from '../adapters/mongo/letter-store';
import { createPrintedFileStore } from '../adapters/mongo/printed-file-store';
import { databaseTime } from '../adapters/mongo/run-inputs';
import type { BoardSources } from '../application/documents/board-sources';
import { createDebtorDocuments } from '../application/documents/debtor-documents';
import { createGivenLetter } from '../application/documents/given-letters';
import { createNotice } from '../application/documents/notices';
import { createPrinting } from '../application/documents/printings';
import type { Runs } from '../application/ports';

export interface DocumentsOptions {
  readonly connection: Connection;
  readonly sources: BoardSources;
  readonly runs: Runs;
  readonly log: Pick<EventLog, 'head'>;
  readonly runOnce: RunOnce;
  readonly jobs: Jobs;
  readonly checkBoard: CheckBoard;
}

/** Letters one by one, and the notices of a run as one file. */
export function createDocuments({ connection, sources, runs, log, runOnce, jobs, checkBoard }: DocumentsOptions): Route[] {
  const files = createPrintedFileStore(connection);
  definePrintWork({ jobs, sources: sources.now, runs, files });
  return [
    ...createDocumentRoutes({
      notice: createNotice(sources),
      debtors: createDebtorDocuments(sources),
      givenLetter: createGivenLetter({ now: sources.now, letters: createLetterStore(connection) }),
      checkBoard,
    }),
    ...createPrintingRoutes({
      create: createPrinting({ runs, log, runOnce, request: createRequestPrinting(jobs), now: () => databaseTime(connection) }),
      find: createFindPrinting(jobs),
      files,
    }),
  ];
}
