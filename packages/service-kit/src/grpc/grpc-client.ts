import type { ChannelCredentials, ClientReadableStream } from '@grpc/grpc-js';
import { Client, Metadata, credentials } from '@grpc/grpc-js';
import type { OpenSpan } from '../tracing/spans';
import { openSpan } from '../tracing/spans';
import { fromGrpcError } from './grpc-error';
import type { Definition, IsStream, Method, RequestOf, ResponseOf } from './method-types';
import { serviceNameOf } from './method-types';

export interface CallOptions {
  /** Instead of the client's default. */
  readonly deadlineMs?: number;
  /** The call this one is made for: its deadline bounds ours and its trace goes on. */
  readonly within?: { readonly deadlineAtMs?: number; readonly traceId?: string };
  /** Aborting it cancels the call. */
  readonly signal?: AbortSignal;
}

/** A service's methods as functions that throw DomainErrors: one answer, or an async iteration for a stream. */
export type GrpcCalls<D extends Definition> = {
  readonly [M in keyof D]: IsStream<D[M]> extends true
    ? (request: RequestOf<D[M]>, options?: CallOptions) => AsyncIterable<ResponseOf<D[M]>>
    : (request: RequestOf<D[M]>, options?: CallOptions) => Promise<ResponseOf<D[M]>>;
};

export interface GrpcClientOptions<D extends Definition> {
  /** `host:port` */
  readonly address: string;
  /** The bearer token, or where to get it at each call (a file that is renewed, say). */
  readonly token: string | (() => string | Promise<string>);
  /** Of each call that names none. */
  readonly deadlineMs: number;
  /** Methods that may be sent again when the service was unavailable; only what has no effect or is idempotent. */
  readonly retryable?: readonly (keyof D & string)[];
  /** TLS; default none. */
  readonly credentials?: ChannelCredentials;
}

export interface GrpcClient<D extends Definition> {
  readonly calls: GrpcCalls<D>;
  close(): void;
}

/**
 * A client of a ts-proto service: `createGrpcClient(RegistryServiceClient, {…}).calls.getProject({ board, projectCode })`.
 * Every call has a deadline; refusals of the other side come back as the same DomainErrors.
 */
export function createGrpcClient<D extends Definition>(constructor: { readonly service: D }, options: GrpcClientOptions<D>): GrpcClient<D> {
  const definition = constructor.service;
  const client = new Client(options.address, options.credentials ?? credentials.createInsecure(), {
    'grpc.service_config': JSON.stringify(serviceConfig(definition, options.retryable ?? [])),
    // A service that restarts is found again within a second instead of after gRPC's two minutes.
    'grpc.initial_reconnect_backoff_ms': 200,
    'grpc.max_reconnect_backoff_ms': 1_000,
    'grpc.max_receive_message_length': 16 * 1_048_576,
  });
  const calls = Object.fromEntries(
    Object.entries(definition).map(([name, method]) => [
      name,
      method.responseStream ? streamCall(client, method, options) : unaryCall(client, method, options),
    ]),
  );
  return {
    calls: calls as GrpcCalls<D>,
    close: () => {
      client.close();
    },
  };
}

function serviceConfig(definition: Definition, retryable: readonly string[]): object {
  const names = retryable.map((name) => {
    const method = definition[name];
    if (!method) throw new Error(`no method ${name} to retry`);
    return { service: serviceNameOf(method), method: method.path.split('/')[2] };
  });
  if (names.length === 0) return {};
  return {
    methodConfig: [
      {
        name: names,
        retryPolicy: {
          maxAttempts: 4,
          initialBackoff: '0.1s',
          maxBackoff: '1s',
          backoffMultiplier: 2,
          retryableStatusCodes: ['UNAVAILABLE'],
        },
      },
    ],
  };
}

type Settings = Pick<GrpcClientOptions<Definition>, 'token' | 'deadlineMs'>;

function deadlineOf({ deadlineMs: defaultMs }: Settings, { deadlineMs = defaultMs, within }: CallOptions): number {
  const own = Date.now() + deadlineMs;
  return within?.deadlineAtMs === undefined ? own : Math.min(own, within.deadlineAtMs);
}

const spanOf = ({ path }: Method): OpenSpan | undefined =>
  openSpan(path.slice(1), { kind: 'client', attributes: { 'rpc.system': 'grpc' } });

function metadataOf(token: string, { within }: CallOptions, span: OpenSpan | undefined): Metadata {
  const metadata = new Metadata();
  metadata.set('authorization', `Bearer ${token}`);
  if (span) metadata.set('traceparent', span.traceparent);
  // Without tracing only the trace's id goes on, for the logs; the low half of it stands in for the span.
  else if (within?.traceId !== undefined && /^[0-9a-f]{32}$/.test(within.traceId))
    metadata.set('traceparent', `00-${within.traceId}-${within.traceId.slice(16)}-01`);
  return metadata;
}

function abortOn(signal: AbortSignal | undefined, call: { cancel(): void; once(event: string, listener: () => void): unknown }): void {
  if (!signal) return;
  const cancel = (): void => {
    call.cancel();
  };
  if (signal.aborted) {
    cancel();
    return;
  }
  signal.addEventListener('abort', cancel, { once: true });
  call.once('status', () => {
    signal.removeEventListener('abort', cancel);
  });
}

function unaryCall(client: Client, method: Method, settings: Settings): (request: unknown, options?: CallOptions) => Promise<unknown> {
  const send = (token: string, request: unknown, options: CallOptions): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const span = spanOf(method);
      const call = client.makeUnaryRequest(
        method.path,
        method.requestSerialize,
        method.responseDeserialize,
        request,
        metadataOf(token, options, span),
        { deadline: deadlineOf(settings, options) },
        (error, response) => {
          span?.end(error ?? undefined);
          if (error) reject(fromGrpcError(error));
          else resolve(response);
        },
      );
      abortOn(options.signal, call);
    });
  const { token } = settings;
  return typeof token === 'string'
    ? (request, options = {}) => send(token, request, options)
    : async (request, options = {}) => send(await token(), request, options);
}

function streamCall(
  client: Client,
  method: Method,
  settings: Settings,
): (request: unknown, options?: CallOptions) => AsyncIterable<unknown> {
  return async function* (request, options = {}) {
    const token = typeof settings.token === 'string' ? settings.token : await settings.token();
    const span = spanOf(method);
    const stream = client.makeServerStreamRequest(
      method.path,
      method.requestSerialize,
      method.responseDeserialize,
      request,
      metadataOf(token, options, span),
      {
        deadline: deadlineOf(settings, options),
      },
    ) as ClientReadableStream<unknown>;
    abortOn(options.signal, stream);
    try {
      for await (const message of stream) yield message as unknown;
    } catch (error) {
      span?.end(error);
      throw fromGrpcError(error);
    } finally {
      span?.end();
      stream.cancel();
    }
  };
}
