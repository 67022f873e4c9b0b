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
import {
  combineReadiness,
  createGrpcServer,
  createHttpServer,
  createMetrics,
  createSupervisor,
  createTokenVerifier,
} from '@kcn/service-kit';
import type { GrpcServer, HttpServer, Logger, Part, Service } from '@kcn/service-kit';
import { createImportRoutes } from './adapters/http/import-routes';
import { createCheckBoard, createLogRoutes } from './adapters/http/log-routes';
import { createReportRoutes } from './adapters/http/report-routes';
import { createRunRoutes } from './adapters/http/run-routes';
import { createImportStore } from './adapters/mongo/import-store';
import { createInvoiceStore } from './adapters/mongo/invoice-store';
import { createLedgerStore } from './adapters/mongo/ledger-store';
import { migrations } from './adapters/mongo/migrations';
import { createRecordStore } from './adapters/mongo/record-store';
import { createRunStore } from './adapters/mongo/run-store';
import { readStatement } from './adapters/statements/read-statement';
import { createPosting } from './application/ledger/post-difference';
import { createImporter } from './application/records/import-records';
import { createBoardReport } from './application/report/board-report';
import { createApprover } from './application/runs/approve-run';
import { createRunCreator } from './application/runs/create-run';
import { createIssuer } from './application/runs/issue-run';
import { planBoardRun } from './application/runs/plan-board-run';
import type { FeesConfig } from './config';

export interface Fees extends Service {
  /** Where it listens once started. */
  addresses(): { readonly http: ReturnType<HttpServer['address']>; readonly grpc: ReturnType<GrpcServer['address']> };
}

/** The whole service from its settings: the only place where parts are put together. */
export async function compose(config: FeesConfig, { logger }: { readonly logger: Logger }): Promise<Fees> {
  const connection = await connectMongo(config.mongoUrl, { appName: 'kcn-fees' });
  const metrics = createMetrics({ service: 'fees' });
  const verifier = createTokenVerifier(config.auth);

  const log = createEventLog({ connection });
  const runOnce = createRunOnce({ connection, idempotency: createIdempotencyStore({ connection }) });
  const bus = createKafkaBus({ brokers: config.kafkaBrokers, clientId: 'kcn-fees', logger });
  const relay = createRelay({
    connection,
    log,
    bus,
    topic: config.topic,
    source: 'fees',
    logger,
    metrics: metrics.registry,
    crashPoints: createEnvCrashPoints(config.crashAt),
  });

  const records = createRecordStore(connection);
  const runs = createRunStore(connection);
  const invoices = createInvoiceStore(connection);
  const ledger = createLedgerStore(connection);
  const post = createPosting({ records, invoices, ledger });
  const issuer = createIssuer({ connection, log, invoices, runs, post });

  const checkBoard = createCheckBoard(log);

  const readiness = () =>
    // Not Kafka: what is recorded and owed is answered without it.
    combineReadiness([() => (connection.readyState === 1 ? undefined : 'database: not connected')]);

  const http = createHttpServer({
    translateError: translateMongoError,
    name: 'fees',
    port: config.httpPort,
    logger,
    verifier,
    routes: [
      ...createImportRoutes({
        importer: createImporter({ log, records, imports: createImportStore(connection), runOnce, readStatement, post }),
      }),
      ...createRunRoutes({
        plan: (board, through) => planBoardRun({ records, invoices }, { board, through, session: undefined }),
        create: createRunCreator({ log, records, invoices, runs, runOnce }),
        approve: createApprover({ log, invoices, runs, runOnce }),
        issuer,
        runs,
      }),
      ...createReportRoutes({ report: createBoardReport({ records, invoices }), invoices, ledger, checkBoard }),
      ...createLogRoutes({ log, relay, checkBoard }),
    ],
    readiness,
    metrics,
    info: { title: 'Fees', version: '1.0.0', description: 'Thu phí sử dụng hạ tầng – infrastructure fees' },
  });
  const grpc = createGrpcServer({
    translateError: translateMongoError,
    name: 'fees',
    port: config.grpcPort,
    services: [createEventLogService(log)],
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
  const relaying: Part = { name: 'relay', start: () => relay.start(), stop: () => relay.stop() };
  const issuing: Part = {
    name: 'issuing',
    start: async () => {
      for (const { board, id, error } of await issuer.resume()) {
        if (error === undefined) logger.info({ board, run: id }, 'issued what was interrupted');
        else logger.error({ board, run: id, err: error }, 'a run could not be issued to its end');
      }
    },
    stop: () => Promise.resolve(),
  };
  const supervisor = createSupervisor([database, relaying, issuing, grpc, http], logger);

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
