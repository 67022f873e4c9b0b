import { Buffer } from 'node:buffer';
import { connect } from 'node:net';
import type { ImportReportJson, ImportStatus } from '@kcn/layouts';
import type { JWK } from 'jose';
import { createSigningKeys, signToken } from '../auth/sign-token';
import { createTokenVerifier } from '../auth/token-verifier';
import { createHttpServer } from '../http/http-server';
import type { HttpServer } from '../http/http-server';
import { createLogger } from '../logging/logger';
import { createMetrics } from '../metrics/metrics';
import { createImportRoutes } from './import-routes';
import type { ImportRequest } from './import-routes';

const ISSUER = 'test';
const MEBIBYTE = 1_024 * 1_024;

let privateJwk: JWK;
let server: HttpServer;
let base: string;
let submitted: ImportRequest[] = [];
let next: { readonly status: ImportStatus; readonly replayed: boolean };

beforeEach(() => {
  submitted = [];
  next = { status: 'applied', replayed: false };
});

const report = (status: ImportStatus): ImportReportJson => ({
  import_id: 'imp-1',
  mode: 'apply',
  status,
  files: [{ file: 'parks.csv', kind: 'parks', rows: 1, added: 1, corrected: 0, unchanged: 0, refused: 0 }],
  errors:
    status === 'refused' ? [{ file: 'parks.csv', where: 'line 2', line: 2, column: null, code: 'malformed', vi: 'sai', en: 'bad' }] : [],
  error_count: status === 'refused' ? 1 : 0,
  progress: { done: 0, total: 1 },
  last_position: null,
  recorded_at: null,
});

beforeAll(async () => {
  const keys = await createSigningKeys();
  privateJwk = keys.privateJwk;
  server = createHttpServer({
    name: 'test',
    port: 0,
    host: '127.0.0.1',
    logger: createLogger({ name: 'test', level: 'error', destination: { write: () => undefined } }),
    verifier: createTokenVerifier({ jwks: { keys: keys.jwks }, issuer: ISSUER, audience: 'kcn' }),
    routes: createImportRoutes({
      summary: 'parks',
      defaultMode: 'apply',
      readers: ['reader'],
      isLayoutName: (name) => name === 'parks.csv',
      submit(request) {
        submitted.push(request);
        return Promise.resolve({ report: report(next.status), replayed: next.replayed });
      },
      find: (board, id) => Promise.resolve(id === 'imp-1' ? report('applied') : undefined),
      limits: { fileBytes: MEBIBYTE, totalBytes: 1.5 * MEBIBYTE, files: 3 },
    }),
    readiness: () => Promise.resolve({ ready: true, reasons: [] }),
    metrics: createMetrics({ service: 'test-imports', processMetrics: false }),
    info: { title: 'Test', version: '1' },
  });
  await server.start();
  base = `http://127.0.0.1:${String(server.address().port)}`;
});

afterAll(() => server.stop());

const tokenOf = (role: 'recorder' | 'reader' | 'approver'): Promise<string> =>
  signToken({ privateJwk, subject: 'lan', boards: ['hung-yen'], roles: [role], issuer: ISSUER, audience: 'kcn', expiresIn: '1h' });

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly json: Record<string, unknown>;
}

async function send(
  body: FormData | string,
  { query = '', headers = {} }: { query?: string; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const response = await fetch(`${base}/v1/boards/hung-yen/imports${query}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await tokenOf('recorder')}`, 'idempotency-key': 'k1', ...headers },
    body,
  });
  return { status: response.status, headers: response.headers, json: (await response.json()) as Record<string, unknown> };
}

const form = (...parts: readonly (readonly [part: string, content: string | Buffer, filename: string])[]): FormData => {
  const data = new FormData();
  for (const [part, content, filename] of parts) data.append(part, new Blob([new Uint8Array(Buffer.from(content))]), filename);
  return data;
};
const sound = (content: string | Buffer = 'x'): FormData => form(['parks.csv', content, 'blob']);

test('the files arrive by name: a part’s own when a layout is called so, else the name it had where it came from', async () => {
  const sent = form(['parks.csv', 'một', 'blob'], ['file', 'hai', 'C:\\bảng\\projects.csv']);
  expect((await send(sent, { query: '?mode=dry-run' })).status).toBe(201);
  expect(submitted[0]).toMatchObject({ board: 'hung-yen', mode: 'dry-run', actor: 'lan', idempotency: { key: 'k1' } });
  expect(submitted[0]?.files.map(({ name, bytes }) => [name, bytes.toString()])).toEqual([
    ['parks.csv', 'một'],
    ['projects.csv', 'hai'],
  ]);
});

test('the request’s hash is that of its content, however the parts are wrapped', async () => {
  await send(sound('a'));
  await send(sound('a'));
  await send(sound('b'));
  const [first, again, other] = submitted.map(({ idempotency }) => idempotency.requestHash);
  expect(again).toBe(first);
  expect(other).not.toBe(first);
});

test.each([
  ['checked', 200, null],
  ['applied', 201, '/v1/boards/hung-yen/imports/imp-1'],
  ['applying', 202, '/v1/boards/hung-yen/imports/imp-1'],
] as const)('an import that is %s is answered with its report', async (status, expected, location) => {
  next = { status, replayed: false };
  const answer = await send(sound());
  expect([answer.status, answer.headers.get('location'), answer.headers.get('idempotency-replayed')]).toEqual([expected, location, null]);
  expect(answer.json).toEqual(report(status));
  next = { status, replayed: true };
  expect((await send(sound())).headers.get('idempotency-replayed')).toBe('true');
});

test('a refused import is a problem that holds the report', async () => {
  next = { status: 'refused', replayed: false };
  const answer = await send(sound());
  expect(answer.status).toBe(422);
  expect(answer.json).toMatchObject({
    code: 'import_refused',
    en: 'Nothing was imported: 1 faults; see report.errors',
    report: report('refused'),
  });
});

test.each([
  ['no multipart', 'a,b', 415, 'unsupported_media_type'],
  ['no file', new FormData(), 400, 'no_file'],
  ['more files than may be', form(...['a', 'b', 'c', 'd'].map((name) => [name, '', name] as const)), 400, 'malformed_upload'],
  ['a file over the limit', sound(Buffer.alloc(MEBIBYTE + 1)), 413, 'file_too_large'],
  [
    'files that are too much together',
    form(...['a', 'b'].map((name) => [name, Buffer.alloc(MEBIBYTE), name] as const)),
    413,
    'file_too_large',
  ],
] as const)('%s: refused, and nobody is asked to take it in', async (_name, body, status, code) => {
  const answer = await send(body);
  expect([answer.json['code'], answer.status]).toEqual([code, status]);
  expect(submitted).toEqual([]);
});

test('a field that is no file is told so', async () => {
  const data = new FormData();
  data.append('parks.csv', 'park_code');
  expect((await send(data)).json['code']).toBe('not_a_file');
});

test('an upload that breaks off in the middle is taken in by nobody, and the server goes on', async () => {
  const { port } = server.address();
  const bearer = await tokenOf('recorder');
  await new Promise<void>((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(
        `POST /v1/boards/hung-yen/imports HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${bearer}\r\nidempotency-key: k1\r\n` +
          'content-type: multipart/form-data; boundary=b\r\ncontent-length: 1000\r\n\r\n' +
          '--b\r\ncontent-disposition: form-data; name="parks.csv"; filename="parks.csv"\r\n\r\npark_code',
        () => {
          socket.end();
        },
      );
    });
    socket.on('error', reject);
    socket.on('close', () => {
      resolve();
    });
    socket.resume();
  });
  expect((await send(sound())).status).toBe(201);
  expect(submitted).toHaveLength(1);
});

test('a report is read by those who may, and one that is not there is not found', async () => {
  const get = async (id: string, role: 'reader' | 'approver') =>
    fetch(`${base}/v1/boards/hung-yen/imports/${id}`, { headers: { authorization: `Bearer ${await tokenOf(role)}` } });
  expect(await (await get('imp-1', 'reader')).json()).toEqual(report('applied'));
  expect((await get('imp-1', 'approver')).status).toBe(403);
  const missing = await get('imp-2', 'reader');
  expect([missing.status, ((await missing.json()) as { code: string }).code]).toEqual([404, 'import_not_found']);
});
