import type { ErrorCategory } from './domain-error';

/** What a Kafka consumer does with an event whose handler failed. */
export type ConsumerAction = 'retry' | 'dead-letter' | 'done';
/** What a job runner does with a job whose handler failed. */
export type JobAction = 'retry' | 'fail' | 'done';

export interface TransportAnswer {
  /** HTTP status code. */
  readonly http: number;
  /** gRPC status code (numbers of google.rpc.Code). */
  readonly grpc: number;
  readonly consumer: ConsumerAction;
  readonly job: JobAction;
}

/**
 * The one table that maps a refusal to each transport. It is exhaustive by type: a new category does not compile until
 * every transport has an answer for it.
 */
export const transportTable: Readonly<Record<ErrorCategory, TransportAnswer>> = {
  invalid: { http: 400, grpc: 3, consumer: 'dead-letter', job: 'fail' },
  unauthenticated: { http: 401, grpc: 16, consumer: 'dead-letter', job: 'fail' },
  forbidden: { http: 403, grpc: 7, consumer: 'dead-letter', job: 'fail' },
  // An event may have overtaken the one it refers to, so a consumer tries again before it gives up.
  not_found: { http: 404, grpc: 5, consumer: 'retry', job: 'retry' },
  already_exists: { http: 409, grpc: 6, consumer: 'done', job: 'done' },
  stale_version: { http: 412, grpc: 10, consumer: 'retry', job: 'retry' },
  precondition: { http: 409, grpc: 9, consumer: 'dead-letter', job: 'fail' },
  too_large: { http: 413, grpc: 8, consumer: 'dead-letter', job: 'fail' },
  unavailable: { http: 503, grpc: 14, consumer: 'retry', job: 'retry' },
  bug: { http: 500, grpc: 13, consumer: 'dead-letter', job: 'retry' },
};
