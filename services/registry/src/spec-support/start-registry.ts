import { createSilentLogger } from '@kcn/service-kit';
import { borrowServers, createTopics, deleteTopics, freshDatabase, freshTopicPrefix, testTokens } from '@kcn/testkit';
import type { FreshDatabase, TestTokenClaims } from '@kcn/testkit';
import type { CrashPoints } from '@kcn/messaging';
import { compose } from '../compose';
import type { ComposedService } from '@kcn/messaging';
import { loadConfig } from '../config';

/** A registry on real servers, with a database and a topic of its own. */
export interface TestRegistry {
  readonly baseUrl: string;
  readonly grpcAddress: string;
  readonly topic: string;
  readonly env: Readonly<Record<string, string>>;
  readonly database: FreshDatabase;
  readonly registry: ComposedService;
  token(claims?: TestTokenClaims): Promise<string>;
  /** A request with a token; `as` are the token's claims. */
  call(method: string, path: string, options?: CallOptions): Promise<Answer>;
  /** POST …/imports with the files. */
  importFiles(
    board: string,
    files: Readonly<Record<string, string | Buffer>>,
    options?: CallOptions & { readonly mode?: 'dry-run' | 'apply' },
  ): Promise<Answer>;
  stop(): Promise<void>;
}

export interface CallOptions {
  readonly body?: unknown;
  readonly key?: string;
  readonly ifMatch?: string;
  readonly as?: TestTokenClaims;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: AnyBody;
}

/** The members that tests look at, of whatever route; a test knows which its route has. */
export interface AnyBody {
  readonly code: string;
  readonly errors: readonly unknown[];
  readonly effect: string;
  readonly status: string;
  readonly state: string;
  readonly position: number;
  readonly published: number;
  readonly last_position: number;
  readonly recorded_at: string;
  readonly progress: { readonly done: number; readonly total: number };
  readonly files: readonly { readonly file: string; readonly rows: number; readonly unchanged: number }[];
  readonly report: { readonly import_id: string };
  readonly items: readonly { readonly key: string }[];
  readonly next: string | null;
  readonly content: Readonly<Record<string, string>>;
  readonly versions: readonly { readonly actor: string; readonly reason: string | null; readonly withdrawn: boolean }[];
}

let keys = 0;
const freshKey = (): string => `key-${String(process.pid)}-${String((keys += 1))}`;

export async function startRegistry({
  crashPoints,
  env: extra = {},
}: {
  readonly crashPoints?: CrashPoints;
  readonly env?: Readonly<Record<string, string>>;
} = {}): Promise<TestRegistry> {
  const database = await freshDatabase('registry');
  const topicPrefix = freshTopicPrefix();
  const topic = `${topicPrefix}kcn.registry.v1`;
  await createTopics([topic], 2);
  const tokens = await testTokens();
  const env = {
    ...tokens.env,
    KCN_HTTP_PORT: '0',
    KCN_GRPC_PORT: '0',
    KCN_MONGO_URL: database.uri,
    KCN_KAFKA_BROKERS: borrowServers().kafkaBrokers.join(','),
    KCN_TOPIC_PREFIX: topicPrefix,
    ...extra,
  };
  const loaded = loadConfig(env);
  if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
  const registry = await compose(loaded.config, { logger: createSilentLogger(), ...(crashPoints ? { crashPoints } : {}) });
  await registry.start();
  const { http, grpc } = registry.addresses();
  const baseUrl = `http://127.0.0.1:${String(http.port)}`;
  const client = createClient(baseUrl, (claims) => tokens.sign(claims));

  return {
    ...client,
    baseUrl,
    grpcAddress: `127.0.0.1:${String(grpc.port)}`,
    topic,
    env,
    database,
    registry,
    token: (claims) => tokens.sign(claims),
    async stop() {
      await registry.stop();
      await deleteTopics([topic]);
      await database.drop();
      await tokens.drop();
    },
  };
}

/** Requests to a registry wherever it runs. */
export function createClient(
  baseUrl: string,
  sign: (claims?: TestTokenClaims) => Promise<string>,
): Pick<TestRegistry, 'call' | 'importFiles'> {
  const send = async (
    method: string,
    path: string,
    { key, ifMatch, as }: CallOptions,
    body: string | FormData | undefined,
    type?: string,
  ): Promise<Answer> => {
    const headers: Record<string, string> = { authorization: `Bearer ${await sign(as)}` };
    if (method === 'POST') headers['idempotency-key'] = key ?? freshKey();
    if (ifMatch !== undefined) headers['if-match'] = ifMatch;
    if (type !== undefined) headers['content-type'] = type;
    const response = await fetch(`${baseUrl}${path}`, { method, headers, ...(body === undefined ? {} : { body }) });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: JSON.parse(text === '' ? '{}' : text) as AnyBody };
  };
  return {
    call: (method, path, options = {}) =>
      send(
        method,
        path,
        options,
        options.body === undefined ? undefined : JSON.stringify(options.body),
        options.body === undefined ? undefined : 'application/json',
      ),
    importFiles(board, files, { mode = 'apply', ...options } = {}) {
      const form = new FormData();
      for (const [name, content] of Object.entries(files)) form.append(name, new Blob([content]), name);
      return send('POST', `/v1/boards/${board}/imports?mode=${mode}`, options, form);
    },
  };
}
