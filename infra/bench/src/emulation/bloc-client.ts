import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { BLOC_YEAR } from './bloc-files';

export interface PulledJson {
  readonly id: string;
  readonly state: 'running' | 'ended';
  readonly deadline: string;
  readonly members: readonly { readonly board: string; readonly verdict: string | null }[];
  readonly missing: readonly string[];
}

export interface PlaceJson {
  readonly member: string;
  readonly rank: number | null;
  readonly total: string | null;
}

/** One emulation service's HTTP API, as far as the bench needs it. */
export interface BlocClient {
  load(board: string, files: ReadonlyMap<string, string>): Promise<void>;
  sign(board: string, bloc: string): Promise<void>;
  signedBytes(board: string, bloc: string): Promise<Buffer>;
  pin(board: string, bloc: string, thumbprints: ReadonlyMap<string, string>): Promise<void>;
  /** Begins a pull and waits for its end. */
  pull(board: string, bloc: string, deadlineSeconds: number): Promise<PulledJson>;
  ranking(board: string, bloc: string): Promise<readonly PlaceJson[]>;
}

const POLL_MS = 15;

export function createBlocClient({ httpUrl, token }: { readonly httpUrl: string; readonly token: string }): BlocClient {
  async function call(method: 'GET' | 'POST', path: string, body?: object): Promise<Response> {
    const answer = await fetch(`${httpUrl}/v1/boards/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(method === 'POST' ? { 'idempotency-key': randomUUID() } : {}),
        ...(body && !(body instanceof FormData) ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: body instanceof FormData ? body : JSON.stringify(body) } : {}),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${String(answer.status)} ${(await answer.text()).slice(0, 2_000)}`);
    return answer;
  }
  const yearOf = (board: string, bloc: string): string => `${board}/blocs/${bloc}/years/${String(BLOC_YEAR)}`;
  return {
    async load(board, files) {
      const form = new FormData();
      for (const [name, content] of files) form.append(name, new Blob([content]), name);
      await (await call('POST', `${board}/imports?mode=apply`, form)).arrayBuffer();
    },
    async sign(board, bloc) {
      await (await call('POST', `${yearOf(board, bloc)}/sheets`)).arrayBuffer();
    },
    signedBytes: async (board, bloc) => Buffer.from(await (await call('GET', `${yearOf(board, bloc)}/sheets/1`)).arrayBuffer()),
    async pin(board, bloc, thumbprints) {
      const validity = { valid_from: '2026-01-01T00:00:00Z', valid_to: '2099-12-31T00:00:00Z' };
      const keys = [...thumbprints].map(([member, thumbprint]) => ({ member, thumbprint, ...validity }));
      await (await call('POST', `${yearOf(board, bloc)}/member-keys`, { keys })).arrayBuffer();
    },
    async pull(board, bloc, deadlineSeconds) {
      const begun = await call('POST', `${yearOf(board, bloc)}/pulls`, { deadline_seconds: deadlineSeconds });
      let pulled = (await begun.json()) as PulledJson;
      while (pulled.state === 'running') {
        await pause(POLL_MS);
        pulled = (await (await call('GET', `${yearOf(board, bloc)}/pulls/${pulled.id}`)).json()) as PulledJson;
      }
      return pulled;
    },
    async ranking(board, bloc) {
      const answer = await call('GET', `${yearOf(board, bloc)}/ranking`);
      return ((await answer.json()) as { readonly ranking: readonly PlaceJson[] }).ranking;
    },
  };
}
