import { DomainError, precondition, unavailable } from '@kcn/kernel';
import type { JWK } from 'jose';
import { z } from 'zod';
import { createSigningKeys, signToken } from '../auth/sign-token';
import { createTokenVerifier } from '../auth/token-verifier';
import { createLogger } from '../logging/logger';
import { createMetrics } from '../metrics/metrics';
import type { HttpServer } from './http-server';
import { createHttpServer } from './http-server';
import { ifMatchStale, unknownBoard } from './refusals';
import { extendRequestHash, requireIfMatch } from './request-parts';
import { bytes, created, noContent, ok, refused, replayed, streamed } from './results';
import { defineRoute } from './route';

const ISSUER = 'test';
const notePath = '/v1/boards/:board/notes/:id' as const;

let privateJwk: JWK;
let server: HttpServer;
let base: string;
let reasons: string[] = [];
const logLines: string[] = [];
let release: () => void = () => undefined;
const handled: unknown[] = [];

/** So many of three pieces of two bytes; fewer end in an error. */
async function* pieces(sound: number): AsyncGenerator<Uint8Array> {
  for (let piece = 1; piece <= sound; piece += 1) yield await Promise.resolve(Buffer.from('ab'));
  if (sound < 3) throw new Error('the store is gone');
}

const routes = [
  defineRoute({
    method: 'post',
    path: '/v1/boards/:board/notes',
    operationId: 'createNote',
    tags: ['notes'],
    roles: ['recorder'],
    board: true,
    idempotent: true,
    query: z.object({ mode: z.enum(['dry-run', 'apply']).default('apply') }),
    body: z.strictObject({ text: z.string().min(2), amount: z.string().optional() }),
    responses: { 201: { description: 'made', schema: z.object({ id: z.string() }) } },
    handler: (context) => {
      handled.push(context.idempotency?.requestHash);
      if (context.body.text === 'again') return replayed(created({ id: '1' }, { location: '/x' }));
      return created(
        { id: context.board, mode: context.query.mode, text: context.body.text, by: context.principal.subject, big: 2n ** 60n },
        { location: `/v1/boards/${context.board}/notes/1`, etag: 1n },
      );
    },
  }),
  defineRoute({
    method: 'get',
    path: notePath,
    operationId: 'getNote',
    tags: ['notes'],
    roles: ['reader', 'recorder'],
    responses: { 200: { description: 'the note', schema: z.object({ id: z.string() }) } },
    handler: ({ board, params }) => {
      switch (params.id) {
        case 'bug':
          throw new Error('the secret of mongodb://inner');
        case 'bug-domain':
          throw new DomainError({ category: 'bug', code: 'oops', vi: 'bí mật', en: 'secret' });
        case 'settling':
          throw unavailable('not_settled', { vi: 'chưa xong', en: 'not settled' });
        case 'down':
          throw unavailable('database_unavailable', { vi: 'mất kết nối', en: 'no connection' });
        case 'library':
          throw new RangeError('no connection of the pool is free');
        case 'refused':
          return refused(precondition('import_refused', { vi: 'bị từ chối', en: 'refused' }), { report: { rows: 3n } });
        case 'missing-board':
          throw unknownBoard(board);
        case 'slow':
          return new Promise((resolve) => {
            release = () => {
              resolve(ok({ slow: true }));
            };
          });
        case 'bytes':
          return bytes(Buffer.from('%PDF é'), { contentType: 'application/pdf', etag: 'abc' });
        case 'stream':
          return streamed(pieces(3), { contentType: 'application/pdf', length: 6, etag: 'abc', fileName: 'HĐ 1.pdf' });
        case 'broken-stream':
          return streamed(pieces(2), { contentType: 'application/pdf', length: 6 });
        default:
          return ok({ id: params.id, board }, { etag: 7 });
      }
    },
  }),
  defineRoute({
    method: 'put',
    path: notePath,
    operationId: 'replaceNote',
    tags: ['notes'],
    roles: ['recorder'],
    responses: { 204: { description: 'replaced' } },
    handler: (context) => {
      if (requireIfMatch(context) !== '7') throw ifMatchStale();
      return noContent();
    },
  }),
  defineRoute({
    method: 'post',
    path: '/v1/boards/:board/uploads',
    operationId: 'upload',
    tags: ['notes'],
    roles: ['recorder'],
    idempotent: true,
    raw: true,
    responses: { 200: { description: 'size' } },
    handler: async ({ request, idempotency }) => {
      let size = 0;
      for await (const chunk of request as AsyncIterable<Buffer>) size += chunk.length;
      return ok({ size, hash: extendRequestHash(idempotency?.requestHash ?? '', { file: String(size) }) });
    },
  }),
];

beforeAll(async () => {
  const keys = await createSigningKeys();
  privateJwk = keys.privateJwk;
  server = createHttpServer({
    name: 'test',
    port: 0,
    host: '127.0.0.1',
    logger: createLogger({ name: 'test', level: 'debug', destination: { write: (line) => void logLines.push(line) } }),
    verifier: createTokenVerifier({ jwks: { keys: keys.jwks }, issuer: ISSUER, audience: 'kcn' }),
    routes,
    readiness: () => Promise.resolve({ ready: reasons.length === 0, reasons }),
    metrics: createMetrics({ service: 'test-kit', processMetrics: false }),
    info: { title: 'Test', version: '1' },
    bodyLimitBytes: 10_000,
    translateError: (error) =>
      error instanceof RangeError ? unavailable('database_unavailable', { vi: 'mất kết nối', en: 'no connection' }) : error,
  });
  await server.start();
  base = `http://127.0.0.1:${String(server.address().port)}`;
});

afterAll(() => server.stop());

interface Asking {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly boards?: string[];
  readonly roles?: ('recorder' | 'reader' | 'approver')[];
  readonly token?: string;
}

async function ask(
  path: string,
  { method = 'GET', headers = {}, body, boards = ['hung-yen'], roles = ['recorder'], token }: Asking = {},
): Promise<{ status: number; headers: Headers; text: string; json: Record<string, unknown> }> {
  const bearer =
    token ?? (await signToken({ privateJwk, subject: 'lan', boards, roles, issuer: ISSUER, audience: 'kcn', expiresIn: '1h' }));
  const response = await fetch(`${base}${path}`, {
    method,
    headers: { ...(bearer === '' ? {} : { authorization: `Bearer ${bearer}` }), ...headers },
    ...(body !== undefined && { body }),
  });
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, headers: response.headers, text, json: isJson ? (JSON.parse(text) as Record<string, unknown>) : {} };
}

const post = (body: unknown, asking: Asking = {}, query = ''): ReturnType<typeof ask> =>
  ask(`/v1/boards/hung-yen/notes${query}`, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...asking,
    headers: { 'content-type': 'application/json', 'idempotency-key': 'k1', ...asking.headers },
  });

describe('a request that is right', () => {
  it('reaches the handler validated and is answered with status, Location and a strong ETag; bigint becomes text', async () => {
    const answer = await post({ text: 'xin chào' }, {}, '?mode=dry-run');
    expect(answer.status).toBe(201);
    expect(answer.json).toEqual({ id: 'hung-yen', mode: 'dry-run', text: 'xin chào', by: 'lan', big: '1152921504606846976' });
    expect(answer.headers.get('location')).toBe('/v1/boards/hung-yen/notes/1');
    expect(answer.headers.get('etag')).toBe('"1"');
    expect(answer.headers.get('x-powered-by')).toBeNull();
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('goes out piece by piece under its name, or not at all when the client has it; half of it is never taken for the whole', async () => {
    const answer = await ask('/v1/boards/hung-yen/notes/stream');
    expect([answer.status, answer.text]).toEqual([200, 'ababab']);
    expect(answer.headers.get('content-length')).toBe('6');
    expect(answer.headers.get('content-disposition')).toBe("inline; filename*=UTF-8''H%C4%90%201.pdf");
    expect((await ask('/v1/boards/hung-yen/notes/stream', { headers: { 'if-none-match': '"abc"' } })).status).toBe(304);
    await expect(ask('/v1/boards/hung-yen/notes/broken-stream')).rejects.toThrow();
  });

  it('is answered 304 when If-None-Match names its ETag, and bytes go out unchanged', async () => {
    expect((await ask('/v1/boards/hung-yen/notes/1')).headers.get('etag')).toBe('"7"');
    expect((await ask('/v1/boards/hung-yen/notes/1', { headers: { 'if-none-match': '"x", W/"7"' } })).status).toBe(304);
    expect((await ask('/v1/boards/hung-yen/notes/1', { headers: { 'if-none-match': '"8"' } })).status).toBe(200);
    const file = await ask('/v1/boards/hung-yen/notes/bytes');
    expect([file.text, file.headers.get('content-type'), file.headers.get('etag')]).toEqual(['%PDF é', 'application/pdf', '"abc"']);
  });

  it('keeps the trace of traceparent and makes one when there is none', async () => {
    const trace = '0af7651916cd43dd8448eb211c80319c';
    expect(
      (await ask('/v1/boards/hung-yen/notes/1', { headers: { traceparent: `00-${trace}-b7ad6b7169203331-01` } })).headers.get('x-trace-id'),
    ).toBe(trace);
    expect((await ask('/v1/boards/hung-yen/notes/1')).headers.get('x-trace-id')).toMatch(/^[0-9a-f]{32}$/);
  });

  it('may be an upload that the handler reads itself', async () => {
    const answer = await ask('/v1/boards/hung-yen/uploads', {
      method: 'POST',
      body: 'x'.repeat(200_000),
      headers: { 'idempotency-key': 'u' },
    });
    expect(answer.json).toMatchObject({ size: 200_000, hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });
});

describe('who may', () => {
  it('401 without a token, with nonsense, and with a token of another issuer', async () => {
    const foreign = await signToken({
      privateJwk,
      subject: 'x',
      boards: ['*'],
      roles: ['recorder'],
      issuer: 'other',
      audience: 'kcn',
      expiresIn: '1h',
    });
    for (const token of ['', 'abc', foreign]) {
      const answer = await ask('/v1/boards/hung-yen/notes/1', { token });
      expect([answer.status, answer.json['code'], answer.headers.get('www-authenticate')]).toEqual([401, 'bad_token', 'Bearer']);
    }
  });

  it('another board and a board that does not exist have the same 404, to the byte', async () => {
    const unknown = await ask('/v1/boards/quang-ninh/notes/missing-board', { boards: ['quang-ninh'] });
    const foreign = await ask('/v1/boards/quang-ninh/notes/missing-board', { boards: ['hung-yen'] });
    expect([foreign.status, foreign.text]).toEqual([404, unknown.text]);
    const shown = (headers: Headers): string[] =>
      [...headers.entries()].filter(([name]) => name !== 'x-trace-id' && name !== 'date').map(([name, value]) => `${name}: ${value}`);
    expect(shown(foreign.headers)).toEqual(shown(unknown.headers));
  });

  it('another board is 404 before anything else is judged: role, key, body', async () => {
    const answer = await ask('/v1/boards/quang-ninh/notes', { method: 'POST', roles: ['approver'], body: '{' });
    expect([answer.status, answer.json['code']]).toEqual([404, 'unknown_board']);
    expect((await ask('/v1/boards/Not%20A%20Board/notes/1', { boards: ['*'] })).json['code']).toBe('unknown_board');
  });

  it('403 for a board the caller knows but a role that is missing', async () => {
    const answer = await post({ text: 'abc' }, { roles: ['reader'] });
    expect([answer.status, answer.json['code']]).toEqual([403, 'missing_role']);
  });
});

describe('idempotency keys', () => {
  it('400 when the key is missing or malformed', async () => {
    const missing = await ask('/v1/boards/hung-yen/notes', {
      method: 'POST',
      body: '{"text":"abc"}',
      headers: { 'content-type': 'application/json' },
    });
    expect([missing.status, missing.json['code']]).toEqual([400, 'idempotency_key_required']);
    expect((await post({ text: 'abc' }, { headers: { 'idempotency-key': 'a b' } })).json['code']).toBe('idempotency_key_malformed');
  });

  it('the request’s hash does not depend on the order of members and does on everything else', async () => {
    const hashOf = async (body: unknown, query = ''): Promise<unknown> => {
      await post(body, {}, query);
      return handled.at(-1);
    };
    const first = await hashOf({ text: 'abc', amount: '1' });
    expect(await hashOf('{ "amount": "1", "text": "abc" }')).toBe(first);
    expect(await hashOf({ text: 'abc', amount: '2' })).not.toBe(first);
    expect(await hashOf({ text: 'abc', amount: '1' }, '?mode=dry-run')).not.toBe(first);
  });

  it('a replayed answer is marked', async () => {
    const answer = await post({ text: 'again' });
    expect([answer.status, answer.headers.get('idempotency-replayed'), answer.headers.get('location')]).toEqual([201, 'true', '/x']);
  });
});

describe('If-Match', () => {
  it('428 when missing, 412 when stale, done when it is the version', async () => {
    const put = (headers: Record<string, string>): ReturnType<typeof ask> => ask('/v1/boards/hung-yen/notes/1', { method: 'PUT', headers });
    expect((await put({})).status).toBe(428);
    expect((await put({ 'if-match': '"6"' })).status).toBe(412);
    expect((await put({ 'if-match': '"7"' })).status).toBe(204);
  });
});

describe('problems', () => {
  it('lists every fault of a body with pointers and both languages', async () => {
    const answer = await post({ text: 'a', extra: 1 });
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(answer.json).toMatchObject({
      type: 'urn:kcn:problem:invalid_request',
      title: 'Yêu cầu không hợp lệ',
      status: 400,
      instance: '/v1/boards/hung-yen/notes',
      code: 'invalid_request',
      errors: [
        { pointer: '/text', code: 'too_small', vi: expect.any(String), en: expect.any(String) },
        { pointer: '', code: 'unrecognized_keys', vi: expect.stringContaining('extra') },
      ],
    });
    expect((await post({ text: 'abc' }, {}, '?mode=x')).json['errors']).toMatchObject([{ pointer: '?mode' }]);
  });

  it('speaks the caller’s language, Vietnamese when in doubt', async () => {
    const titleFor = async (language: string): Promise<unknown> =>
      (await post({}, { headers: { 'accept-language': language } })).json['title'];
    expect(await titleFor('en-GB,en;q=0.9,vi;q=0.8')).toBe('Invalid request');
    expect(await titleFor('fr')).toBe('Yêu cầu không hợp lệ');
    expect(await titleFor('en;q=0.2, vi')).toBe('Yêu cầu không hợp lệ');
  });

  it.each([
    ['{', 400, 'malformed_json'],
    ['', 400, 'malformed_json'],
    [JSON.stringify({ text: 'x'.repeat(20_000) }), 413, 'body_too_large'],
  ])('refuses a body %#', async (body, status, code) => {
    const answer = await post(body);
    expect([answer.status, answer.json['code']]).toEqual([status, code]);
  });

  it('refuses a body that grows beyond the limit without having said so', async () => {
    const token = await signToken({
      privateJwk,
      subject: 'lan',
      boards: ['*'],
      roles: ['recorder'],
      issuer: ISSUER,
      audience: 'kcn',
      expiresIn: '1h',
    });
    const stream = new ReadableStream({
      start: (controller) => {
        for (let sent = 0; sent < 5; sent++) controller.enqueue(new TextEncoder().encode(' '.repeat(4_000)));
        controller.close();
      },
    });
    const init = {
      method: 'POST',
      body: stream,
      duplex: 'half',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': 'k' },
    };
    const answer = await fetch(`${base}/v1/boards/hung-yen/notes`, init as RequestInit);
    expect(answer.status).toBe(413);
  });

  it('415 for what is not JSON', async () => {
    expect((await post('text=abc', { headers: { 'content-type': 'application/x-www-form-urlencoded' } })).status).toBe(415);
  });

  it('a bug tells the caller only a trace id, under which the log tells the rest', async () => {
    for (const id of ['bug', 'bug-domain']) {
      const answer = await ask(`/v1/boards/hung-yen/notes/${id}`);
      expect([answer.status, answer.json['code']]).toEqual([500, 'internal_error']);
      expect(answer.text).not.toMatch(/secret|mongodb|bí mật/);
      const logged = logLines.find((line) => line.includes(String(answer.json['trace_id'])));
      expect(logged).toMatch(/secret/);
    }
  });

  it('says when to ask again, and what the code overrides', async () => {
    const settling = await ask('/v1/boards/hung-yen/notes/settling');
    expect([settling.status, settling.headers.get('retry-after')]).toEqual([409, '1']);
    const down = await ask('/v1/boards/hung-yen/notes/down');
    expect([down.status, down.headers.get('retry-after')]).toEqual([503, '2']);
    const library = await ask('/v1/boards/hung-yen/notes/library');
    expect([library.status, library.headers.get('retry-after'), library.json['code']]).toEqual([503, '2', 'database_unavailable']);
    const report = await ask('/v1/boards/hung-yen/notes/refused');
    expect([report.status, report.json['report']]).toEqual([422, { rows: '3' }]);
  });

  it('404 for an address that is not there, 400 for one that is malformed', async () => {
    expect((await ask('/nothing')).json['code']).toBe('unknown_address');
    expect((await ask('/v1/boards/hung-yen/notes/%E0%A4%A')).json['code']).toBe('malformed_address');
  });
});

describe('for operations', () => {
  it('needs no token for health, metrics and the contract', async () => {
    expect((await ask('/health/live', { token: '' })).status).toBe(200);
    expect((await ask('/health/ready', { token: '' })).json).toEqual({ ready: true, reasons: [] });
    reasons = ['no primary'];
    const unready = await ask('/health/ready', { token: '' });
    expect([unready.status, unready.json]).toEqual([503, { ready: false, reasons: ['no primary'] }]);
    reasons = [];
    const metrics = await ask('/metrics', { token: '' });
    expect(metrics.text).toMatch(
      /kcn_test_kit_http_request_seconds_count\{method="POST",route="\/v1\/boards\/:board\/notes",status="201"\} \d/,
    );
    expect((await ask('/openapi.json', { token: '' })).json['openapi']).toBe('3.1.0');
  });

  it('stop lets the answer under way out and refuses new ones', async () => {
    const slow = ask('/v1/boards/hung-yen/notes/slow');
    const waiting = new Promise<void>((resolve) => {
      const look = (): void => {
        if (release.toString().includes('resolve')) resolve();
        else setImmediate(look);
      };
      look();
    });
    await waiting;
    const stopped = server.stop();
    await expect(fetch(`${base}/health/live`)).rejects.toThrow();
    release();
    expect((await slow).json).toEqual({ slow: true });
    // The client keeps its connection for seconds; the server must not wait for it.
    const answeredAt = performance.now();
    await stopped;
    expect(performance.now() - answeredAt).toBeLessThan(1_000);
  });
});
