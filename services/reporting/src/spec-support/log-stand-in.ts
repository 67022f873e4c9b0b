import { createEventLog, createEventLogService, createKafkaBus, createRelay, inTransaction } from '@kcn/messaging';
import type { AppendResult, EventLog, NewEvent } from '@kcn/messaging';
import { createGrpcServer, createMetrics, createSilentLogger } from '@kcn/service-kit';
import type { TokenVerifier } from '@kcn/service-kit';
import { borrowServers, freshDatabase } from '@kcn/testkit';
import type { FreshDatabase } from '@kcn/testkit';

/** Another service as far as reporting can see it: its log over gRPC and Kafka; the test is the writer. */
export interface LogStandIn {
  readonly database: FreshDatabase;
  readonly log: EventLog;
  /** `host:port` */
  readonly address: string;
  append(board: string, events: readonly NewEvent[]): Promise<AppendResult>;
  /** The gRPC server goes away and comes back at the same address. */
  stopServer(): Promise<void>;
  startServer(): Promise<void>;
  stop(): Promise<void>;
}

export async function startLogStandIn(
  name: 'registry' | 'fees' | 'emulation',
  { topic, verifier }: { readonly topic: string; readonly verifier: TokenVerifier },
): Promise<LogStandIn> {
  const logger = createSilentLogger();
  const database = await freshDatabase(name);
  const log = createEventLog({ connection: database.connection });
  await log.ensureIndexes();
  const bus = createKafkaBus({ brokers: borrowServers().kafkaBrokers, clientId: `${name}-stand-in`, logger });
  const relay = createRelay({ connection: database.connection, log, bus, topic, source: name, logger });
  await relay.start();
  const metrics = createMetrics({ service: name, processMetrics: false });
  const serve = (port: number) =>
    createGrpcServer({ name, host: '127.0.0.1', port, services: [createEventLogService(log)], verifier, logger, metrics });
  let server = serve(0);
  await server.start();
  const { port } = server.address();
  return {
    database,
    log,
    address: `127.0.0.1:${port.toString()}`,
    append: (board, events) => inTransaction(database.connection, (session) => log.append(session, board, events)),
    stopServer: () => server.stop(),
    async startServer() {
      server = serve(port);
      await server.start();
    },
    async stop() {
      await server.stop();
      await relay.stop();
      await database.drop();
    },
  };
}
