import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { registryRecordEvents, registryRecordWithdrawn } from '@kcn/contracts';
import type { RegistryKind } from '@kcn/contracts';
import { createEventLog, createEventLogService, createKafkaBus, createRelay, inTransaction } from '@kcn/messaging';
import type { AppendResult, EventLog, NewEvent } from '@kcn/messaging';
import { createGrpcServer, createMetrics, createSilentLogger, createTokenVerifier } from '@kcn/service-kit';
import {
  borrowServers,
  createTopics,
  deleteTopics,
  dropRedisPrefix,
  eventually,
  freshDatabase,
  freshName,
  freshTopicPrefix,
  testTokens,
} from '@kcn/testkit';
import type { FreshDatabase, TestTokenClaims } from '@kcn/testkit';
import { compose } from '../compose';
import type { Reporting } from '../compose';
import { loadConfig } from '../config';
import type { Answer, AnyBody } from './answer';
import type { Recorded } from './small-history';

export interface CallOptions {
  readonly as?: TestTokenClaims;
  readonly body?: unknown;
  readonly key?: string;
  readonly form?: FormData;
}

/** Reporting on real servers, with a registry's log of which the test is the writer. */
export interface TestReporting {
  readonly baseUrl: string;
  /** `host:port` */
  readonly grpcAddress: () => string;
  readonly database: FreshDatabase;
  readonly registryDatabase: FreshDatabase;
  readonly redis: { readonly url: string; readonly prefix: string };
  token(claims: TestTokenClaims): Promise<string>;
  call(method: string, path: string, options?: CallOptions): Promise<Answer>;
  /** The same until it is no longer `not_settled`. */
  settled(method: string, path: string, options?: CallOptions): Promise<Answer>;
  importFiles(
    board: string,
    files: Readonly<Record<string, string | Buffer<ArrayBuffer>>>,
    options?: CallOptions & { readonly mode?: 'dry-run' | 'apply' },
  ): Promise<Answer>;
  /** Records in one transaction of the registry; a content of null with a key withdraws. */
  record(board: string, records: readonly Recorded[], options?: { readonly actor?: string }): Promise<AppendResult>;
  withdraw(board: string, unit: string, record: { readonly kind: RegistryKind; readonly key: string }): Promise<AppendResult>;
  /** The registry's gRPC server goes away and comes back. */
  stopRegistry(): Promise<void>;
  startRegistry(): Promise<void>;
  /** Reporting itself goes down and comes up again on what it has stored. */
  restart(whileDown?: () => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

const READER: TestTokenClaims = { sub: 'reader', roles: ['reader'] };

async function ownEventsOf(log: EventLog, board: string, aggregate: string): Promise<number> {
  let count = 0;
  for await (const chunk of log.read(board, 0)) count += chunk.filter((entry) => entry.aggregate === aggregate).length;
  return count;
}

export async function startReporting(): Promise<TestReporting> {
  const servers = borrowServers();
  const logger = createSilentLogger();
  const tokens = await testTokens();
  const folder = await mkdtemp(join(tmpdir(), 'kcn-reporting-'));
  const tokenFile = join(folder, 'token');
  await writeFile(tokenFile, await tokens.sign({ sub: 'reporting', roles: ['service'] }));
  const prefix = freshTopicPrefix();
  const names = {
    registryTopic: `${prefix}registry.v1`,
    reportingTopic: `${prefix}reporting.v1`,
    consumerGroup: freshName('reporting'),
    redisPrefix: freshName('reporting'),
  };
  const topics = [names.registryTopic, names.reportingTopic, `${names.registryTopic}.dlt`];
  await createTopics(topics, 3);
  const [database, registryDatabase] = await Promise.all([freshDatabase('reporting'), freshDatabase('registry')]);

  const log = createEventLog({ connection: registryDatabase.connection });
  await log.ensureIndexes();
  const bus = createKafkaBus({ brokers: servers.kafkaBrokers, clientId: 'registry-stand-in', logger });
  const relay = createRelay({ connection: registryDatabase.connection, log, bus, topic: names.registryTopic, source: 'registry', logger });
  await relay.start();
  const metrics = createMetrics({ service: 'registry', processMetrics: false });
  const verifier = createTokenVerifier({ jwks: { file: tokens.jwksFile }, issuer: tokens.issuer, audience: tokens.audience });
  const serve = (port: number) =>
    createGrpcServer({ name: 'registry', host: '127.0.0.1', port, services: [createEventLogService(log)], verifier, logger, metrics });
  let registry = serve(0);
  await registry.start();
  const { port } = registry.address();

  const loaded = loadConfig({
    ...tokens.env,
    KCN_HTTP_PORT: '0',
    KCN_GRPC_PORT: '0',
    KCN_MONGO_URL: database.uri,
    KCN_KAFKA_BROKERS: servers.kafkaBrokers.join(','),
    KCN_REDIS_URL: servers.redisUrl,
    KCN_REGISTRY_GRPC: `127.0.0.1:${port.toString()}`,
    KCN_SERVICE_TOKEN_FILE: tokenFile,
  });
  if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
  const { config } = loaded;
  const begin = async (): Promise<Reporting> => {
    const begun = await compose({ ...config, names }, { logger });
    await begun.start();
    return begun;
  };
  let reporting = await begin();
  const baseUrl = (): string => `http://127.0.0.1:${reporting.addresses().http.port.toString()}`;

  async function call(method: string, path: string, { as = READER, body, key = randomUUID(), form }: CallOptions = {}): Promise<Answer> {
    const answer = await fetch(`${baseUrl()}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await tokens.sign(as)}`,
        ...(method === 'GET' ? {} : { 'idempotency-key': key }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(form ? { body: form } : body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    const isJson = answer.headers.get('content-type')?.includes('json') ?? false;
    return { status: answer.status, headers: answer.headers, text, body: (isJson ? JSON.parse(text) : {}) as AnyBody };
  }

  const append = (board: string, events: readonly NewEvent[]): Promise<AppendResult> =>
    inTransaction(registryDatabase.connection, (session) => log.append(session, board, events));

  return {
    get baseUrl() {
      return baseUrl();
    },
    grpcAddress: () => `127.0.0.1:${reporting.addresses().grpc.port.toString()}`,
    database,
    registryDatabase,
    redis: { url: servers.redisUrl, prefix: names.redisPrefix },
    token: (claims) => tokens.sign(claims),
    call,
    settled: (method, path, options) =>
      eventually(
        async () => {
          const answer = await call(method, path, options);
          return answer.body.code === 'not_settled' ? undefined : answer;
        },
        { describe: `${method} ${path} is settled` },
      ),
    importFiles(board, files, { mode = 'apply', ...options } = {}) {
      const form = new FormData();
      for (const [name, content] of Object.entries(files)) form.append(name, new Blob([content]), name);
      return call('POST', `/v1/boards/${board}/imports?mode=${mode}`, { as: { sub: 'recorder', roles: ['recorder'] }, ...options, form });
    },
    async record(board, records, { actor = 'lan' } = {}) {
      const versions = new Map<string, number>();
      const events: NewEvent[] = [];
      for (const { kind, content } of records) {
        const { codec, unitOf, type } = registryRecordEvents[kind] as {
          type: string;
          unitOf(content: unknown): string;
          codec: { encode(message: unknown): { finish(): Uint8Array } };
        };
        const aggregate = unitOf(content);
        const version = (versions.get(aggregate) ?? (await ownEventsOf(log, board, aggregate))) + 1;
        versions.set(aggregate, version);
        events.push({ aggregate, aggregateVersion: version, type, payload: codec.encode(content).finish(), actor, cause: 'import:test' });
      }
      return append(board, events);
    },
    async withdraw(board, unit, { kind, key }) {
      const payload = registryRecordWithdrawn.codec.encode({ kind, key, reason: 'sai' }).finish();
      return append(board, [
        {
          aggregate: unit,
          aggregateVersion: (await ownEventsOf(log, board, unit)) + 1,
          type: registryRecordWithdrawn.type,
          payload,
          actor: 'lan',
          cause: 'test',
          reason: 'sai',
        },
      ]);
    },
    stopRegistry: () => registry.stop(),
    async startRegistry() {
      registry = serve(port);
      await registry.start();
    },
    async restart(whileDown = () => Promise.resolve()) {
      await reporting.stop();
      await whileDown();
      reporting = await begin();
    },
    async stop() {
      await reporting.stop();
      await registry.stop();
      await relay.stop();
      await Promise.all([
        database.drop(),
        registryDatabase.drop(),
        deleteTopics(topics),
        dropRedisPrefix(names.redisPrefix),
        tokens.drop(),
        rm(folder, { recursive: true, force: true }),
      ]);
    },
  };
}
