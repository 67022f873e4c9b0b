import { ReflectionService } from '@grpc/reflection';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import { loadFileDescriptorSetFromBuffer } from '@grpc/proto-loader';
import type { Role } from '@kcn/kernel';
import { HealthImplementation } from 'grpc-health-check';
import type { TokenVerifier } from '../auth/token-verifier';
import type { Logger } from '../logging/logger';
import type { Metrics } from '../metrics/metrics';
import type { Part } from '../process/supervisor';
import type { Definition } from './method-types';
import { serviceNameOf } from './method-types';
import type { Implementation } from './server-calls';
import { wrapMethod } from './server-calls';
import { traceCalls } from './traced-calls';

/** A service ready to be served; make it with `defineGrpcService`, which checks the types. */
export interface GrpcService {
  readonly definition: Definition;
  readonly implementation: Readonly<Record<string, (request: never, context: never) => unknown>>;
  readonly roles: readonly Role[];
  readonly boardOf: (request: unknown) => string | undefined;
}

export interface GrpcServiceOptions<D extends Definition> {
  /** ts-proto's `XService`. */
  readonly definition: D;
  readonly implementation: Implementation<D>;
  /** Any of these is needed for every method; default: every token. */
  readonly roles?: readonly Role[];
  /** The board a request asks about; default: its field `board`. Who may not know it gets NOT_FOUND. */
  readonly boardOf?: (request: unknown) => string | undefined;
}

export const defineGrpcService = <D extends Definition>({
  definition,
  implementation,
  roles = [],
  boardOf = boardField,
}: GrpcServiceOptions<D>): GrpcService => ({
  definition,
  implementation: implementation,
  roles,
  boardOf,
});

function boardField(request: unknown): string | undefined {
  const { board } = request as { readonly board?: unknown };
  return typeof board === 'string' ? board : undefined;
}

export interface GrpcServerOptions {
  readonly name: string;
  /** 0 lets the system choose; see `address()`. */
  readonly port: number;
  /** Default: all interfaces. */
  readonly host?: string;
  readonly services: readonly GrpcService[];
  readonly verifier: TokenVerifier;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** A FileDescriptorSet (`contracts` exports it); without it there is no reflection. */
  readonly descriptorImage?: Buffer;
  /** What an error of a library says to who calls, as messaging's translateMongoError; default: it is a bug. */
  readonly translateError?: (error: unknown) => unknown;
  /** TLS; default none, for calls inside one deployment. */
  readonly credentials?: ServerCredentials;
  /** How long calls under way may take when the server stops; default 10 s. */
  readonly drainDeadlineMs?: number;
}

export interface GrpcServer extends Part {
  /** What grpc.health.v1 answers, for the server and each service; `start` sets it true. */
  setServing(serving: boolean): void;
  /** `{ host, port }` once started. @throws when not started */
  address(): { readonly host: string; readonly port: number };
}

/** grpc-js with tokens, deadlines, refusals as status details, metrics, health and reflection. */
export function createGrpcServer(options: GrpcServerOptions): GrpcServer {
  const { name, host = '0.0.0.0', logger, drainDeadlineMs = 10_000 } = options;
  const server = new Server();
  const serviceNames = options.services.map((service) => addService(server, service, options));
  const health = new HealthImplementation(Object.fromEntries(['', ...serviceNames].map((service) => [service, 'NOT_SERVING' as const])));
  health.addToServer(server);
  if (options.descriptorImage) new ReflectionService(loadFileDescriptorSetFromBuffer(options.descriptorImage)).addToServer(server);
  let boundPort: number | undefined;

  const setServing = (serving: boolean): void => {
    for (const service of ['', ...serviceNames]) health.setStatus(service, serving ? 'SERVING' : 'NOT_SERVING');
  };

  return {
    name: `grpc ${name}`,
    setServing,
    start: async () => {
      boundPort = await new Promise<number>((resolve, reject) => {
        server.bindAsync(`${host}:${String(options.port)}`, options.credentials ?? ServerCredentials.createInsecure(), (error, port) => {
          if (error) reject(error);
          else resolve(port);
        });
      });
      setServing(true);
      logger.info({ port: boundPort }, 'gRPC listening');
    },
    stop: async () => {
      if (boundPort === undefined) return;
      boundPort = undefined;
      setServing(false);
      await new Promise<void>((resolve) => {
        const deadline = setTimeout(() => {
          server.forceShutdown();
          resolve();
        }, drainDeadlineMs);
        server.tryShutdown(() => {
          clearTimeout(deadline);
          resolve();
        });
      });
    },
    address: () => {
      if (boundPort === undefined) throw new Error('the gRPC server is not started');
      return { host, port: boundPort };
    },
  };
}

/** Adds the service and returns its full name. */
function addService(server: Server, service: GrpcService, options: GrpcServerOptions): string {
  const { verifier, logger, metrics, translateError = (error) => error } = options;
  const { roles, boardOf } = service;
  const guards = { verifier, logger, metrics, translateError, roles, boardOf };
  const handlers = Object.entries(service.definition).map(([methodName, method]) => {
    const implementation = service.implementation[methodName];
    if (!implementation) throw new Error(`${method.path} has no implementation`);
    const wrapped = wrapMethod(method, implementation as (request: unknown, context: unknown) => unknown, guards);
    return [methodName, traceCalls(method, wrapped)] as const;
  });
  server.addService(service.definition, Object.fromEntries(handlers));
  const [first] = Object.values(service.definition);
  if (!first) throw new Error('a gRPC service without methods');
  return serviceNameOf(first);
}
