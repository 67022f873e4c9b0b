import { readFile } from 'node:fs/promises';
import {
  combineReadiness,
  createGrpcServer,
  createHttpServer,
  createMetrics,
  createSupervisor,
  createTokenVerifier,
} from '@kcn/service-kit';
import type {
  AuthConfig,
  GrpcServer,
  GrpcServerOptions,
  HttpServer,
  HttpServerOptions,
  Logger,
  Metrics,
  Part,
  Service,
} from '@kcn/service-kit';
import { createEnvCrashPoints } from '../crash-points/crash-points';
import type { CrashPoints } from '../crash-points/crash-points';
import { createEventLogService } from '../grpc/event-log-service';
import { createIdempotencyStore } from '../idempotency/idempotency-store';
import type { IdempotencyStore } from '../idempotency/idempotency-store';
import type { EventBus } from '../kafka/event-bus';
import { createKafkaBus } from '../kafka/kafka-bus';
import { createEventLog } from '../log/event-log';
import type { EventLog } from '../log/event-log';
import { prepareDatabase } from '../migrations/prepare-database';
import type { Migration } from '../migrations/migration';
import { connectMongo } from '../mongo/connect-mongo';
import type { Connection } from '../mongo/database';
import { translateMongoError } from '../mongo/mongo-errors';
import { createRelay } from '../relay/relay';
import type { Relay } from '../relay/relay-types';
import { createRunOnce } from '../transactions/run-once';
import type { RunOnce } from '../transactions/run-once';

/** Settings that every service has, by the names of its own config. */
export interface ServiceCoreConfig {
  readonly httpPort: number;
  readonly grpcPort: number;
  readonly mongoUrl: string;
  readonly kafkaBrokers: readonly string[];
  readonly auth: AuthConfig;
  /** `<crash point>[:n]`, for fault tests only. */
  readonly crashAt?: string;
}

export interface ServiceCoreOptions {
  /** Also the source of its events, `/kcn/<name>/<board>`. */
  readonly name: string;
  readonly config: ServiceCoreConfig;
  /** Where the relay sends the service's events. */
  readonly topic: string;
  readonly migrations: readonly Migration[];
  readonly logger: Logger;
  /** Replaces those of the setting; for tests. */
  readonly crashPoints?: CrashPoints;
}

/** What a service offers and runs beside its core. */
export interface Offer {
  readonly routes: HttpServerOptions['routes'];
  /** gRPC services; that of the event log is always there. */
  readonly grpcServices?: GrpcServerOptions['services'];
  readonly info: HttpServerOptions['info'];
  /** Started after database and relay and before the servers, in this order; stopped the other way round. */
  readonly parts?: readonly Part[];
  /** Further work on the database before anything else starts. */
  readonly prepare?: () => Promise<void>;
}

/** A running service and where it listens once started. */
export interface ComposedService extends Service {
  addresses(): { readonly http: ReturnType<HttpServer['address']>; readonly grpc: ReturnType<GrpcServer['address']> };
}

export interface ServiceCore {
  readonly connection: Connection;
  readonly metrics: Metrics;
  readonly log: EventLog;
  readonly idempotency: IdempotencyStore;
  readonly runOnce: RunOnce;
  readonly bus: EventBus;
  readonly relay: Relay;
  readonly crashPoints: CrashPoints;
  /** Servers, database, relay and the given parts as one service. */
  serve(offer: Offer): Promise<ComposedService>;
}

/**
 * What each service of the platform is made of: its database with the event log as outbox, the relay to its topic, HTTP and gRPC
 * servers that know tokens, metrics and health. A service is ready while its database is: without Kafka it takes writes all the same
 * and publishes them when Kafka is back.
 */
export async function createServiceCore(options: ServiceCoreOptions): Promise<ServiceCore> {
  const { name, config, topic, migrations, logger, crashPoints = createEnvCrashPoints(config.crashAt ?? '') } = options;
  const connection = await connectMongo(config.mongoUrl, { appName: `kcn-${name}` });
  const metrics = createMetrics({ service: name });
  const log = createEventLog({ connection });
  const idempotency = createIdempotencyStore({ connection });
  const bus = createKafkaBus({ brokers: config.kafkaBrokers, clientId: `kcn-${name}`, logger });
  const relay = createRelay({ connection, log, bus, topic, source: name, logger, metrics: metrics.registry, crashPoints });

  async function serve({ routes, grpcServices = [], info, parts = [], prepare }: Offer): Promise<ComposedService> {
    const verifier = createTokenVerifier(config.auth);
    const readiness = () => combineReadiness([() => (connection.readyState === 1 ? undefined : 'database: not connected')]);
    const http = createHttpServer({
      ...{ name, port: config.httpPort, logger, verifier, metrics, routes, readiness, info },
      translateError: translateMongoError,
    });
    const grpc = createGrpcServer({
      ...{ name, port: config.grpcPort, logger, verifier, metrics },
      services: [...grpcServices, createEventLogService(log)],
      descriptorImage: await readFile(require.resolve('@kcn/contracts/descriptor.binpb')),
      translateError: translateMongoError,
    });
    const database: Part = {
      name: 'database',
      start: async () => {
        const run = await prepareDatabase(connection, migrations);
        await prepare?.();
        if (run.length > 0) logger.info({ run }, 'migrated');
      },
      stop: () => connection.close(),
    };
    const relaying: Part = { name: 'relay', start: () => relay.start(), stop: () => relay.stop() };
    const supervisor = createSupervisor([database, relaying, ...parts, grpc, http], logger);
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

  return {
    ...{ connection, metrics, log, idempotency, bus, relay, crashPoints, serve },
    runOnce: createRunOnce({ connection, idempotency }),
  };
}
