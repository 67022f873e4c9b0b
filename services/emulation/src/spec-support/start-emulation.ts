import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emulationEvents } from '@kcn/contracts';
import type { emulationV1 } from '@kcn/contracts';
import { createKafkaBus, decodeEvent } from '@kcn/messaging';
import { createSilentLogger } from '@kcn/service-kit';
import { borrowServers, createTopics, deleteTopics, freshDatabase, freshTopicPrefix, testTokens } from '@kcn/testkit';
import type { FreshDatabase, TestTokenClaims } from '@kcn/testkit';
import type { PeerTls } from '../adapters/grpc-peers/peer-credentials';
import { compose } from '../compose';
import { loadConfig } from '../config';
import { sampleBloc } from './bloc-sample';
import { createFiguresServer } from './figures-server';
import type { BoardFigures } from './figures-server';
import { createTestKey } from './signing-keys';
import type { TestKey } from './signing-keys';

/** The members that tests look at, of whatever route. */
interface AnyBody extends Record<string, unknown> {
  readonly code: string;
  readonly report: { readonly errors: readonly PlacedError[]; readonly files: readonly Record<string, unknown>[] };
  readonly errors: readonly { readonly code: string; readonly pointer?: string }[];
}

interface PlacedError {
  readonly file: string;
  readonly where: string;
  readonly line: number | null;
  readonly column: string | null;
  readonly code: string;
  readonly vi: string;
  readonly en: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
  readonly text: string;
  readonly body: AnyBody;
}

export interface CallOptions {
  /** null: without a token. */
  readonly as?: TestTokenClaims | null;
  readonly body?: unknown;
  readonly key?: string;
  readonly form?: FormData;
}

/** Emulation on real servers, with a reporting service whose figures the test holds. */
export interface TestEmulation {
  readonly database: FreshDatabase;
  /** `host:port` for other boards' deployments. @throws where they are not answered */
  peerAddress(): string;
  /** The blocs taken in as the topic has them, in order. */
  readTopic(): Promise<emulationV1.BlocTaken[]>;
  /** Where the summaries that members publish are read from. */
  readonly reportingTopic: string;
  /** Of the board whose sheets are signed here. */
  readonly key: TestKey;
  /** What members have typed in, to be filled by the test. */
  readonly figures: Map<string, BoardFigures>;
  readonly figuresServer: ReturnType<typeof createFiguresServer>;
  readonly baseUrl: string;
  call(method: string, path: string, options?: CallOptions): Promise<Answer>;
  load(
    board: string,
    files: Readonly<Record<string, string>>,
    options?: CallOptions & { readonly mode?: 'dry-run' | 'apply' },
  ): Promise<Answer>;
  stop(): Promise<void>;
}

const READER: TestTokenClaims = { sub: 'reader', roles: ['reader'] };
/** Where certificates lead to. */
export const PUBLIC_URL = 'https://thidua.example.gov.vn';
const RECORDER: TestTokenClaims = { sub: 'recorder', roles: ['recorder'] };

export interface EmulationWishes {
  /** Each board's own; default: one key for every member of the sample. */
  readonly keys?: ReadonlyMap<string, TestKey>;
  /** What other boards' deployments need. */
  readonly peers?: { readonly tls: PeerTls; readonly addresses?: Readonly<Record<string, PeerEntry>>; readonly port?: number };
}

/** An entry of KCN_PEERS_FILE. */
export interface PeerEntry {
  readonly address: string;
  readonly name?: string;
}

/** The settings of a deployment that meets others, its files written into the folder. */
async function peerEnvironment(
  folder: string,
  { tls, addresses, port = 0 }: NonNullable<EmulationWishes['peers']>,
): Promise<Record<string, string>> {
  const files = { 'peer.crt': tls.certificate, 'peer.key': tls.privateKey, 'ca.crt': tls.authorities };
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  if (addresses) await writeFile(join(folder, 'peers.json'), JSON.stringify(addresses));
  return {
    KCN_PEER_PORT: port.toString(),
    KCN_PEER_CERTIFICATE_FILE: join(folder, 'peer.crt'),
    KCN_PEER_KEY_FILE: join(folder, 'peer.key'),
    KCN_PEER_CA_FILE: join(folder, 'ca.crt'),
    ...(addresses ? { KCN_PEERS_FILE: join(folder, 'peers.json') } : {}),
  };
}

export async function startEmulation(wishes: EmulationWishes = {}): Promise<TestEmulation> {
  const servers = borrowServers();
  const tokens = await testTokens();
  const folder = await mkdtemp(join(tmpdir(), 'kcn-emulation-'));
  const tokenFile = join(folder, 'token');
  await writeFile(tokenFile, await tokens.sign({ sub: 'emulation', roles: ['service'] }));
  const key = await createTestKey();
  const keysDir = join(folder, 'signing-keys');
  await mkdir(keysDir);
  const keys = wishes.keys ?? new Map(sampleBloc().members.map(({ id }) => [id, key]));
  for (const [board, { privateJwk }] of keys) await writeFile(join(keysDir, `${board}.json`), JSON.stringify(privateJwk));
  const prefix = freshTopicPrefix();
  const names = {
    ...{ emulationTopic: `${prefix}emulation.v1`, reportingTopic: `${prefix}reporting.v1` },
    ...{ consumerGroup: `${prefix}rescore`, redisPrefix: `${prefix}emulation` },
  };
  const { emulationTopic: topic, reportingTopic } = names;
  await createTopics([topic, reportingTopic], 3);
  const database = await freshDatabase('emulation');
  const figures = new Map<string, BoardFigures>();
  const figuresServer = createFiguresServer({ jwks: { file: tokens.jwksFile }, issuer: tokens.issuer, audience: tokens.audience }, figures);
  await figuresServer.start();

  const loaded = loadConfig({
    ...tokens.env,
    KCN_HTTP_PORT: '0',
    KCN_GRPC_PORT: '0',
    KCN_MONGO_URL: database.uri,
    KCN_KAFKA_BROKERS: servers.kafkaBrokers.join(','),
    KCN_REDIS_URL: servers.redisUrl,
    KCN_REPORTING_GRPC: `127.0.0.1:${figuresServer.address().port.toString()}`,
    KCN_SERVICE_TOKEN_FILE: tokenFile,
    KCN_SIGNING_KEYS_DIR: keysDir,
    KCN_PUBLIC_URL: PUBLIC_URL,
    ...(wishes.peers ? await peerEnvironment(folder, wishes.peers) : {}),
  });
  if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
  const emulation = await compose({ ...loaded.config, names }, { logger: createSilentLogger() });
  await emulation.start();
  const baseUrl = `http://127.0.0.1:${emulation.addresses().http.port.toString()}`;

  async function call(method: string, path: string, { as = READER, body, key = randomUUID(), form }: CallOptions = {}): Promise<Answer> {
    const answer = await fetch(`${baseUrl}${path}`, {
      method,
      headers: {
        ...(as ? { authorization: `Bearer ${await tokens.sign(as)}` } : {}),
        ...(method === 'GET' ? {} : { 'idempotency-key': key }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(form ? { body: form } : body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    const text = bytes.toString();
    const isJson = answer.headers.get('content-type')?.includes('json') ?? false;
    return { status: answer.status, headers: answer.headers, bytes, text, body: (isJson ? JSON.parse(text) : {}) as AnyBody };
  }

  return {
    database,
    reportingTopic,
    peerAddress() {
      const port = emulation.addresses().peers?.split(':')[1];
      if (port === undefined) throw new Error('other boards are not answered here');
      return `127.0.0.1:${port}`;
    },
    key,
    figures,
    figuresServer,
    baseUrl,
    call,
    load(board, files, { mode = 'apply', ...options } = {}) {
      const form = new FormData();
      for (const [name, content] of Object.entries(files)) form.append(name, new Blob([content]), name);
      return call('POST', `/v1/boards/${board}/imports?mode=${mode}`, { as: RECORDER, ...options, form });
    },
    async readTopic() {
      const bus = createKafkaBus({ brokers: servers.kafkaBrokers, clientId: 'reader', logger: createSilentLogger() });
      const events: ReturnType<typeof decodeEvent>[] = [];
      for await (const messages of bus.readTopic(topic)) events.push(...messages.map(decodeEvent));
      return events.map(({ payload }) => emulationEvents.blocTaken.codec.decode(payload));
    },
    async stop() {
      await emulation.stop();
      await figuresServer.stop();
      await Promise.all([
        database.drop(),
        deleteTopics([topic, reportingTopic]),
        tokens.drop(),
        rm(folder, { recursive: true, force: true }),
      ]);
    },
  };
}
