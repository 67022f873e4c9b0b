import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { parse } from 'yaml';
import { REPOSITORY } from '../places';
import { interpolateAll } from './interpolate';
import { parseComposeText, readComposeFile } from './read-compose-file';
import { startOrder } from './start-order';

const FILE = join(REPOSITORY, 'docker-compose.yml');
const read = (path: string): string => readFileSync(join(REPOSITORY, path), 'utf8');
const HA = parseEnv(read('infra/ha.env')) as Record<string, string>;

interface Raw {
  readonly services: Readonly<
    Record<string, { readonly environment?: Readonly<Record<string, string>>; readonly command?: readonly string[] }>
  >;
}
const rawWith = (env: Record<string, string>): Raw => interpolateAll(parseComposeText(readFileSync(FILE, 'utf8')), env) as Raw;

describe('profile ha', () => {
  test('adds two brokers and two members, which whoever needs the servers waits for', async () => {
    const services = await readComposeFile(FILE, HA, { profiles: ['ha'] });
    const names = (await readComposeFile(FILE, {})).map(({ name }) => name);
    expect(services.map(({ name }) => name).filter((name) => !names.includes(name))).toEqual(['mongo-2', 'mongo-3', 'kafka-2', 'kafka-3']);
    const waitedFor = (name: string) => services.find((one) => one.name === name)?.dependsOn.map(({ service }) => service);
    expect(waitedFor('topics')).toEqual(['kafka', 'kafka-2', 'kafka-3']);
    expect(waitedFor('mongo-replica-set')).toEqual(['mongo', 'mongo-2', 'mongo-3']);
  });

  test('each broker knows the others and is known by its own name', () => {
    const { services } = rawWith(HA);
    const brokers = ['kafka', 'kafka-2', 'kafka-3'].map((name) => services[name]?.environment ?? {});
    expect(brokers.map(({ KAFKA_NODE_ID: id, KAFKA_ADVERTISED_LISTENERS: at }) => [id, at])).toEqual([
      ['1', 'PLAINTEXT://kafka:9092'],
      ['2', 'PLAINTEXT://kafka-2:9092'],
      ['3', 'PLAINTEXT://kafka-3:9092'],
    ]);
    for (const broker of brokers)
      expect(broker).toMatchObject({
        KAFKA_CONTROLLER_QUORUM_VOTERS: '1@kafka:9093,2@kafka-2:9093,3@kafka-3:9093',
        KAFKA_DEFAULT_REPLICATION_FACTOR: '3',
        KAFKA_MIN_INSYNC_REPLICAS: '2',
        KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '3',
      });
  });

  test('every service is told of all of them, and of one of each without the profile', () => {
    const addressed = (env: Record<string, string>) =>
      Object.values(rawWith(env).services).flatMap(({ environment = {} }) =>
        Object.entries(environment).flatMap(([key, value]) => {
          if (key === 'KCN_KAFKA_BROKERS') return [value];
          return key === 'KCN_MONGO_URL' ? [value.replace(/^mongodb:\/\/([^/]+)\/.*$/, '$1')] : [];
        }),
      );
    expect(new Set(addressed({}))).toEqual(new Set(['kafka:9092', 'mongo:27017']));
    expect(new Set(addressed(HA))).toEqual(new Set([HA['KCN_KAFKA_ADDRESSES'], HA['KCN_MONGO_MEMBERS']]));
    expect(rawWith(HA).services['mongo-replica-set']?.command?.at(-1)).toContain('"mongo:27017,mongo-2:27017,mongo-3:27017"');
  });
});

describe('profile observability', () => {
  test('metrics are scraped from every service at its own port', async () => {
    const services = await readComposeFile(FILE, {});
    const { scrape_configs: jobs } = parse(read('infra/prometheus/prometheus.yml')) as {
      scrape_configs: readonly { job_name: string; static_configs: readonly { targets: readonly string[] }[] }[];
    };
    const wanted = services.flatMap(({ name, environment }) =>
      environment['KCN_HTTP_PORT'] === undefined ? [] : [[name, `${name}:${environment['KCN_HTTP_PORT']}`] as const],
    );
    expect(jobs.map(({ job_name, static_configs }) => [job_name, static_configs[0]?.targets[0]]).toSorted()).toEqual(wanted.toSorted());
  });

  test('the dashboard asks the data source that is provisioned', () => {
    const { datasources } = parse(read('infra/grafana/provisioning/datasources/datasources.yml')) as {
      datasources: readonly { uid: string }[];
    };
    const { panels } = JSON.parse(read('infra/grafana/dashboards/kcn.json')) as { panels: readonly { datasource: { uid: string } }[] };
    expect(panels.length).toBeGreaterThan(0);
    for (const { datasource } of panels) expect(datasources.map(({ uid }) => uid)).toContain(datasource.uid);
  });
});

test('the local start leaves out what profiles add', async () => {
  const order = startOrder(await readComposeFile(FILE, {})).map(({ name }) => name);
  for (const name of ['prometheus', 'grafana', 'jaeger', 'kafka-2', 'mongo-2', 'registry-2']) expect(order).not.toContain(name);
});
