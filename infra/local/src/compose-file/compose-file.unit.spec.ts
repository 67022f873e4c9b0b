import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { REPOSITORY } from '../places';
import { interpolateAll } from './interpolate';
import { localEnvironment } from './local-environment';
import type { ComposeService } from './read-compose-file';
import { parseComposeText, readComposeFile } from './read-compose-file';
import { startOrder } from './start-order';

const FILE = join(REPOSITORY, 'docker-compose.yml');
/** The Compose Specification's schema of today, as the linter dclint carries it. */
const SCHEMA = join(require.resolve('dclint/package.json'), '../schemas/compose.schema.json');

const byName = (services: readonly ComposeService[], name: string): ComposeService => {
  const found = services.find((service) => service.name === name);
  if (!found) throw new Error(`no service ${name}`);
  return found;
};

describe('docker-compose.yml', () => {
  const validate = (file: unknown): string[] => {
    const { $schema: _dialect, ...schema } = JSON.parse(readFileSync(SCHEMA, 'utf8')) as Record<string, unknown>;
    const ajv = new Ajv({ strict: false, allErrors: true });
    addFormats(ajv);
    ajv.addFormat('duration', /^(\d+(us|ms|s|m|h))+$/);
    ajv.addFormat('expose', true).addFormat('ports', true).addFormat('subnet_ip_address', true);
    const check = ajv.compile(schema);
    check(file);
    return (check.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
  };
  const file = interpolateAll(parseComposeText(readFileSync(FILE, 'utf8')), {}) as { services: Record<string, Record<string, unknown>> };

  test('passes the schema of the Compose Specification', () => {
    expect(validate(file)).toEqual([]);
  });

  test('the schema would tell a wrong one', () => {
    const registry = { ...file.services['registry'], depend_on: [] };
    expect(validate({ ...file, services: { ...file.services, registry } })).toEqual([expect.stringContaining('/services/registry')]);
  });

  test('every container runs as somebody other than root, without capabilities', () => {
    for (const [name, service] of Object.entries(file.services)) {
      expect({ name, user: service['user'] }).toEqual({ name, user: expect.stringMatching(/^[1-9]\d*:[1-9]\d*$/) as string });
      expect({ name, drop: service['cap_drop'] }).toEqual({ name, drop: ['ALL'] });
    }
  });

  test('every image is built from a Dockerfile that is there and a workspace that is', async () => {
    for (const { name, build } of await readComposeFile(FILE, {})) {
      if (!build) continue;
      expect({ name, there: existsSync(join(REPOSITORY, build.dockerfile)) }).toEqual({ name, there: true });
      expect(() => require.resolve(`${build.args['WORKSPACE'] ?? ''}/package.json`)).not.toThrow();
    }
  });

  test('every mounted file is there or made by the start', async () => {
    const services = await readComposeFile(FILE, {}, { profiles: ['ha', 'observability', 'province-2', 'province-3'] });
    const missing = services
      .flatMap(({ files }) => [...files.values()])
      .map((path) => relative(REPOSITORY, path))
      .filter((path) => !path.startsWith('.data/keys/') && !existsSync(join(REPOSITORY, path)));
    expect(missing).toEqual([]);
  });
});

describe('the local start reads it', () => {
  const addresses = { mongo: 'mongodb://127.0.0.1:27117/?replicaSet=rs0', kafka: '127.0.0.1:19092', redis: 'redis://127.0.0.1:16379' };
  const environmentOf = async (name: string, env = {}): Promise<Record<string, string>> => {
    const services = await readComposeFile(FILE, env);
    return localEnvironment({ service: byName(services, name), services, addresses });
  };

  test('reporting', async () => {
    expect(await environmentOf('reporting')).toEqual({
      NODE_ENV: 'production',
      KCN_LOG_LEVEL: 'info',
      OTEL_EXPORTER_OTLP_ENDPOINT: '',
      KCN_HTTP_PORT: '8083',
      KCN_GRPC_PORT: '9083',
      KCN_MONGO_URL: 'mongodb://127.0.0.1:27117/kcn_reporting?replicaSet=rs0',
      KCN_KAFKA_BROKERS: '127.0.0.1:19092',
      KCN_REDIS_URL: 'redis://127.0.0.1:16379',
      KCN_REGISTRY_GRPC: '127.0.0.1:9081',
      KCN_FEES_GRPC: '127.0.0.1:9082',
      KCN_EMULATION_GRPC: '127.0.0.1:9084',
      KCN_JWKS_FILE: join(REPOSITORY, '.data/keys/jwks.json'),
      KCN_SERVICE_TOKEN_FILE: join(REPOSITORY, '.data/keys/reporting.token'),
      KCN_JWT_ISSUER: 'kcn',
      KCN_JWT_AUDIENCE: 'kcn',
    });
  });

  test('published ports and keys folder can be set, and others follow', async () => {
    const env = { KCN_REGISTRY_PORT: '18081', KCN_REGISTRY_GRPC_PORT: '19081', KCN_KEYS_DIR: '/k' };
    expect(await environmentOf('registry', env)).toMatchObject({
      KCN_HTTP_PORT: '18081',
      KCN_GRPC_PORT: '19081',
      KCN_JWKS_FILE: '/k/jwks.json',
    });
    expect(await environmentOf('reporting', env)).toMatchObject({ KCN_HTTP_PORT: '8083', KCN_REGISTRY_GRPC: '127.0.0.1:19081' });
  });

  test('one-shots come before the services that wait for them, servers are left out', async () => {
    const order = startOrder(await readComposeFile(FILE, {})).map(({ name }) => name);
    const services = ['emulation', 'fees', 'registry', 'reporting'];
    expect(order.toSorted()).toEqual([...services.flatMap((name) => [name, `${name}-migrate`]), 'topics'].toSorted());
    for (const service of services) {
      expect(order.indexOf('topics')).toBeLessThan(order.indexOf(service));
      expect(order.indexOf(`${service}-migrate`)).toBeLessThan(order.indexOf(service));
    }
  });

  test('a MongoDB of one’s own keeps its user and options', async () => {
    const services = await readComposeFile(FILE, {});
    const own = { ...addresses, mongo: 'mongodb+srv://u:p@db.example/?retryWrites=true' };
    expect(localEnvironment({ service: byName(services, 'registry'), services, addresses: own })['KCN_MONGO_URL']).toBe(
      'mongodb+srv://u:p@db.example/kcn_registry?retryWrites=true',
    );
  });
});
