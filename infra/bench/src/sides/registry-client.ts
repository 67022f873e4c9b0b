import { randomUUID } from 'node:crypto';
import type { ImportFile } from '../sample/import-files';
import { until } from '../measure/until';

/** What the bench looks at of an import's report. */
interface ImportReport {
  readonly import_id: string;
  readonly status: string;
  readonly files: readonly { readonly added: number; readonly refused: number }[];
  readonly error_count: number;
}

export interface LogHead {
  readonly position: number;
  readonly published: number;
}

export interface RegistryClient {
  /** Imports files and waits until they are applied. @returns number of records added @throws Error when the import is refused */
  importFiles(board: string, files: readonly ImportFile[]): Promise<number>;
  head(board: string): Promise<LogHead>;
  waitUntilPublished(board: string, position: number, timeoutMs: number): Promise<void>;
}

const IMPORT_TIMEOUT_MS = 1_800_000;

/** The registry's HTTP API, as far as the bench needs it. */
export function createRegistryClient(httpUrl: string, token: string): RegistryClient {
  const authorization = { authorization: `Bearer ${token}` };

  async function getJson<T>(path: string): Promise<T> {
    const response = await fetch(`${httpUrl}${path}`, { headers: authorization });
    if (!response.ok) throw new Error(`GET ${path}: ${response.status.toString()} ${await response.text()}`);
    return (await response.json()) as T;
  }

  const head = (board: string): Promise<LogHead> => getJson<LogHead>(`/v1/boards/${board}/log/head`);

  return {
    async importFiles(board, files) {
      const form = new FormData();
      for (const file of files) form.append(file.name, new Blob([new Uint8Array(file.content)]), file.name);
      const response = await fetch(`${httpUrl}/v1/boards/${board}/imports?mode=apply`, {
        method: 'POST',
        headers: { ...authorization, 'idempotency-key': randomUUID() },
        body: form,
      });
      if (!response.ok) throw new Error(`import: ${response.status.toString()} ${(await response.text()).slice(0, 2_000)}`);
      let report = (await response.json()) as ImportReport;
      if (report.status === 'applying') {
        const { import_id: id } = report;
        report = await until(
          'the import to be applied',
          IMPORT_TIMEOUT_MS,
          async () => {
            const now = await getJson<ImportReport>(`/v1/boards/${board}/imports/${id}`);
            return now.status === 'applying' ? undefined : now;
          },
          20,
        );
      }
      if (report.status !== 'applied') throw new Error(`the import is ${report.status} with ${report.error_count.toString()} errors`);
      return report.files.reduce((sum, file) => sum + file.added, 0);
    },
    head,
    async waitUntilPublished(board, position, timeoutMs) {
      await until(
        `position ${position.toString()} of ${board} to be published`,
        timeoutMs,
        async () => ((await head(board)).published >= position ? true : undefined),
        100,
      );
    },
  };
}
