import { readFile } from 'node:fs/promises';
import { topics } from '@kcn/contracts';
import {
  connectMongo,
  createCommandGroups,
  createEnvCrashPoints,
  createEventLog,
  createEventLogService,
  createIdempotencyStore,
  createKafkaBus,
  createRelay,
  inTransaction,
  prepareDatabase,
  translateMongoError,
} from '@kcn/messaging';
import type { CrashPoints } from '@kcn/messaging';
import {
  combineReadiness,
  createGrpcServer,
  createHttpServer,
  createMetrics,
  createSupervisor,
  createTokenVerifier,
} from '@kcn/service-kit';
import type { GrpcServer, HttpServer, Logger, Part, Service } from '@kcn/service-kit';
import { readFiles } from './adapters/files/read-files';
import { createRegistryGrpcService } from './adapters/grpc/registry-service';
import { createBoardRoutes } from './adapters/http/board-routes';
import { createImportRoutes } from './adapters/http/import-routes';
import { createRecordRoutes } from './adapters/http/record-routes';
import { createImportResumer } from './adapters/jobs/import-resumer';
import { createBoardLease } from './adapters/mongo/board-lease';
import { createImportStore } from './adapters/mongo/import-store';
import { migrations } from './adapters/mongo/migrations';
import { createRecordReader } from './adapters/mongo/record-reader';
import { createUnitStore } from './adapters/mongo/unit-store';
import { createImporter } from './application/imports/importer';
import { createRecordCommands } from './application/record-commands';
import type { RegistryConfig } from './config';

export interface Registry extends Service {
  /** Where it listens once started. */
  addresses(): { readonly http: ReturnType<HttpServer['address']>; readonly grpc: ReturnType<GrpcServer['address']> };
}

export interface ComposeContext {
  readonly logger: Logger;
  /** Replaces those of the setting; for tests. */
  readonly crashPoints?: CrashPoints;
}

const monotonicNow = (): number => performance.now();

/** The whole service from its settings: the only place where parts are put together. */
export async function compose(
  config: RegistryConfig,
  { logger, crashPoints = createEnvCrashPoints(config.crashAt) }: ComposeContext,
): Promise<Registry> {
  const connection = await connectMongo(config.mongoUrl, { appName: 'kcn-registry' });
  const metrics = createMetrics({ service: 'registry' });
  const verifier = createTokenVerifier(config.auth);

  const log = createEventLog({ connection });
  const idempotency = createIdempotencyStore({ connection });
  const units = createUnitStore({ connection });
  const reader = createRecordReader({ connection, log });
  const bus = createKafkaBus({ brokers: config.kafkaBrokers, clientId: 'kcn-registry', logger });
  const relay = createRelay({
    connection,
    log,
    bus,
    topic: `${config.topicPrefix}${topics.registry}`,
    source: 'registry',
    logger,
    metrics: metrics.registry,
    crashPoints,
  });

  const groups = createCommandGroups({ connection, log, store: units, idempotency, crashPoints });
  const withdrawals = createCommandGroups({
    connection,
    log,
    store: createUnitStore({ connection, withReferrers: true }),
    idempotency,
    crashPoints,
    maxGroupSize: 1,
  });
  const commands = createRecordCommands({ groups, withdrawals, monotonicNow });
  const importer = createImporter({
    readFiles,
    imports: createImportStore({ connection }),
    lease: createBoardLease({ connection, leaseMs: config.importLeaseMs }),
    units,
    log,
    transact: (work) => inTransaction(connection, work, { retryForMs: 20_000 }),
    monotonicNow,
    crashPoints,
    answerAtOnceAbove: config.importAnswerAtOnceAbove,
    onFailure: (error, importId) => {
      logger.error({ error, importId }, 'an import stopped and will be taken up again');
    },
  });

  const readiness = () =>
    // Not the relay's: without Kafka the registry takes writes all the same, and publishes them when Kafka is back.
    combineReadiness([() => (connection.readyState === 1 ? undefined : 'database: not connected')]);

  const http = createHttpServer({
    translateError: translateMongoError,
    name: 'registry',
    port: config.httpPort,
    logger,
    verifier,
    routes: [
      ...createImportRoutes({ importer }),
      ...createRecordRoutes({ commands, reader, log }),
      ...createBoardRoutes({ reader, log, relay }),
    ],
    readiness,
    metrics,
    info: {
      title: 'Registry',
      version: '1.0.0',
      description: 'Đăng ký đầu tư: khu, dự án, đất, báo cáo doanh nghiệp – parks, projects, leases, enterprise reports',
    },
  });
  const grpc = createGrpcServer({
    translateError: translateMongoError,
    name: 'registry',
    port: config.grpcPort,
    services: [createRegistryGrpcService(reader), createEventLogService(log)],
    verifier,
    logger,
    metrics,
    descriptorImage: await readFile(require.resolve('@kcn/contracts/descriptor.binpb')),
  });

  const database: Part = {
    name: 'database',
    start: async () => {
      const run = await prepareDatabase(connection, migrations);
      if (run.length > 0) logger.info({ run }, 'migrated');
    },
    stop: () => connection.close(),
  };
  const writing: Part = {
    name: 'commands',
    start: () => Promise.resolve(),
    stop: async () => {
      await Promise.all([groups.stop(), withdrawals.stop()]);
    },
  };
  const relaying: Part = { name: 'relay', start: () => relay.start(), stop: () => relay.stop() };
  const supervisor = createSupervisor([database, relaying, writing, createImportResumer({ importer, logger }), grpc, http], logger);

  return {
    start: () =>
      supervisor.start().catch(async (error: unknown) => {
        await connection.close();
        throw error;
      }),
    stop: async () => {
      await supervisor.stop();
      // Also when it was never started.
      await connection.close();
      metrics.stop();
    },
    readiness,
    addresses: () => ({ http: http.address(), grpc: grpc.address() }),
  };
}
