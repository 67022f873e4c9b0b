import { topics } from '@kcn/contracts';
import { createCommandGroups, createServiceCore, inTransaction } from '@kcn/messaging';
import type { ComposedService, CrashPoints } from '@kcn/messaging';
import type { Logger, Part } from '@kcn/service-kit';
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

export interface ComposeContext {
  readonly logger: Logger;
  /** Replaces those of the setting; for tests. */
  readonly crashPoints?: CrashPoints;
}

const monotonicNow = (): number => performance.now();

/** The whole service from its settings: the only place where parts are put together. */
export async function compose(config: RegistryConfig, { logger, ...context }: ComposeContext): Promise<ComposedService> {
  const core = await createServiceCore({
    ...{ name: 'registry', config, topic: `${config.topicPrefix}${topics.registry}`, migrations, logger },
    ...context,
  });
  const { connection, log, idempotency, relay, crashPoints } = core;
  const units = createUnitStore({ connection });
  const reader = createRecordReader({ connection, log });

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

  const writing: Part = {
    name: 'commands',
    start: () => Promise.resolve(),
    stop: async () => {
      await Promise.all([groups.stop(), withdrawals.stop()]);
    },
  };
  return core.serve({
    routes: [
      ...createImportRoutes({ importer }),
      ...createRecordRoutes({ commands, reader, log }),
      ...createBoardRoutes({ reader, log, relay }),
    ],
    grpcServices: [createRegistryGrpcService(reader)],
    parts: [writing, createImportResumer({ importer, logger })],
    info: {
      title: 'Registry',
      version: '1.0.0',
      description: 'Đăng ký đầu tư: khu, dự án, đất, báo cáo doanh nghiệp – parks, projects, leases, enterprise reports',
    },
  });
}
