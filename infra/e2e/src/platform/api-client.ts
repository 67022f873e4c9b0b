import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly text: string;
  readonly headers: Headers;
}

/** What is known of a command after it was sent: an answer, or nothing (the connection broke, nobody answered). */
export type Outcome = { readonly kind: 'answered'; readonly answer: Answer } | { readonly kind: 'unknown'; readonly why: string };

export interface ApiClient {
  get(path: string): Promise<Answer>;
  /** One attempt; `key` is the Idempotency-Key. */
  send(method: 'POST' | 'PUT', path: string, body: unknown, options: { key: string; timeoutMs?: number }): Promise<Outcome>;
  /** Repeats under the same key until somebody answers with something else than 503. `attemptMs`: what one answer may take. */
  insist(
    method: 'POST' | 'PUT',
    path: string,
    body: unknown,
    options?: { key?: string; timeoutMs?: number; attemptMs?: number },
  ): Promise<Answer>;
  /** Uploads files as one set, repeating like `insist`. */
  upload(path: string, files: Readonly<Record<string, Uint8Array>>, options?: { key?: string; timeoutMs?: number }): Promise<Answer>;
}

async function readAnswer(response: Response): Promise<Answer> {
  const text = await response.text();
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    body = undefined;
  }
  return { status: response.status, body, text, headers: response.headers };
}

/** `baseUrls` are tried in turn, so that a client goes on while one copy of a service is down. */
export function createApiClient({ baseUrls, token }: { baseUrls: readonly string[]; token: string }): ApiClient {
  let turn = 0;
  const nextBase = (): string => baseUrls[turn++ % baseUrls.length] ?? '';
  const authorization = `Bearer ${token}`;

  const attempt = async (make: (base: string) => Promise<Response>): Promise<Outcome> => {
    try {
      return { kind: 'answered', answer: await readAnswer(await make(nextBase())) };
    } catch (error) {
      return { kind: 'unknown', why: String(error) };
    }
  };

  const untilAnswered = async (once: () => Promise<Outcome>, timeoutMs: number): Promise<Answer> => {
    const deadline = performance.now() + timeoutMs;
    let last = 'nobody answered';
    while (performance.now() < deadline) {
      const outcome = await once();
      if (outcome.kind === 'answered' && outcome.answer.status !== 503) return outcome.answer;
      last = outcome.kind === 'answered' ? outcome.answer.text : outcome.why;
      await pause(100);
    }
    throw new Error(`no answer within ${String(timeoutMs)} ms, last: ${last}`);
  };

  const client: ApiClient = {
    get: (path) =>
      untilAnswered(
        () => attempt((base) => fetch(`${base}${path}`, { headers: { authorization }, signal: AbortSignal.timeout(30_000) })),
        120_000,
      ),
    send: (method, path, body, { key, timeoutMs = 10_000 }) =>
      attempt((base) =>
        fetch(`${base}${path}`, {
          method,
          headers: { authorization, 'content-type': 'application/json', 'idempotency-key': key },
          body: JSON.stringify(body),
          signal: AbortSignal.timeout(timeoutMs),
        }),
      ),
    insist: (method, path, body, { key = randomUUID(), timeoutMs = 120_000, attemptMs = 10_000 } = {}) =>
      untilAnswered(() => client.send(method, path, body, { key, timeoutMs: attemptMs }), timeoutMs),
    upload: (path, files, { key = randomUUID(), timeoutMs = 120_000 } = {}) =>
      untilAnswered(
        () =>
          attempt((base) => {
            const form = new FormData();
            for (const [name, bytes] of Object.entries(files)) form.append(name, new Blob([bytes]), name);
            return fetch(`${base}${path}`, {
              method: 'POST',
              headers: { authorization, 'idempotency-key': key },
              body: form,
              signal: AbortSignal.timeout(60_000),
            });
          }),
        timeoutMs,
      ),
  };
  return client;
}
