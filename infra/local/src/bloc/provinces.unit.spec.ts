import { join } from 'node:path';
import { localEnvironment } from '../compose-file/local-environment';
import { readComposeFile } from '../compose-file/read-compose-file';
import { REPOSITORY } from '../places';
import { blocEnvironment, serviceName } from './bloc-environment';
import { dealOut } from './provinces';

const COMPOSE = join(REPOSITORY, 'docker-compose.yml');
const provinces = dealOut({ leader: 'c', members: ['a', 'b', 'c', 'd', 'e'] }, 3);
const OURS = ['registry', 'reporting', 'emulation'];

it('deals each member out to one province, the leader first', () => {
  expect(provinces).toEqual([
    { number: 1, host: 'c', boards: ['c', 'd'] },
    { number: 2, host: 'a', boards: ['a', 'e'] },
    { number: 3, host: 'b', boards: ['b'] },
  ]);
});

it('without a profile no other province is there', async () => {
  const names = (await readComposeFile(COMPOSE, {})).map(({ name }) => name);
  expect(names.filter((name) => /-[23]/.test(name))).toEqual([]);
  expect(names).toEqual(expect.arrayContaining(OURS));
});

it('provinces share server processes, but never a database, topic, Redis prefix, port, key or certificate', async () => {
  const { variables } = await blocEnvironment(provinces, '/keys');
  const services = await readComposeFile(COMPOSE, variables, { profiles: ['province-2', 'province-3'] });
  const addresses = { mongo: 'mongodb://m:1/?replicaSet=rs0', kafka: 'k:1', redis: 'redis://r:1' };
  const environments = provinces.map((province) =>
    OURS.map((name) => {
      const service = services.find((one) => one.name === serviceName(name, province));
      if (!service) throw new Error(`${name} of province ${province.number.toString()} is missing`);
      return localEnvironment({ service, services, addresses });
    }),
  );
  const ownOf = (environment: Record<string, string>): readonly string[] =>
    [
      ...['KCN_MONGO_URL', 'KCN_HTTP_PORT', 'KCN_GRPC_PORT', 'KCN_PEER_PORT', 'KCN_REGISTRY_GRPC', 'KCN_REPORTING_GRPC'],
      ...['KCN_JWKS_FILE', 'KCN_SERVICE_TOKEN_FILE', 'KCN_SIGNING_KEYS_DIR', 'KCN_PEER_CERTIFICATE_FILE', 'KCN_PEER_KEY_FILE'],
    ].flatMap((name) => environment[name] ?? []);
  const own = environments.map((all) => new Set(all.flatMap(ownOf)));
  for (const [index, mine] of own.entries())
    for (const others of own.slice(index + 1)) expect([...mine].filter((value) => others.has(value))).toEqual([]);
  const prefixes = (name: string) => environments.map(([, reporting]) => reporting?.[name] ?? '');
  expect(prefixes('KCN_TOPIC_PREFIX')).toEqual(['', 'province-2.', 'province-3.']);
  expect(prefixes('KCN_REDIS_PREFIX')).toEqual(['', 'province-2:', 'province-3:']);
  expect(environments.map(([, , emulation]) => emulation?.['KCN_PEERS_FILE'])).toEqual([
    '/keys/emulation/peers.json',
    '/keys/province-2/emulation/peers.json',
    '/keys/province-3/emulation/peers.json',
  ]);
  for (const [, , emulation] of environments)
    expect(emulation).toMatchObject({ KCN_MONGO_URL: expect.stringContaining('m:1/kcn_emulation') as unknown });
});
