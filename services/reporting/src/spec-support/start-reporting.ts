import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { figureFactsRecorded, registryRecordEvents, registryRecordWithdrawn } from '@kcn/contracts';
import type { figureFactsV1, RegistryKind } from '@kcn/contracts';
import type { AppendResult, EventLog, NewEvent, ComposedService } from '@kcn/messaging';
import { createSilentLogger, createTokenVerifier } from '@kcn/service-kit';
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
import { loadConfig } from '../config';
import type { FedLog } from '../domain/source-log';
import type { Answer, AnyBody } from './answer';
import { startLogStandIn } from './log-stand-in';
import type { LogStandIn } from './log-stand-in';
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
  /** Says what units of a service beside the registry contribute now, in one transaction of that service. */
  tell(
    from: FedLog,
    board: string,
    units: readonly figureFactsV1.FigureFactsRecorded[],
    options?: { readonly actor?: string },
  ): Promise<AppendResult>;
  /** The log of a service beside the registry. */
  fed(log: FedLog): LogStandIn;
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

/** @param options.fed the services beside the registry that this reporting knows of */
export async function startReporting({ fed = [] }: { readonly fed?: readonly FedLog[] } = {}): Promise<TestReporting> {
  const servers = borrowServers();
  const logger = createSilentLogger();
  const tokens = await testTokens();
  const folder = await mkdtemp(join(tmpdir(), 'kcn-reporting-'));
  const tokenFile = join(folder, 'token');
  await writeFile(tokenFile, await tokens.sign({ sub: 'reporting', roles: ['service'] }));
  const prefix = freshTopicPrefix();
  const names = {
    topics: {
      registry: `${prefix}registry.v1`,
      fees: `${prefix}fees.v1`,
      emulation: `${prefix}emulation.v1`,
      reporting: `${prefix}reporting.v1`,
    },
    consumerGroup: freshName('reporting'),
    redisPrefix: freshName('reporting'),
  };
  const topics = [names.topics.registry, names.topics.reporting, `${names.topics.registry}.dlt`, ...fed.map((log) => names.topics[log])];
  await createTopics(topics, 3);
  const database = await freshDatabase('reporting');

  const verifier = createTokenVerifier({ jwks: { file: tokens.jwksFile }, issuer: tokens.issuer, audience: tokens.audience });
  const registry = await startLogStandIn('registry', { topic: names.topics.registry, verifier });
  const { log } = registry;
  const others = new Map<FedLog, LogStandIn>();
  for (const one of fed) others.set(one, await startLogStandIn(one, { topic: names.topics[one], verifier }));
  const fedLog = (name: FedLog): LogStandIn => {
    const found = others.get(name);
    if (!found) throw new Error(`${name} was not started`);
    return found;
  };

  const loaded = loadConfig({
    ...tokens.env,
    KCN_HTTP_PORT: '0',
    KCN_GRPC_PORT: '0',
    KCN_MONGO_URL: database.uri,
    KCN_KAFKA_BROKERS: servers.kafkaBrokers.join(','),
    KCN_REDIS_URL: servers.redisUrl,
    KCN_REGISTRY_GRPC: registry.address,
    KCN_FEES_GRPC: others.get('fees')?.address ?? '',
    KCN_EMULATION_GRPC: others.get('emulation')?.address ?? '',
    KCN_SERVICE_TOKEN_FILE: tokenFile,
  });
  if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
  const { config } = loaded;
  const begin = async (): Promise<ComposedService> => {
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

  return {
    get baseUrl() {
      return baseUrl();
    },
    grpcAddress: () => `127.0.0.1:${reporting.addresses().grpc.port.toString()}`,
    database,
    registryDatabase: registry.database,
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
      return registry.append(board, events);
    },
    async withdraw(board, unit, { kind, key }) {
      const payload = registryRecordWithdrawn.codec.encode({ kind, key, reason: 'sai' }).finish();
      return registry.append(board, [
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
    async tell(from, board, units, { actor = 'ke-toan' } = {}) {
      const { log: told, append } = fedLog(from);
      const events: NewEvent[] = [];
      for (const unit of units) {
        const aggregateVersion = (await ownEventsOf(told, board, unit.unit)) + 1;
        const payload = figureFactsRecorded.codec.encode(unit).finish();
        events.push({ aggregate: unit.unit, aggregateVersion, type: figureFactsRecorded.type, payload, actor, cause: 'import:test' });
      }
      return append(board, events);
    },
    fed: fedLog,
    stopRegistry: () => registry.stopServer(),
    startRegistry: () => registry.startServer(),
    async restart(whileDown = () => Promise.resolve()) {
      await reporting.stop();
      await whileDown();
      reporting = await begin();
    },
    async stop() {
      await reporting.stop();
      await registry.stop();
      for (const other of others.values()) await other.stop();
      await Promise.all([
        database.drop(),
        deleteTopics(topics),
        dropRedisPrefix(names.redisPrefix),
        tokens.drop(),
        rm(folder, { recursive: true, force: true }),
      ]);
    },
  };
}
