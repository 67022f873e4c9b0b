import { readFile } from 'node:fs/promises';
import {
  connectMongo,
  createEnvCrashPoints,
  createEventLog,
  createEventLogService,
  createIdempotencyStore,
  createKafkaBus,
  createRelay,
  createRunOnce,
  prepareDatabase,
  translateMongoError,
} from '@kcn/messaging';
import type { CrashPoints } from '@kcn/messaging';
import {
  combineReadiness,
  createGrpcServer,
  createHttpServer,
  createJobs,
  createMetrics,
  createSupervisor,
  createTokenVerifier,
} from '@kcn/service-kit';
import type { GrpcServer, HttpServer, Logger, Part, Service } from '@kcn/service-kit';
import { createFiguresService } from './adapters/grpc/figures-service';
import { createBoardRoutes } from './adapters/http/board-routes';
import { createImportRoutes } from './adapters/http/import-routes';
import { createOperationRoutes } from './adapters/http/operation-routes';
import { createRunRoutes } from './adapters/http/run-routes';
import { createSummaryRoutes } from './adapters/http/summary-routes';
import { createWithdrawalRoute } from './adapters/http/withdrawal-route';
import { JOBS } from './adapters/jobs/catalogue';
import { createRenewOutdated } from './adapters/jobs/renew-outdated';
import { createReplayRequests, createRunRequests } from './adapters/jobs/requests';
import { defineWork } from './adapters/jobs/work';
import { createTopicReads } from './adapters/kafka/topic-reads';
import { createGenerationStore } from './adapters/mongo/generation-store';
import { createImportStore } from './adapters/mongo/import-store';
import { createOwnRecordStore } from './adapters/mongo/own-record-store';
import { migrations } from './adapters/mongo/migrations';
import { createPublicationStore } from './adapters/mongo/publication-store';
import { createSummaryStore } from './adapters/mongo/summary-store';
import { createLineage } from './application/lineage/explain-figure';
import { createBoardStatus } from './application/operations/board-status';
import { createReplay } from './application/operations/replay-board';
import { createVerifier } from './application/operations/verify-board';
import { createOwnImporter } from './application/own-records/import-own-records';
import { createWithdrawOwnRecord } from './application/own-records/withdraw-own-record';
import { createPublisher } from './application/summary/publish-summary';
import { createVectorResolver } from './application/summary/resolve-vector';
import { createSummaryRun } from './application/summary/run-summary';
import { createSummaries } from './application/summary/summaries';
import { createSources } from './compose/sources';
import type { ReportingConfig } from './config';

export interface Reporting extends Service {
  /** Where it listens once started. */
  addresses(): { readonly http: ReturnType<HttpServer['address']>; readonly grpc: ReturnType<GrpcServer['address']> };
}

export interface ComposeContext {
  readonly logger: Logger;
  /** Replaces those of the setting; for tests. */
  readonly crashPoints?: CrashPoints;
}

/** The whole service from its settings: the only place where parts are put together. */
export async function compose(
  config: ReportingConfig,
  { logger, crashPoints = createEnvCrashPoints(config.crashAt) }: ComposeContext,
): Promise<Reporting> {
  const connection = await connectMongo(config.mongoUrl, { appName: 'kcn-reporting' });
  const metrics = createMetrics({ service: 'reporting' });
  const verifier = createTokenVerifier(config.auth);
  const { topics, redisPrefix } = config.names;

  const log = createEventLog({ connection });
  const idempotency = createIdempotencyStore({ connection });
  const runOnce = createRunOnce({ connection, idempotency });
  const bus = createKafkaBus({ brokers: config.kafkaBrokers, clientId: 'kcn-reporting', logger });
  const relay = createRelay({
    connection,
    log,
    bus,
    topic: topics.reporting,
    source: 'reporting',
    logger,
    metrics: metrics.registry,
    crashPoints,
  });
  const generations = createGenerationStore(connection);
  const ownRecords = createOwnRecordStore(connection);
  const publications = createPublicationStore(connection);

  const logs = createSources({ connection, config, generations, bus, logger, metrics, crashPoints });
  const { sources, views, records, makers } = logs;

  const vectors = createVectorResolver({ sources, generations, ownLog: log, ownRecords });
  const summaries = createSummaries({ views, ownRecords, records: records.registry });
  const publisher = createPublisher({ vectors, summaries, publications, makers, ownRecords, log, runOnce });
  const lineage = createLineage({ summaries, views, facts: logs.facts, records, ownRecords });
  const importer = createOwnImporter({ log, ownRecords, imports: createImportStore(connection), runOnce });
  const withdraw = createWithdrawOwnRecord({ log, ownRecords, runOnce });
  const replay = createReplay({ sources, generations });
  const verification = createVerifier({
    sources,
    generations,
    ownLog: log,
    ownRecords,
    relay,
    audits: logs.audits,
    topicReads: createTopicReads(bus),
    topics,
    publications,
    vectors,
    summaries,
  });

  const jobs = createJobs({ connection, redisUrl: config.redisUrl, prefix: redisPrefix, logger, catalogue: JOBS, metrics });
  const runSummary = createSummaryRun({ connection, vectors, summaries, store: createSummaryStore(connection), sources, generations });
  defineWork({ jobs, runSummary, replay, generations, ownLog: log });

  const readiness = () =>
    // Neither Kafka nor Redis: without them summaries of what is settled are answered all the same.
    combineReadiness([() => (connection.readyState === 1 ? undefined : 'database: not connected')]);

  const http = createHttpServer({
    translateError: translateMongoError,
    name: 'reporting',
    port: config.httpPort,
    logger,
    verifier,
    routes: [
      ...createSummaryRoutes({ vectors, summaries, publisher, publications }),
      ...createRunRoutes({ runs: createRunRequests(jobs), runOnce }),
      ...createImportRoutes({ importer }),
      createWithdrawalRoute({ withdraw }),
      ...createOperationRoutes({ verifier: verification, replay, replays: createReplayRequests(jobs), runOnce }),
      ...createBoardRoutes({ vectors, lineage, ownRecords, status: createBoardStatus({ sources, generations, ownLog: log }) }),
    ],
    readiness,
    metrics,
    info: {
      title: 'Reporting',
      version: '1.0.0',
      description: 'Chỉ tiêu, số liệu và báo cáo kỳ – indicators, figures and periodic summaries',
    },
  });
  const grpc = createGrpcServer({
    translateError: translateMongoError,
    name: 'reporting',
    port: config.grpcPort,
    services: [createFiguresService({ vectors, summaries }), createEventLogService(log)],
    verifier,
    logger,
    metrics,
    descriptorImage: await readFile(require.resolve('@kcn/contracts/descriptor.binpb')),
  });

  const database: Part = {
    name: 'database',
    start: async () => {
      const run = await prepareDatabase(connection, migrations);
      await logs.ensureIndexes();
      if (run.length > 0) logger.info({ run }, 'migrated');
    },
    stop: () => connection.close(),
  };
  const relaying: Part = { name: 'relay', start: () => relay.start(), stop: () => relay.stop() };
  const renewal = createRenewOutdated({ jobs, logger, outdated: () => generations.outdated() });
  const supervisor = createSupervisor([database, logs.calls, relaying, ...logs.consumers, jobs, renewal, grpc, http], logger);

  return {
    start: () => supervisor.start(),
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
