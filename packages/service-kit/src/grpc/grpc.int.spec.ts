import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, Metadata, credentials, status } from '@grpc/grpc-js';
import { registryServiceV1 } from '@kcn/contracts';
import { DomainError, notFound, staleVersion, unavailable } from '@kcn/kernel';
import { eventually } from '@kcn/testkit';
import { SpanKind } from '@opentelemetry/api';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { service as healthService } from 'grpc-health-check';
import type { JWK } from 'jose';
import { createSigningKeys, signToken } from '../auth/sign-token';
import { createTokenVerifier } from '../auth/token-verifier';
import { createLogger } from '../logging/logger';
import { createMetrics } from '../metrics/metrics';
import { inSpan, setTracer } from '../tracing/spans';
import type { GrpcClient } from './grpc-client';
import { createGrpcClient } from './grpc-client';
import type { GrpcServer } from './grpc-server';
import { createGrpcServer, defineGrpcService } from './grpc-server';
import type { CallContext } from './server-calls';

type Definition = typeof registryServiceV1.RegistryServiceService;

const image = readFileSync(join(__dirname, '../../../contracts/descriptor.binpb'));
const metrics = createMetrics({ service: 'test-grpc', processMetrics: false });
const logLines: string[] = [];
let privateJwk: JWK;
let server: GrpcServer;
let seen: CallContext | undefined;
let streamed = 0;
let streamEnded: () => void = () => undefined;
const clients: GrpcClient<Definition>[] = [];

const project = (code: string) => ({ record: undefined, state: code, registeredAmount: 0n, events: [], version: 1n });
const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    signal.addEventListener('abort', () => {
      resolve();
    });
  });

const registry = defineGrpcService<Definition>({
  definition: registryServiceV1.RegistryServiceService,
  roles: ['service', 'reader'],
  implementation: {
    getProject: async ({ projectCode }, context) => {
      seen = context;
      switch (projectCode) {
        case 'missing':
          throw notFound('unknown_project', {
            vi: 'Không có dự án',
            en: 'No such project',
            params: { project: 'missing', line: 3 },
            details: [{ code: 'x', vi: 'a|b', en: 'c', pointer: '/projectCode' }],
          });
        case 'stale':
          throw staleVersion('stale_version', { vi: 'cũ', en: 'stale' });
        case 'bug':
          throw new Error('the secret of mongodb://inner');
        case 'library':
          throw new RangeError('no connection of the pool is free');
        case 'hangs':
          await untilAborted(context.signal);
          streamEnded();
          return { project: undefined };
        default:
          return { project: project(projectCode) };
      }
    },
    batchGetProjects: ({ projectCodes }) => ({ projects: projectCodes.map(project) }),
    listProjects: async function* ({ board }, context) {
      if (board === 'empty') throw notFound('unknown_board_records', { vi: 'trống', en: 'empty' });
      try {
        for (let n = 0; n < 100_000; n++) {
          streamed = n + 1;
          yield { project: project(`P${String(n)}`) };
          if (context.signal.aborted) return;
        }
      } finally {
        streamEnded();
      }
    },
    getPark: () => Promise.resolve({ park: undefined }),
  },
});

const tokenFor = (boards: string[], roles: ('service' | 'recorder')[] = ['service']): Promise<string> =>
  signToken({ privateJwk, subject: 'reporting', boards, roles, issuer: 'test', audience: 'kcn', expiresIn: '1h' });
const addressOf = (): string => `127.0.0.1:${String(server.address().port)}`;

function clientWith(
  token: string | (() => Promise<string>),
  options: { readonly address?: string; readonly deadlineMs?: number } = {},
): GrpcClient<Definition>['calls'] {
  const client = createGrpcClient(registryServiceV1.RegistryServiceClient, {
    address: options.address ?? addressOf(),
    token,
    deadlineMs: options.deadlineMs ?? 5_000,
    retryable: ['getProject'],
  });
  clients.push(client);
  return client.calls;
}

const failureOf = (call: Promise<unknown>): Promise<DomainError> =>
  call.then(
    () => Promise.reject(new Error('it did not fail')),
    (error: unknown) => error as DomainError,
  );

beforeAll(async () => {
  const keys = await createSigningKeys();
  privateJwk = keys.privateJwk;
  server = createGrpcServer({
    name: 'test',
    port: 0,
    host: '127.0.0.1',
    services: [registry],
    verifier: createTokenVerifier({ jwks: { keys: keys.jwks }, issuer: 'test', audience: 'kcn' }),
    logger: createLogger({ name: 'test', level: 'debug', destination: { write: (line) => void logLines.push(line) } }),
    metrics,
    descriptorImage: image,
    translateError: (error) => (error instanceof RangeError ? unavailable('away', { vi: 'mất kết nối', en: 'away' }) : error),
  });
  await server.start();
});

afterAll(async () => {
  for (const client of clients) client.close();
  await server.stop();
});

describe('a call', () => {
  it('is answered, knows its principal and deadline, and is measured', async () => {
    const calls = clientWith(() => tokenFor(['hung-yen']));
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const before = Date.now();
    expect(
      (await calls.getProject({ board: 'hung-yen', projectCode: 'P1' }, { within: { traceId, deadlineAtMs: before + 1_500 } })).project
        ?.state,
    ).toBe('P1');
    expect(seen?.principal).toEqual({ subject: 'reporting', boards: ['hung-yen'], roles: ['service'] });
    expect(seen?.traceId).toBe(traceId);
    expect(Math.abs((seen?.deadlineAtMs ?? 0) - (before + 1_500))).toBeLessThan(200);
    expect(await metrics.exposition()).toMatch(
      /kcn_test_grpc_grpc_call_seconds_count\{method="\/kcn.registry.v1.RegistryService\/GetProject",code="OK"\} 1/,
    );
  });

  it('brings the same refusal to the caller that was thrown', async () => {
    const calls = clientWith(await tokenFor(['*']));
    const error = await failureOf(calls.getProject({ board: 'hung-yen', projectCode: 'missing' }));
    expect(error).toMatchObject({
      category: 'not_found',
      code: 'unknown_project',
      vi: 'Không có dự án',
      en: 'No such project',
      params: { project: 'missing', line: '3' },
      details: [{ code: 'x', vi: 'a|b', en: 'c', pointer: '/projectCode' }],
    });
    expect(error).toBeInstanceOf(DomainError);
    expect((await failureOf(calls.getProject({ board: 'hung-yen', projectCode: 'stale' }))).category).toBe('stale_version');
  });

  it('tells the caller nothing of a bug; the log has it', async () => {
    const error = await failureOf(clientWith(await tokenFor(['*'])).getProject({ board: 'hung-yen', projectCode: 'bug' }));
    expect([error.category, error.code]).toEqual(['bug', 'internal_error']);
    expect(JSON.stringify(error)).not.toContain('secret');
    expect(logLines.some((line) => line.includes('secret'))).toBe(true);
  });

  it('a library’s error says what its translation says', async () => {
    const error = await failureOf(clientWith(await tokenFor(['*'])).getProject({ board: 'hung-yen', projectCode: 'library' }));
    expect([error.category, error.code]).toEqual(['unavailable', 'away']);
  });
});

describe('traces', () => {
  const exporter = new InMemorySpanExporter();
  const kindsOf = (traceId: string) =>
    exporter
      .getFinishedSpans()
      .filter((span) => span.spanContext().traceId === traceId)
      .map((span) => [span.name, SpanKind[span.kind], span.parentSpanContext?.spanId, span.spanContext().spanId]);

  beforeEach(() => {
    setTracer(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }).getTracer('test'));
  });
  afterEach(() => {
    setTracer(undefined);
  });

  it('go on from the caller to the server, for one answer and for a stream', async () => {
    const calls = clientWith(await tokenFor(['*']));
    for (const name of ['GetProject', 'ListProjects']) {
      exporter.reset();
      let traceId = '';
      await inSpan('outer', { kind: 'server' }, async (span) => {
        traceId = span?.traceId ?? '';
        if (name === 'GetProject') await calls.getProject({ board: 'hung-yen', projectCode: '1' });
        else for await (const _one of calls.listProjects({ board: 'hung-yen' })) break;
      });
      const full = `kcn.registry.v1.RegistryService/${name}`;
      const spans = await eventually(() => (kindsOf(traceId).length === 3 ? kindsOf(traceId) : undefined), { describe: 'three spans' });
      const [outer, client, remote] = ['outer', 'CLIENT', 'SERVER'].map((wanted) =>
        spans.find(([one, kind]) => (wanted === 'outer' ? one === wanted : one === full && kind === wanted)),
      );
      expect([client?.[2], remote?.[2]]).toEqual([outer?.[3], client?.[3]]);
      expect(remote).toBeDefined();
    }
  });
});

describe('who may', () => {
  it('needs a token that holds, a board it may know, and a role', async () => {
    const asking = { board: 'hung-yen', projectCode: 'P1' };
    expect(await failureOf(clientWith('nonsense').getProject(asking))).toMatchObject({ category: 'unauthenticated', code: 'bad_token' });
    expect(await failureOf(clientWith(await tokenFor(['quang-ninh'])).getProject(asking))).toMatchObject({
      category: 'not_found',
      code: 'unknown_board',
    });
    expect(await failureOf(clientWith(await tokenFor(['hung-yen'], ['recorder'])).getProject(asking))).toMatchObject({
      category: 'forbidden',
      code: 'missing_role',
    });
  });

  it('streams are guarded alike', async () => {
    const calls = clientWith(await tokenFor(['quang-ninh']));
    const reading = async (): Promise<void> => {
      for await (const _message of calls.listProjects({ board: 'hung-yen' })) throw new Error('a message came');
    };
    expect(await failureOf(reading())).toMatchObject({ code: 'unknown_board' });
  });

  it('refuses a call without a deadline', async () => {
    const raw = new Client(addressOf(), credentials.createInsecure());
    const metadata = new Metadata();
    metadata.set('authorization', `Bearer ${await tokenFor(['*'])}`);
    const { getProject } = registryServiceV1.RegistryServiceService;
    const code = await new Promise((resolve) => {
      raw.makeUnaryRequest(
        getProject.path,
        getProject.requestSerialize,
        getProject.responseDeserialize,
        { board: 'hung-yen', projectCode: 'P1' },
        metadata,
        (error) => {
          resolve([error?.code, error?.metadata.get('kcn-error-code')[0]]);
        },
      );
    });
    raw.close();
    expect(code).toEqual([status.INVALID_ARGUMENT, 'deadline_required']);
  });
});

describe('deadlines and cancelling', () => {
  it('a call that takes too long is unavailable for the caller and aborted at the server', async () => {
    const ended = new Promise<void>((resolve) => (streamEnded = resolve));
    const error = await failureOf(
      clientWith(await tokenFor(['*']), { deadlineMs: 150 }).getProject({ board: 'hung-yen', projectCode: 'hangs' }),
    );
    expect([error.category, error.code]).toEqual(['unavailable', 'remote_deadline_exceeded']);
    await ended;
  });

  it('a reader who stops early ends the stream at its source', async () => {
    const ended = new Promise<void>((resolve) => (streamEnded = resolve));
    const calls = clientWith(await tokenFor(['*']));
    let read = 0;
    for await (const { project: one } of calls.listProjects({ board: 'hung-yen' })) {
      expect(one?.state).toBe(`P${String(read)}`);
      if (++read === 10) break;
    }
    await ended;
    expect(streamed).toBeLessThan(100_000);
  });

  it('a stream can fail with a refusal', async () => {
    const calls = clientWith(await tokenFor(['*']));
    const reading = async (): Promise<void> => {
      for await (const _message of calls.listProjects({ board: 'empty' }));
    };
    expect(await failureOf(reading())).toMatchObject({ category: 'not_found', code: 'unknown_board_records' });
  });

  it('the caller’s signal cancels', async () => {
    const ended = new Promise<void>((resolve) => (streamEnded = resolve));
    const controller = new AbortController();
    const call = failureOf(
      clientWith(await tokenFor(['*'])).getProject({ board: 'hung-yen', projectCode: 'hangs' }, { signal: controller.signal }),
    );
    setImmediate(() => {
      controller.abort();
    });
    expect((await call).code).toBe('remote_cancelled');
    streamEnded();
    await ended;
  });

  it('a service that is not there is unavailable', async () => {
    const error = await failureOf(
      clientWith('x', { address: '127.0.0.1:1', deadlineMs: 2_000 }).getProject({ board: 'a', projectCode: 'b' }),
    );
    expect(error.category).toBe('unavailable');
  });
});

describe('for operations', () => {
  const checkHealth = (service: string): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const raw = new Client(addressOf(), credentials.createInsecure());
      const check = healthService['Check'];
      if (!check) throw new Error('no health service');
      raw.makeUnaryRequest(
        check.path,
        check.requestSerialize,
        check.responseDeserialize,
        { service },
        { deadline: Date.now() + 2_000 },
        (error, response) => {
          raw.close();
          if (error) reject(error);
          else resolve((response as { status: unknown }).status);
        },
      );
    });

  it('answers the health protocol without a token, for the server and for each service', async () => {
    expect(await checkHealth('')).toBe('SERVING');
    server.setServing(false);
    expect(await checkHealth('kcn.registry.v1.RegistryService')).toBe('NOT_SERVING');
    server.setServing(true);
    expect(await checkHealth('kcn.registry.v1.RegistryService')).toBe('SERVING');
  });

  it('answers reflection from the descriptor image', async () => {
    const raw = new Client(addressOf(), credentials.createInsecure());
    // ServerReflectionRequest { list_services: "" } and a search for the name in the raw answer: enough to see that it is served.
    const answer = await new Promise<Buffer>((resolve, reject) => {
      const call = raw.makeBidiStreamRequest(
        '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo',
        (value: Buffer) => value,
        (value: Buffer) => value,
        { deadline: Date.now() + 2_000 },
      );
      call.once('data', resolve);
      call.once('error', reject);
      call.write(Buffer.from([0x3a, 0x00]));
      call.end();
    });
    raw.close();
    expect(answer.toString('latin1')).toContain('kcn.registry.v1.RegistryService');
  });

  it('a client finds the service again after it was away, and retries what may be retried', async () => {
    const port = server.address().port;
    const calls = clientWith(await tokenFor(['*']), { deadlineMs: 10_000 });
    await calls.getPark({ board: 'hung-yen', parkCode: 'A' });
    await server.stop();
    await expect(calls.getPark({ board: 'hung-yen', parkCode: 'A' })).rejects.toMatchObject({ category: 'unavailable' });
    server = createGrpcServer({
      name: 'again',
      port,
      host: '127.0.0.1',
      services: [registry],
      verifier: { verify: () => Promise.resolve({ subject: 'x', boards: ['*'], roles: ['service'] }) },
      logger: createLogger({ name: 'x', level: 'silent' }),
      metrics,
    });
    await server.start();
    const deadline = Date.now() + 8_000;
    const again = async (): Promise<unknown> => {
      try {
        return await calls.getProject({ board: 'hung-yen', projectCode: 'P1' });
      } catch (error) {
        if (Date.now() > deadline) throw error;
        return again();
      }
    };
    expect(await again()).toMatchObject({ project: { state: 'P1' } });
  });
});
