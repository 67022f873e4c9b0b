import { setTimeout as pause } from 'node:timers/promises';
import type { ImportReportJson } from '@kcn/layouts';
import { defineJob } from '@kcn/service-kit';
import type { Jobs } from '@kcn/service-kit';
import { z } from 'zod';
import type { ImportStore } from '../../application/ports';
import type { RequestImport } from '../../application/records/import-ports';
import type { LargeImports } from '../../application/records/write-large-import';

/** What stands in an import's way may take long to be mended. */
const FOR_EVER = 1_000_000;

/** Writes an import that takes more than one transaction. */
export const importJob = defineJob({
  name: 'fee-import',
  payload: z.object({ import: z.string() }),
  attempts: FOR_EVER,
  backoffMs: 500,
  concurrency: 1,
});

/** Asks for an import to be written; asking again changes nothing. */
export const createRequestImport =
  (jobs: Jobs): RequestImport =>
  async (session, { board, id }) => {
    await jobs.request(session, importJob, { board, key: id, payload: { import: id } });
  };

/** Says what this process does for imports. */
export function defineImportWork({ jobs, large }: { readonly jobs: Jobs; readonly large: LargeImports }): void {
  jobs.work(importJob, ({ import: id }, attempt) => large.apply(attempt.board, id, attempt));
}

/** How long whoever sent an import waits for its end before being told to ask again later. */
const PATIENCE_MS = 5_000;
const EVERY_MS = 50;

/** The report once the import is whole, or as it stands when somebody has waited long enough. */
export const createSettledImport =
  ({ imports }: { readonly imports: Pick<ImportStore, 'find'> }) =>
  async (board: string, id: string): Promise<ImportReportJson | undefined> => {
    const deadline = performance.now() + PATIENCE_MS;
    for (;;) {
      const report = await imports.find(board, id);
      if (report?.status !== 'applying' || performance.now() > deadline) return report;
      await pause(EVERY_MS);
    }
  };
