import { randomUUID } from 'node:crypto';
import { createEventLog } from '@kcn/messaging';
import type { EventLog, LogEntry } from '@kcn/messaging';
import { createSilentLogger } from '@kcn/service-kit';
import { borrowServers, createTopics, deleteTopics, freshDatabase, freshTopicPrefix, testTokens } from '@kcn/testkit';
import type { FreshDatabase, TestTokenClaims } from '@kcn/testkit';
import { compose } from '../compose';
import { loadConfig } from '../config';
import { startRegistryStandIn } from './registry-stand-in';
import type { RegistryStandIn } from './registry-stand-in';

export interface Answer {
  readonly status: number;
  /** The members that tests look at, of whatever route. */
  readonly body: {
    readonly code: string;
    readonly id: string;
    readonly state: string;
    readonly invoices: readonly { readonly code: string }[];
    readonly files: readonly { readonly file: string; readonly added: number; readonly corrected: number; readonly unchanged: number }[];
    readonly report: { readonly errors: readonly { readonly file: string; readonly where: string; readonly code: string }[] };
    readonly [member: string]: unknown;
  };
}

export interface CallOptions {
  readonly as?: TestTokenClaims;
  readonly body?: unknown;
  readonly key?: string;
  readonly form?: FormData;
  /** With its quotes. */
  readonly ifMatch?: string;
}

/** The fee service on real servers. */
export interface TestFees {
  readonly database: FreshDatabase;
  call(method: string, path: string, options?: CallOptions): Promise<Answer>;
  importFiles(
    board: string,
    files: Readonly<Record<string, Buffer>>,
    options?: CallOptions & { readonly mode?: 'dry-run' | 'apply'; readonly query?: string },
  ): Promise<Answer>;
  events(board: string): Promise<LogEntry[]>;
  /** A second copy of the service on the same servers and data. */
  startTwin(): Promise<{ readonly call: TestFees['call']; stop(): Promise<void> }>;
  /** The registry as far as this fee service can see it. */
  registry(): RegistryStandIn;
  /** The bytes that a GET answers with. */
  download(
    path: string,
    headers?: Readonly<Record<string, string>>,
  ): Promise<{ readonly status: number; readonly headers: Headers; readonly bytes: Uint8Array }>;
  /** What its keys in Redis begin with. */
  readonly redisPrefix: string;
  /** The service goes down and comes up again on what it has stored. */
  restart(whileDown?: (log: EventLog) => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

export const RECORDER: TestTokenClaims = { sub: 'recorder', roles: ['recorder'] };

export interface StartFeesOptions {
  /** Given: this fee service knows a registry, and the test is its writer. */
  readonly registry?: boolean;
  /** Settings beside those that tests need. */
  readonly env?: Readonly<Record<string, string>>;
}

export async function startFees({ registry: withRegistry = false, env = {} }: StartFeesOptions = {}): Promise<TestFees> {
  const tokens = await testTokens();
  const topic = `${freshTopicPrefix()}fees.v1`;
  const registryTopic = `${topic}.registry.v1`;
  await createTopics([topic, registryTopic, `${registryTopic}.dlt`], 3);
  const registry = withRegistry ? await startRegistryStandIn({ topic: registryTopic, tokens }) : undefined;
  const database = await freshDatabase('fees');
  const log = createEventLog({ connection: database.connection });
  const loaded = loadConfig({
    ...tokens.env,
    KCN_HTTP_PORT: '0',
    KCN_GRPC_PORT: '0',
    KCN_MONGO_URL: database.uri,
    KCN_REDIS_URL: borrowServers().redisUrl,
    KCN_KAFKA_BROKERS: borrowServers().kafkaBrokers.join(','),
    ...registry?.env,
    ...env,
  });
  if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
  const begin = async () => {
    const begun = await compose(
      { ...loaded.config, topic, registryTopic, registryGroup: topic, redisPrefix: topic },
      { logger: createSilentLogger() },
    );
    await begun.start();
    return begun;
  };
  let fees = await begin();

  async function send(
    { port }: { readonly port: number },
    method: string,
    path: string,
    { as = { sub: 'reader', roles: ['reader'] }, body, key = randomUUID(), form, ifMatch }: CallOptions = {},
  ): Promise<Answer> {
    const answer = await fetch(`http://127.0.0.1:${port.toString()}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await tokens.sign(as)}`,
        ...(method === 'GET' ? {} : { 'idempotency-key': key }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
      },
      ...(form ? { body: form } : body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: (await answer.json()) as Answer['body'] };
  }

  const call: TestFees['call'] = (...given) => send(fees.addresses().http, ...given);

  return {
    database,
    call,
    redisPrefix: topic,
    registry: () => {
      if (!registry) throw new Error('this fee service knows no registry');
      return registry;
    },
    async download(path, headers = {}) {
      const authorization = `Bearer ${await tokens.sign({ sub: 'reader', roles: ['reader'] })}`;
      const answer = await fetch(`http://127.0.0.1:${fees.addresses().http.port.toString()}${path}`, {
        headers: { authorization, ...headers },
      });
      return { status: answer.status, headers: answer.headers, bytes: new Uint8Array(await answer.arrayBuffer()) };
    },
    async startTwin() {
      const twin = await begin();
      return { call: (...given) => send(twin.addresses().http, ...given), stop: () => twin.stop() };
    },
    importFiles(board, files, { mode = 'apply', query = '', ...options } = {}) {
      const form = new FormData();
      for (const [name, content] of Object.entries(files)) form.append(name, new Blob([new Uint8Array(content)]), name);
      return call('POST', `/v1/boards/${board}/imports?mode=${mode}${query}`, { as: RECORDER, ...options, form });
    },
    async events(board) {
      const entries: LogEntry[] = [];
      for await (const chunk of log.read(board, 0)) entries.push(...chunk);
      return entries;
    },
    async restart(whileDown = () => Promise.resolve()) {
      await fees.stop();
      await whileDown(log);
      fees = await begin();
    },
    async stop() {
      await fees.stop();
      await registry?.stop();
      await Promise.all([database.drop(), deleteTopics([topic, registryTopic, `${registryTopic}.dlt`]), tokens.drop()]);
    },
  };
}
