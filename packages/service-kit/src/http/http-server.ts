import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Role } from '@kcn/kernel';
import { hasRole, invalid } from '@kcn/kernel';
import type { ErrorRequestHandler, Express, RequestHandler, Router } from 'express';
import express from 'express';
import helmet from 'helmet';
import type { TokenVerifier } from '../auth/token-verifier';
import type { Logger } from '../logging/logger';
import type { Metrics } from '../metrics/metrics';
import type { Part } from '../process/supervisor';
import type { Readiness } from '../process/readiness';
import type { ApiInfo } from './openapi';
import { createOpenApiDocument } from './openapi';
import { authenticate, createRouteHandler, sendProblem, traceIdOf } from './pipeline';
import { traced } from './traced';
import { missingRole, unknownAddress } from './refusals';
import type { Route } from './route';

/** An express router of somebody else (bull-board) behind our tokens. */
export interface Mount {
  readonly path: string;
  readonly roles: readonly Role[];
  readonly router: Router;
}

export interface HttpServerOptions {
  readonly name: string;
  /** 0 lets the system choose; see `address()`. */
  readonly port: number;
  /** Default: all interfaces. */
  readonly host?: string;
  readonly logger: Logger;
  readonly verifier: TokenVerifier;
  readonly routes: readonly Route[];
  readonly readiness: () => Promise<Readiness>;
  readonly metrics: Metrics;
  readonly info: ApiInfo;
  readonly mounts?: readonly Mount[];
  /** What an error of a library says to who asks, as messaging's translateMongoError; default: it is a bug. */
  readonly translateError?: (error: unknown) => unknown;
  /** Of JSON bodies; default 1 MiB. Raw routes limit themselves. */
  readonly bodyLimitBytes?: number;
  /** How long answers under way may take when the server stops; default 10 s. */
  readonly drainDeadlineMs?: number;
}

export interface HttpServer extends Part {
  /** `{ host, port }` once started. @throws when not started */
  address(): { readonly host: string; readonly port: number };
}

/**
 * Longer than clients and proxies keep an idle connection: it is they who must let go of it, for when we do, a request that is
 * on its way at that moment is lost, and a POST is not repeated by itself.
 */
const KEEP_ALIVE_MS = 65_000;

/**
 * Express with our pipeline. Without a token: GET /health/live, /health/ready (503 with every reason), /metrics and
 * /openapi.json. `stop` refuses new connections, lets answers under way finish within the deadline, then closes.
 */
export function createHttpServer(options: HttpServerOptions): HttpServer {
  const { name, logger, drainDeadlineMs = 10_000 } = options;
  let server: Server | undefined;

  return {
    name: `http ${name}`,
    start: async () => {
      const listening = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, createApp(options));
      await new Promise<void>((resolve, reject) => {
        listening.once('error', reject);
        listening.listen(options.port, options.host, () => {
          listening.off('error', reject);
          resolve();
        });
      });
      server = listening;
      // Once closing, a connection is done with as soon as its answer is out; it would else stay for the keep-alive time.
      listening.on('request', (_request, response) => {
        response.once('close', () => {
          if (!listening.listening) listening.closeIdleConnections();
        });
      });
      logger.info({ port: (listening.address() as AddressInfo).port }, 'HTTP listening');
    },
    stop: async () => {
      const closing = server;
      server = undefined;
      if (!closing) return;
      const deadline = setTimeout(() => {
        closing.closeAllConnections();
      }, drainDeadlineMs);
      // close() ends idle connections itself; those with an answer under way end when it is sent.
      await new Promise<void>((resolve) => {
        closing.close(() => {
          resolve();
        });
      });
      clearTimeout(deadline);
    },
    address: () => {
      const address = server?.address();
      if (typeof address !== 'object' || address === null) throw new Error('the HTTP server is not started');
      return { host: address.address, port: address.port };
    },
  };
}

function createApp(options: HttpServerOptions): Express {
  const { logger, verifier, routes, metrics, mounts = [], bodyLimitBytes = 1_048_576, translateError } = options;
  const app = express();
  app.disable('x-powered-by');
  // ETags are versions and content hashes, set by handlers; a hash of the JSON text would be a second, weaker truth.
  app.disable('etag');
  app.set('case sensitive routing', true);

  const openApiText = JSON.stringify(createOpenApiDocument(routes, options.info));

  for (const route of routes) {
    const handle = traced(route, createRouteHandler(route, { verifier, logger, bodyLimitBytes, translateError }));
    const observe = createObserver(metrics, route);
    app[route.method](route.path, (request, response) => {
      observe(response);
      return handle(request, response);
    });
  }

  // Routes above send the same headers themselves.
  app.use(helmet());

  app.get('/health/live', (_request, response) => {
    response.json({ status: 'live' });
  });
  app.get('/health/ready', async (_request, response) => {
    const readiness = await options.readiness();
    response.status(readiness.ready ? 200 : 503).json(readiness);
  });
  app.get('/metrics', async (_request, response) => {
    response.type(metrics.registry.contentType).send(await metrics.exposition());
  });
  app.get('/openapi.json', (_request, response) => {
    response.type('application/json').send(openApiText);
  });

  for (const { path, roles, router } of mounts) app.use(path, createGuard(verifier, roles), router);

  app.use(() => {
    throw unknownAddress();
  });
  app.use(createErrorHandler(logger));
  return app;
}

/** Counts a route's time under its pattern, never under the address asked for, which has ids in it. */
function createObserver(
  metrics: Metrics,
  route: Route,
): (response: { readonly statusCode: number; once(event: 'close', listener: () => void): unknown }) => void {
  const method = route.method.toUpperCase();
  return (response) => {
    const startedAt = performance.now();
    response.once('close', () => {
      metrics.httpSeconds.observe({ method, route: route.path, status: response.statusCode }, (performance.now() - startedAt) / 1_000);
    });
  };
}

const createGuard =
  (verifier: TokenVerifier, roles: readonly Role[]): RequestHandler =>
  async (request, _response, next) => {
    const principal = await authenticate(verifier, request);
    if (!hasRole(principal, ...roles)) throw missingRole(roles);
    next();
  };

const createErrorHandler =
  (logger: Logger): ErrorRequestHandler =>
  (error: unknown, request, response, _next) => {
    const malformed = error instanceof URIError || (error as { readonly status?: unknown } | undefined)?.status === 400;
    const refusal = malformed ? invalid('malformed_address', { vi: 'Địa chỉ viết sai', en: 'The address is malformed' }) : error;
    sendProblem(request, response, { error: refusal, traceId: traceIdOf(request.headers['traceparent'] as string | undefined), logger });
  };
