import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Role } from '@kcn/kernel';
import { createTopics, DATA_FOLDER, findFreePorts, readTopics, REPOSITORY, startThrowawayServers } from '@kcn/local';
import type { Servers } from '@kcn/local';
import { createSigningKeys, signToken } from '@kcn/service-kit';
import { createConnection } from 'mongoose';
import type { Connection } from 'mongoose';
import { createApiClient } from './api-client';
import type { ApiClient } from './api-client';
import { runMigration } from './migrate';
import { createServiceProcess } from './service-process';
import type { ServiceName, ServiceProcess } from './service-process';

const ISSUER = 'kcn';
const AUDIENCE = 'kcn';

/** In the order in which they need each other. */
const ALL_SERVICES: readonly ServiceName[] = ['registry', 'fees', 'reporting', 'emulation'];

export interface PlatformOptions {
  /** Which services run. Default registry and reporting; each is told the gRPC addresses of the others. */
  readonly services?: readonly ServiceName[];
  /** Copies of each service; the copies share database, consumer group and relay lease. Default 1. */
  readonly copies?: number;
  /** Settings of one service beyond those that every service gets, such as KCN_SIGNING_KEY_FILE. */
  readonly env?: Readonly<Partial<Record<ServiceName, Readonly<Record<string, string>>>>>;
  /** A MongoDB that somebody else starts and ends, in the place of one of its own. */
  readonly mongoUrl?: string;
}

/** Who calls; by default for every board. */
export interface Bearer {
  readonly subject: string;
  readonly roles: readonly Role[];
  readonly boards?: readonly string[];
}

/** Servers and services of a test's own, all of which may be killed. */
export interface Platform {
  readonly servers: Servers;
  /** Every process, service by service. */
  readonly processes: readonly ServiceProcess[];
  readonly registries: readonly ServiceProcess[];
  readonly reportings: readonly ServiceProcess[];
  readonly registryDb: Connection;
  readonly reportingDb: Connection;
  readonly brokers: string[];
  /** The copies of a service, the first first. @throws Error if it does not run here */
  processesOf(service: ServiceName): readonly [ServiceProcess, ...ServiceProcess[]];
  /** A service's own database. @throws Error if it does not run here */
  databaseOf(service: ServiceName): Connection;
  token(bearer: Bearer): Promise<string>;
  client(service: ServiceName, bearer: Bearer): Promise<ApiClient>;
  /** The private key that signs tokens, as `kcn` reads it. */
  readonly signingKeyFile: string;
  /** Folder with the processes' logs, for failures. */
  readonly logs: string;
  stop(): Promise<void>;
}

/** Starts three servers, migrates, and starts the services; resolves once all of them are ready. */
export async function startPlatform({
  services: chosen = ['registry', 'reporting'],
  copies = 1,
  env = {},
  mongoUrl: givenMongoUrl,
}: PlatformOptions = {}): Promise<Platform> {
  const services = ALL_SERVICES.filter((service) => chosen.includes(service));
  const servers = await startThrowawayServers({
    env: process.env,
    log: () => undefined,
    ...(givenMongoUrl === undefined ? {} : { addresses: { mongo: givenMongoUrl } }),
  });
  await mkdir(DATA_FOLDER, { recursive: true });
  const folder = await mkdtemp(join(DATA_FOLDER, 'e2e-'));
  const keys = await createSigningKeys();
  const token = ({ subject, roles, boards = ['*'] }: Bearer): Promise<string> =>
    signToken({ privateJwk: keys.privateJwk, subject, boards, roles, issuer: ISSUER, audience: AUDIENCE, expiresIn: '8h' });
  await writeFile(join(folder, 'jwks.json'), JSON.stringify(keys.jwks));
  const signingKeyFile = join(folder, 'signing-key.json');
  await writeFile(signingKeyFile, JSON.stringify(keys.privateJwk), { mode: 0o600 });
  const tokenFile = (service: ServiceName): string => join(folder, `${service}.token`);
  for (const service of services) await writeFile(tokenFile(service), await token({ subject: `service:${service}`, roles: ['service'] }));

  const brokers = servers.kafka.address.split(',');
  await createTopics({ topics: await readTopics(join(REPOSITORY, 'infra/kafka/topics.json')), brokers, log: () => undefined });

  const mongoUrl = (service: ServiceName): string => servers.mongo.address.replace('/?', `/kcn_${service}?`);
  await Promise.all(services.map((service) => runMigration(service, mongoUrl(service))));

  const ports = await findFreePorts(2 * copies * ALL_SERVICES.length);
  /** Two ports of each copy of each service, whether it runs or not: the others are told where it would be. */
  const portsOf = (service: ServiceName, copy: number): { http: number; grpc: number } => {
    const at = 2 * (ALL_SERVICES.indexOf(service) * copies + copy - 1);
    return { http: ports[at] ?? 0, grpc: ports[at + 1] ?? 0 };
  };
  const grpcOf = (service: ServiceName): string => `127.0.0.1:${String(portsOf(service, 1).grpc)}`;
  const make = (service: ServiceName, copy: number): ServiceProcess => {
    const { http, grpc } = portsOf(service, copy);
    const name = `${service}-${String(copy)}`;
    return createServiceProcess({
      service,
      name,
      httpPort: http,
      grpcPort: grpc,
      logFile: join(folder, `${name}.log`),
      env: {
        KCN_HTTP_PORT: String(http),
        KCN_GRPC_PORT: String(grpc),
        KCN_MONGO_URL: mongoUrl(service),
        KCN_KAFKA_BROKERS: servers.kafka.address,
        KCN_REDIS_URL: servers.redis.address,
        KCN_JWKS_FILE: join(folder, 'jwks.json'),
        KCN_JWT_ISSUER: ISSUER,
        KCN_JWT_AUDIENCE: AUDIENCE,
        KCN_REGISTRY_GRPC: grpcOf('registry'),
        KCN_REPORTING_GRPC: grpcOf('reporting'),
        // Who is told of these two needs them.
        ...(services.includes('fees') ? { KCN_FEES_GRPC: grpcOf('fees') } : {}),
        ...(services.includes('emulation') ? { KCN_EMULATION_GRPC: grpcOf('emulation') } : {}),
        KCN_SERVICE_TOKEN_FILE: tokenFile(service),
        KCN_LOG_LEVEL: 'warn',
        ...env[service],
      },
    });
  };
  const numbers = Array.from({ length: copies }, (_, index) => index + 1);
  const processes = services.flatMap((service) => numbers.map((copy) => make(service, copy)));
  const copiesOf = (service: ServiceName): ServiceProcess[] => processes.filter((one) => one.service === service);
  const databases = new Map<ServiceName, Connection>();
  for (const service of new Set<ServiceName>(['registry', 'reporting', ...services]))
    databases.set(service, await createConnection(mongoUrl(service)).asPromise());
  const databaseOf = (service: ServiceName): Connection => {
    const database = databases.get(service);
    if (!database) throw new Error(`no ${service} runs`);
    return database;
  };
  const processesOf = (service: ServiceName): readonly [ServiceProcess, ...ServiceProcess[]] => {
    const [first, ...others] = copiesOf(service);
    if (!first) throw new Error(`no ${service} runs`);
    return [first, ...others];
  };

  const stop = async (): Promise<void> => {
    await Promise.all(processes.map((one) => one.destroy()));
    await Promise.all([...databases.values()].map((one) => one.close(true)));
    await servers.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await Promise.all(processes.map((one) => one.start()));
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    servers,
    processes,
    registries: copiesOf('registry'),
    reportings: copiesOf('reporting'),
    registryDb: databaseOf('registry'),
    reportingDb: databaseOf('reporting'),
    brokers,
    signingKeyFile,
    logs: folder,
    processesOf,
    databaseOf,
    token,
    client: async (service, bearer) =>
      createApiClient({ baseUrls: processesOf(service).map((one) => one.url), token: await token(bearer) }),
    stop,
  };
}
