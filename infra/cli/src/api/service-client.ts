import { randomUUID } from 'node:crypto';
import type { Answer } from './answer';
import { refusalOf } from './problem';
import { send } from './send';

export type Query = Readonly<Record<string, string | undefined>>;

/** A file as a multipart request carries it. */
export interface UploadFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** HTTP to one service. Paths begin with `/`; what a service refuses is thrown as RefusedError. */
export interface ServiceClient {
  get(path: string, query?: Query): Promise<Answer>;
  /** Each call is one intent with an Idempotency-Key of its own, kept over its repetitions. */
  post(path: string, body: unknown, query?: Query): Promise<Answer>;
  upload(path: string, files: readonly UploadFile[], query?: Query): Promise<Answer>;
  /** Without a token, and 503 is an answer. */
  health(path: string): Promise<Answer>;
}

export interface ServiceClientOptions {
  readonly baseUrl: string;
  readonly token: () => Promise<string>;
}

export function createServiceClient({ baseUrl, token }: ServiceClientOptions): ServiceClient {
  // A path may be absolute (Location of a job), so it is resolved and not appended; a base with a path of its own keeps it.
  const base = new URL(baseUrl.endsWith('/') ? baseUrl : `${baseUrl}/`);
  const addressOf = (path: string, query: Query = {}): URL => {
    const url = path.startsWith('/') ? new URL(path.slice(1), base) : new URL(path, base);
    for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, value);
    return url;
  };
  const call = async (url: URL, request: RequestInit, headers: Record<string, string>): Promise<Answer> => {
    const answer = await send(url, {
      ...request,
      headers: { authorization: `Bearer ${await token()}`, 'accept-language': 'vi', ...headers },
    });
    if (answer.status >= 400) throw refusalOf(answer);
    return answer;
  };

  return {
    get: (path, query) => call(addressOf(path, query), { method: 'GET' }, {}),
    post: (path, body, query) =>
      call(
        addressOf(path, query),
        { method: 'POST', body: JSON.stringify(body) },
        { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
      ),
    upload: (path, files, query) => {
      const form = new FormData();
      for (const { name, bytes } of files) form.append(name, new Blob([new Uint8Array(bytes)]), name);
      return call(addressOf(path, query), { method: 'POST', body: form }, { 'idempotency-key': randomUUID() });
    },
    health: (path) => send(addressOf(path), { method: 'GET' }, { retryUnavailable: false }),
  };
}

/** `/v1/boards/hung-yen/records/parks/a%7Cb` from its parts, each escaped. */
export const boardPath = (board: string, ...parts: readonly string[]): string =>
  `/v1/boards/${[board, ...parts].map(encodeURIComponent).join('/')}`;
