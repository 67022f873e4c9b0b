import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { JWK } from 'jose';
import { importJWK, SignJWT } from 'jose';
import { StartError } from '../say';

export interface EmulationCalls {
  /** @throws StartError with what the service said when it does not do it */
  post(board: string, path: string, body?: unknown): Promise<unknown>;
  get(board: string, path: string): Promise<unknown>;
}

/** A summary of a moment ago is not settled yet: worth asking again. */
const PASSING = new Set([409, 503]);
const PATIENCE_MS = 30_000;

/** Calls one province's emulation service as its approvers. */
export function createEmulationCalls({ baseUrl, signingKey }: { readonly baseUrl: string; readonly signingKey: string }): EmulationCalls {
  async function tokenFor(board: string): Promise<string> {
    const jwk = JSON.parse(await readFile(signingKey, 'utf8')) as JWK;
    return new SignJWT({ boards: [board], roles: ['approver', 'reader'] })
      .setProtectedHeader({ alg: 'EdDSA', typ: 'JWT', ...(jwk.kid === undefined ? {} : { kid: jwk.kid }) })
      .setSubject(`approver of ${board}`)
      .setIssuedAt()
      .setIssuer('kcn')
      .setAudience('kcn')
      .setExpirationTime('10m')
      .sign(await importJWK(jwk, 'EdDSA'));
  }

  async function call(method: 'GET' | 'POST', { board, path, body }: { board: string; path: string; body?: unknown }): Promise<unknown> {
    const until = performance.now() + PATIENCE_MS;
    for (;;) {
      const answer = await fetch(`${baseUrl}/v1/boards/${board}/${path}`, {
        method,
        headers: {
          authorization: `Bearer ${await tokenFor(board)}`,
          ...(method === 'POST' ? { 'idempotency-key': randomUUID() } : {}),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      if (answer.ok) return answer.json();
      const text = await answer.text();
      if (!PASSING.has(answer.status) || performance.now() > until)
        throw new StartError(`${board}: không thành công`, `${method} ${path} → ${answer.status.toString()} ${text}`);
      await pause(300);
    }
  }

  return {
    post: (board, path, body) => call('POST', { board, path, body }),
    get: (board, path) => call('GET', { board, path }),
  };
}
