import { createGrpcServer, createMetrics, createTokenVerifier } from '@kcn/service-kit';
import { testTokens } from '@kcn/testkit';
import type { TestTokenClaims } from '@kcn/testkit';
import { createEventLogClient } from '../grpc/event-log-client';
import type { EventLogClient } from '../grpc/event-log-client';
import { createEventLogService } from '../grpc/event-log-service';
import type { EventLog } from '../log/event-log';
import { silentLogger } from './fresh';

export interface ServedLog {
  /** A client with a token of these claims, closed by `stop`. */
  clientFor(options?: { readonly claims?: TestTokenClaims; readonly readDeadlineMs?: number }): Promise<EventLogClient>;
  stopServer(): Promise<void>;
  stop(): Promise<void>;
}

const SERVICE: TestTokenClaims = { roles: ['service'] };

/** A log behind the real gRPC server, with the guards that services have. */
export async function serveLog(log: EventLog, options: { readonly entriesPerMessage: number }): Promise<ServedLog> {
  const tokens = await testTokens();
  const metrics = createMetrics({ service: 'log', processMetrics: false });
  const server = createGrpcServer({
    name: 'log',
    host: '127.0.0.1',
    port: 0,
    services: [createEventLogService(log, options)],
    verifier: createTokenVerifier({ jwks: { file: tokens.jwksFile }, issuer: tokens.issuer, audience: tokens.audience }),
    logger: silentLogger,
    metrics,
    drainDeadlineMs: 500,
  });
  await server.start();
  const address = `127.0.0.1:${server.address().port.toString()}`;
  const clients: EventLogClient[] = [];
  return {
    async clientFor({ claims = SERVICE, readDeadlineMs = 10_000 } = {}) {
      const client = createEventLogClient({ address, token: await tokens.sign(claims), readDeadlineMs });
      clients.push(client);
      return client;
    },
    stopServer: () => server.stop(),
    async stop() {
      for (const client of clients) client.close();
      await server.stop();
      metrics.stop();
      await tokens.drop();
    },
  };
}
