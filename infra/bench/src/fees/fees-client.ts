import { randomUUID } from 'node:crypto';
import { until } from '../measure/until';
import type { ImportFile } from '../sample/import-files';

export interface RunJson {
  readonly id: string;
  readonly state: string;
  readonly invoices: number;
  readonly issued: number;
  readonly failure: { readonly en: string } | null;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export interface FeesClient {
  /** Resolves once everything is in. @returns how many rows were new */
  importFiles(board: string, files: readonly ImportFile[]): Promise<number>;
  createRun(board: string, through: string): Promise<{ readonly status: number; readonly code: string; readonly run: RunJson }>;
  approve(board: string, id: string): Promise<void>;
  /** Asks again and again, also while the service is away. */
  waitForRun(board: string, id: string, isThere: (run: RunJson) => boolean): Promise<RunJson>;
  /** Length in bytes and number of debtors of a report. */
  report(board: string, asOf: string): Promise<{ readonly bytes: number; readonly balances: number; readonly matched: number }>;
}

const TIMEOUT_MS = 3_600_000;

/** The fee service's HTTP API, as far as the bench needs it; two people, because none approves their own run. */
export function createFeesClient({
  httpUrl,
  maker,
  checker,
}: {
  readonly httpUrl: () => string;
  readonly maker: string;
  readonly checker: string;
}): FeesClient {
  async function call(method: 'GET' | 'POST', path: string, token: string, body?: object): Promise<Answer> {
    const response = await fetch(`${httpUrl()}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(method === 'POST' ? { 'idempotency-key': randomUUID() } : {}),
        ...(body && !(body instanceof FormData) ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: body instanceof FormData ? body : JSON.stringify(body) } : {}),
    });
    return { status: response.status, body: await response.json() };
  }
  const expectOk = ({ status, body }: Answer, what: string): Answer => {
    if (status >= 300) throw new Error(`${what}: ${String(status)} ${JSON.stringify(body).slice(0, 2_000)}`);
    return { status, body };
  };

  return {
    async importFiles(board, files) {
      const form = new FormData();
      for (const { name, content } of files) form.append(name, new Blob([new Uint8Array(content)]), name);
      let answer = await call('POST', `/v1/boards/${board}/imports?mode=apply`, maker, form);
      // What was contended is sent again, as the answer asks for.
      while (answer.status === 503) answer = await call('POST', `/v1/boards/${board}/imports?mode=apply`, maker, form);
      const { body } = expectOk(answer, 'import');
      const { import_id: id, files: counts } = body as { import_id: string; files: readonly { added: number }[] };
      await until(
        `import ${id}`,
        TIMEOUT_MS,
        async () => {
          const { body: now } = expectOk(await call('GET', `/v1/boards/${board}/imports/${id}`, maker), 'import');
          return (now as { status: string }).status === 'applied' ? true : undefined;
        },
        20,
      );
      return counts.reduce((sum, { added }) => sum + added, 0);
    },
    async createRun(board, through) {
      const { status, body } = await call('POST', `/v1/boards/${board}/billing-runs`, maker, { through, mode: 'create' });
      return { status, code: (body as { code?: string }).code ?? '', run: body as RunJson };
    },
    async approve(board, id) {
      expectOk(await call('POST', `/v1/boards/${board}/billing-runs/${id}/approval`, checker), 'approval');
    },
    waitForRun: (board, id, isThere) =>
      until(
        `run ${id}`,
        TIMEOUT_MS,
        async () => {
          const answer = await call('GET', `/v1/boards/${board}/billing-runs/${id}`, maker).catch(() => undefined);
          if (answer?.status !== 200) return undefined;
          const run = answer.body as RunJson;
          if (run.failure) throw new Error(`run ${id}: ${run.failure.en}`);
          return isThere(run) ? run : undefined;
        },
        20,
      ),
    async report(board, asOf) {
      const response = await fetch(`${httpUrl()}/v1/boards/${board}/report?as_of=${asOf}`, {
        headers: { authorization: `Bearer ${maker}` },
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`report: ${text.slice(0, 2_000)}`);
      const { balances, lines } = JSON.parse(text) as { balances: unknown[]; lines: { rule: string }[] };
      return { bytes: text.length, balances: balances.length, matched: lines.filter(({ rule }) => rule !== 'UNMATCHED').length };
    },
  };
}
