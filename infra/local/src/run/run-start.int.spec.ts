import { existsSync } from 'node:fs';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mongo } from 'mongoose';
import { REPOSITORY } from '../places';
import { findFreePorts, isPortFree } from '../processes/ports';
import type { StartOptions } from './run-start';
import { runStart } from './run-start';

const FIXTURE = join(REPOSITORY, 'infra/local/fixtures/service.cjs');

interface Bench {
  readonly folder: string;
  readonly options: StartOptions;
  readonly lines: string[];
  readonly httpPort: number;
  ask(): void;
}

let bench: Bench;

beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kcn-start-'));
  const [mongoPort = 0, kafka = 0, kafkaController = 0, redis = 0, httpPort = 0] = await findFreePorts(5);
  await writeFile(
    join(folder, 'topics.json'),
    JSON.stringify([{ name: 'kcn.registry.v1', partitions: 6, config: { 'retention.ms': '-1' } }]),
  );
  await writeFile(join(folder, 'compose.yml'), composeText(folder, httpPort));
  const lines: string[] = [];
  let ask: () => void = () => undefined;
  const asked = new Promise<void>((resolve) => {
    ask = resolve;
  });
  const show = join(folder, 'show.cjs');
  await writeFile(
    show,
    `fetch(process.env.KCN_REGISTRY_URL + '/').then(async (r) => require('node:fs').writeFileSync(${JSON.stringify(join(folder, 'shown'))}, await r.text()))`,
  );
  bench = {
    folder,
    lines,
    httpPort,
    ask: () => {
      ask();
    },
    options: {
      composeFile: join(folder, 'compose.yml'),
      dataFolder: join(folder, 'data'),
      ports: { mongo: mongoPort, kafka, kafkaController, redis },
      steps: [{ vi: 'in', en: 'show', command: ['node', show] }],
      env: {
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        XDG_CACHE_HOME: process.env['XDG_CACHE_HOME'],
        KCN_CACHE_DIR: process.env['KCN_CACHE_DIR'],
      },
      asked,
      log: (line) => lines.push(line),
    },
  };
});

afterEach(() => rm(bench.folder, { recursive: true, force: true }));

function composeText(folder: string, httpPort: number): string {
  return `
services:
  mongo: { image: "mongo:6.0" }
  topics:
    build: .
    restart: "no"
    command: ["node", "infra/local/dist/create-topics.js"]
    environment: { KCN_KAFKA_BROKERS: "kafka:9092", KCN_TOPICS_FILE: /run/kcn/topics.json }
    configs: [{ source: topics, target: /run/kcn/topics.json }]
  registry-migrate:
    build: .
    restart: "no"
    command: ["node", "${FIXTURE}", "one-shot", "${folder}/migrated"]
    environment: { KCN_MONGO_URL: "mongodb://mongo:27017/kcn_registry?replicaSet=rs0", FIXTURE_FAILS: "\${FIXTURE_FAILS:-}" }
  registry:
    build: .
    command: ["node", "${FIXTURE}", "service", "${folder}/registry"]
    environment: { KCN_HTTP_PORT: "8081", KCN_JWKS_FILE: /run/kcn/jwks.json, KCN_REDIS_URL: "redis://redis:6379", KCN_MONGO_URL: "mongodb://mongo:27017/kcn_registry?replicaSet=rs0" }
    ports: ["${String(httpPort)}:8081"]
    configs: [{ source: jwks, target: /run/kcn/jwks.json }]
    depends_on:
      mongo: { condition: service_healthy }
      topics: { condition: service_completed_successfully }
      registry-migrate: { condition: service_completed_successfully }
configs:
  topics: { file: ./topics.json }
  jwks: { file: "\${KCN_KEYS_DIR:-./keys}/jwks.json" }
`;
}

const readEnvironment = async (file: string): Promise<Record<string, string>> =>
  JSON.parse(await readFile(join(bench.folder, file), 'utf8')) as Record<string, string>;

async function expectNothingRuns(): Promise<void> {
  const { mongo: mongoPort, kafka, redis } = bench.options.ports;
  for (const port of [mongoPort, kafka, redis, bench.httpPort])
    expect({ port, free: await isPortFree(port) }).toEqual({ port, free: true });
  expect(await readdir(join(bench.options.dataFolder, 'pids'))).toEqual([]);
}

test('--once starts everything in order, shows, ends everything; data is kept, --fresh empties it', async () => {
  const { options, folder, httpPort } = bench;
  expect(await runStart(['--once'], options)).toBe(0);

  expect(await readFile(join(folder, 'shown'), 'utf8')).toBe('ready');
  expect(await readEnvironment('migrated')).toMatchObject({
    KCN_MONGO_URL: `mongodb://127.0.0.1:${String(options.ports.mongo)}/kcn_registry?replicaSet=rs0`,
  });
  const seen = await readEnvironment('registry');
  expect(seen).toMatchObject({
    KCN_HTTP_PORT: String(httpPort),
    KCN_REDIS_URL: `redis://127.0.0.1:${String(options.ports.redis)}`,
    KCN_JWKS_FILE: join(options.dataFolder, 'keys/jwks.json'),
  });
  const jwks = JSON.parse(await readFile(seen['KCN_JWKS_FILE'] ?? '', 'utf8')) as { keys: object[] };
  expect(jwks.keys).toHaveLength(1);
  expect(jwks.keys[0]).not.toHaveProperty('d');
  expect(await readFile(join(folder, 'registry.stopped'), 'utf8')).toBe('gracefully');
  expect(bench.lines.join('\n')).toMatch(/topics[\s\S]*registry .*http:/);
  await expectNothingRuns();

  const keys = await readFile(join(options.dataFolder, 'keys/jwks.json'), 'utf8');
  expect(await runStart(['--once'], options)).toBe(0);
  expect(await readFile(join(options.dataFolder, 'keys/jwks.json'), 'utf8')).toBe(keys);
  expect(existsSync(join(options.dataFolder, 'logs/registry.previous.log'))).toBe(true);

  expect(await runStart(['--once', '--fresh'], options)).toBe(0);
  expect(await readFile(join(options.dataFolder, 'keys/jwks.json'), 'utf8')).not.toBe(keys);
}, 180_000);

test('asked to stop while it runs, it ends what it started', async () => {
  const running = runStart([], bench.options);
  await untilLine(/Running/);
  expect(await isPortFree(bench.httpPort)).toBe(false);
  bench.ask();
  expect(await running).toBe(0);
  await expectNothingRuns();
}, 120_000);

test('asked to stop while servers start, it ends them too', async () => {
  const running = runStart([], bench.options);
  await untilLine(/redis .*27|redis /);
  bench.ask();
  expect(await running).toBe(0);
  await expectNothingRuns();
}, 120_000);

test('a service that dies is told with the end of its log', async () => {
  const running = runStart([], bench.options);
  const failed = expect(running).rejects.toThrow(/registry[\s\S]*exit 3[\s\S]*something terrible/);
  await untilLine(/Running/);
  await fetch(`http://127.0.0.1:${String(bench.httpPort)}/die`).catch(() => undefined);
  await failed;
  await expectNothingRuns();
}, 120_000);

test('a one-shot that fails ends the start', async () => {
  const options = { ...bench.options, env: { ...bench.options.env, FIXTURE_FAILS: '1' } };
  await expect(runStart(['--once'], options)).rejects.toThrow(/registry-migrate[\s\S]*exit 4[\s\S]*the database said no/);
  await expectNothingRuns();
}, 120_000);

test('a taken port is named together with who holds it', async () => {
  const holder = createServer();
  await new Promise<void>((resolve) => holder.listen(bench.options.ports.redis, '127.0.0.1', resolve));
  await expect(runStart(['--once'], bench.options)).rejects.toThrow(
    new RegExp(`port ${String(bench.options.ports.redis)} for Redis is taken by .*process ${String(process.pid)}`),
  );
  holder.close();
});

test('servers whose starter was killed are ended by the next start, and their data is there', async () => {
  const { options } = bench;
  const running = runStart([], options);
  await untilLine(/Running/);
  const url = `mongodb://127.0.0.1:${String(options.ports.mongo)}/?directConnection=true`;
  const client = new mongo.MongoClient(url);
  await client
    .db('d')
    .collection('c')
    .insertOne({ kept: true }, { writeConcern: { w: 'majority' } });
  await client.close();
  // As if the starter had been killed: its notes name a process that is no longer there.
  const pids = join(options.dataFolder, 'pids');
  const abandoned = await Promise.all(
    (await readdir(pids)).map(async (name) => [name, JSON.parse(await readFile(join(pids, name), 'utf8')) as object] as const),
  );
  await Promise.all(
    abandoned.map(([name, note]) => writeFile(join(pids, name), JSON.stringify({ ...note, startedBy: { pid: 4_194_305, started: '1' } }))),
  );

  const lines: string[] = [];
  const first = running.catch((error: unknown) => error);
  const later = new mongo.MongoClient(url);
  let found: unknown;
  const second = await runStart(['--once'], {
    ...options,
    steps: [],
    log: (line) => {
      lines.push(line);
      // Seen while the second start is up: its MongoDB has the first one's data.
      if (line.startsWith('▸ Khởi động dịch vụ')) found = later.db('d').collection('c').findOne();
    },
  });
  expect(second).toBe(0);
  expect(await found).toMatchObject({ kept: true });
  await later.close();
  // How many are left depends on how fast the first start, which lives on in this process, notices and ends its own.
  expect(lines.some((line) => line.includes('left behind'))).toBe(true);
  await first;
  expect(abandoned.map(([, note]) => (note as { pid: number }).pid).filter((pid) => existsSync(`/proc/${String(pid)}`))).toEqual([]);
  await expectNothingRuns();
}, 180_000);

async function untilLine(pattern: RegExp): Promise<void> {
  while (!bench.lines.some((line) => pattern.test(line))) await new Promise((resolve) => setImmediate(resolve));
}
