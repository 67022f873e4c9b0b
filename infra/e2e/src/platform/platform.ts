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

export interface PlatformOptions {
  /** Copies of each service; both copies share database, consumer group and relay lease. Default 1. */
  readonly copies?: number;
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
  readonly registries: readonly ServiceProcess[];
  readonly reportings: readonly ServiceProcess[];
  readonly registryDb: Connection;
  readonly reportingDb: Connection;
  readonly brokers: string[];
  token(bearer: Bearer): Promise<string>;
  client(service: ServiceName, bearer: Bearer): Promise<ApiClient>;
  /** Folder with the processes' logs, for failures. */
  readonly logs: string;
  stop(): Promise<void>;
}

/** Starts three servers, migrates, and starts the services; resolves once all of them are ready. */
export async function startPlatform({ copies = 1 }: PlatformOptions = {}): Promise<Platform> {
  const servers = await startThrowawayServers({ env: process.env, log: () => undefined });
  await mkdir(DATA_FOLDER, { recursive: true });
  const folder = await mkdtemp(join(DATA_FOLDER, 'e2e-'));
  const keys = await createSigningKeys();
  const token = ({ subject, roles, boards = ['*'] }: Bearer): Promise<string> =>
    signToken({ privateJwk: keys.privateJwk, subject, boards, roles, issuer: ISSUER, audience: AUDIENCE, expiresIn: '8h' });
  await writeFile(join(folder, 'jwks.json'), JSON.stringify(keys.jwks));
  await writeFile(join(folder, 'reporting.token'), await token({ subject: 'service:reporting', roles: ['service'] }));

  const brokers = servers.kafka.address.split(',');
  await createTopics({ topics: await readTopics(join(REPOSITORY, 'infra/kafka/topics.json')), brokers, log: () => undefined });

  const mongoUrl = (service: ServiceName): string => servers.mongo.address.replace('/?', `/kcn_${service}?`);
  await Promise.all((['registry', 'reporting'] as const).map((service) => runMigration(service, mongoUrl(service))));

  const ports = await findFreePorts(4 * copies);
  const nextPort = (): number => ports.pop() ?? 0;
  const registryGrpcPorts: number[] = [];
  const make = (service: ServiceName, copy: number): ServiceProcess => {
    const [httpPort, grpcPort] = [nextPort(), nextPort()];
    if (service === 'registry') registryGrpcPorts.push(grpcPort);
    const name = `${service}-${String(copy)}`;
    return createServiceProcess({
      service,
      name,
      httpPort,
      logFile: join(folder, `${name}.log`),
      env: {
        KCN_HTTP_PORT: String(httpPort),
        KCN_GRPC_PORT: String(grpcPort),
        KCN_MONGO_URL: mongoUrl(service),
        KCN_KAFKA_BROKERS: servers.kafka.address,
        KCN_REDIS_URL: servers.redis.address,
        KCN_JWKS_FILE: join(folder, 'jwks.json'),
        KCN_JWT_ISSUER: ISSUER,
        KCN_JWT_AUDIENCE: AUDIENCE,
        KCN_REGISTRY_GRPC: `127.0.0.1:${String(registryGrpcPorts[0] ?? 0)}`,
        KCN_SERVICE_TOKEN_FILE: join(folder, 'reporting.token'),
        KCN_LOG_LEVEL: 'warn',
      },
    });
  };
  const numbers = Array.from({ length: copies }, (_, index) => index + 1);
  const registries = numbers.map((copy) => make('registry', copy));
  const reportings = numbers.map((copy) => make('reporting', copy));
  const all = [...registries, ...reportings];
  const registryDb = await createConnection(mongoUrl('registry')).asPromise();
  const reportingDb = await createConnection(mongoUrl('reporting')).asPromise();

  const stop = async (): Promise<void> => {
    await Promise.all(all.map((one) => one.destroy()));
    await Promise.all([registryDb.close(true), reportingDb.close(true)]);
    await servers.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await Promise.all(all.map((one) => one.start()));
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    servers,
    registries,
    reportings,
    registryDb,
    reportingDb,
    brokers,
    logs: folder,
    token,
    async client(service, bearer) {
      const processes = service === 'registry' ? registries : reportings;
      return createApiClient({ baseUrls: processes.map((one) => one.url), token: await token(bearer) });
    },
    stop,
  };
}
