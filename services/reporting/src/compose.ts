import { createServiceCore } from '@kcn/messaging';
import type { ComposedService, CrashPoints } from '@kcn/messaging';
import { createJobs } from '@kcn/service-kit';
import type { Logger } from '@kcn/service-kit';
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

export interface ComposeContext {
  readonly logger: Logger;
  /** Replaces those of the setting; for tests. */
  readonly crashPoints?: CrashPoints;
}

/** The whole service from its settings: the only place where parts are put together. */
export async function compose(config: ReportingConfig, { logger, ...context }: ComposeContext): Promise<ComposedService> {
  const { topics, redisPrefix } = config.names;
  const core = await createServiceCore({ ...{ name: 'reporting', config, topic: topics.reporting, migrations, logger }, ...context });
  const { connection, metrics, log, runOnce, bus, relay, crashPoints } = core;
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

  return core.serve({
    routes: [
      ...createSummaryRoutes({ vectors, summaries, publisher, publications }),
      ...createRunRoutes({ runs: createRunRequests(jobs), runOnce }),
      ...createImportRoutes({ importer }),
      createWithdrawalRoute({ withdraw }),
      ...createOperationRoutes({ verifier: verification, replay, replays: createReplayRequests(jobs), runOnce }),
      ...createBoardRoutes({ vectors, lineage, ownRecords, status: createBoardStatus({ sources, generations, ownLog: log }) }),
    ],
    grpcServices: [createFiguresService({ vectors, summaries, publications })],
    prepare: () => logs.ensureIndexes(),
    parts: [logs.calls, ...logs.consumers, jobs, createRenewOutdated({ jobs, logger, outdated: () => generations.outdated() })],
    info: {
      title: 'Reporting',
      version: '1.0.0',
      description: 'Chỉ tiêu, số liệu và báo cáo kỳ – indicators, figures and periodic summaries',
    },
  });
}
