import { setTimeout as pause } from 'node:timers/promises';
import type { Answer } from '../api/answer';
import { getJson } from '../api/answer';
import type { ListedFault } from '../api/problem';
import { isRefusal } from '../api/problem';
import type { Query, ServiceClient, UploadFile } from '../api/service-client';
import { boardPath } from '../api/service-client';
import type { Progress } from '../output/progress';

export interface FileReport {
  readonly file: string;
  readonly kind: string;
  readonly rows: number;
  readonly added: number;
  readonly corrected: number;
  readonly unchanged: number;
  readonly refused: number;
}

/** As the services report an import. */
export interface ImportReport {
  readonly import_id: string;
  readonly mode: 'dry-run' | 'apply';
  readonly status: 'checked' | 'applying' | 'applied' | 'refused';
  readonly files: readonly FileReport[];
  readonly errors: readonly ListedFault[];
  /** Told without refusing anything; absent where an import has no such thing. */
  readonly warnings?: readonly ListedFault[];
  readonly error_count: number;
  readonly progress?: { readonly done: number; readonly total: number };
}

export type ImportMode = ImportReport['mode'];

export interface ImportRequest {
  readonly client: ServiceClient;
  readonly board: string;
  readonly mode: ImportMode;
  readonly files: readonly UploadFile[];
  readonly progress: Progress;
  readonly query?: Query;
}

const POLL_MS = 300;

async function sendFiles({ client, board, mode, files, query }: ImportRequest): Promise<Answer | ImportReport> {
  try {
    return await client.upload(boardPath(board, 'imports'), files, { ...query, mode });
  } catch (error) {
    // A set with bad rows is an answer to the question a load asks.
    const report = isRefusal(error, 'import_refused') ? error.problem['report'] : undefined;
    if (report === undefined) throw error;
    return report as ImportReport;
  }
}

/** Sends files as one set; what the service applies in chunks is followed to its end. */
export async function importFiles(request: ImportRequest): Promise<ImportReport> {
  const { client, board, progress } = request;
  const sent = await sendFiles(request);
  if (!('bytes' in sent)) return sent;
  let report = getJson<ImportReport>(sent);
  try {
    while (report.status === 'applying') {
      progress.update(report.progress?.done ?? 0, report.progress?.total ?? 0);
      await pause(POLL_MS);
      report = getJson<ImportReport>(await client.get(boardPath(board, 'imports', report.import_id)));
    }
    return report;
  } finally {
    progress.stop();
  }
}
