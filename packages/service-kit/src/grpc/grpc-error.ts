import type { ServiceError, StatusObject } from '@grpc/grpc-js';
import { Metadata, status } from '@grpc/grpc-js';
import type { ErrorCategory } from '@kcn/kernel';
import { DomainError, transportTable } from '@kcn/kernel';
import { encodeErrorDetails, findErrorDetails } from './error-details';

const DETAILS = 'grpc-status-details-bin';
/** The code alone, for people with grpcurl. */
const CODE = 'kcn-error-code';

/** Any error as a gRPC status with details; what is not a DomainError tells the caller nothing about our inside. */
export function toGrpcStatus(thrown: unknown): Partial<StatusObject> {
  const error =
    thrown instanceof DomainError && thrown.category !== 'bug'
      ? thrown
      : new DomainError({ category: 'bug', code: 'internal_error', vi: 'Hệ thống gặp lỗi', en: 'Something went wrong on our side' });
  const grpcCode = transportTable[error.category].grpc;
  const metadata = new Metadata();
  metadata.set(CODE, error.code);
  const params = Object.fromEntries(Object.entries(error.params).map(([name, value]) => [name, String(value)]));
  metadata.set(DETAILS, encodeErrorDetails({ grpcCode, code: error.code, params, vi: error.vi, en: error.en, details: error.details }));
  return { code: grpcCode, details: error.en, metadata };
}

const CATEGORY_BY_GRPC_CODE = new Map<number, ErrorCategory>(
  Object.entries(transportTable).map(([category, answer]) => [answer.grpc, category as ErrorCategory]),
);

/** Statuses that gRPC itself makes and no category has. */
const CATEGORY_OF_TRANSPORT_FAILURE: Readonly<Record<number, ErrorCategory>> = {
  [status.DEADLINE_EXCEEDED]: 'unavailable',
  [status.CANCELLED]: 'unavailable',
};

/**
 * The refusal behind a failed call: the same code, texts and category as where it was thrown, or `remote_…` when the call
 * itself failed (no connection, deadline). Anything that is not a gRPC error comes back as it is inside a bug.
 */
export function fromGrpcError(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  if (!isServiceError(error))
    return new DomainError({
      category: 'bug',
      code: 'remote_failed',
      vi: 'Lỗi không rõ khi gọi dịch vụ khác',
      en: 'A call to another service failed in an unknown way',
      cause: error,
    });
  const category = CATEGORY_OF_TRANSPORT_FAILURE[error.code] ?? CATEGORY_BY_GRPC_CODE.get(error.code) ?? 'bug';
  const [bytes] = error.metadata.get(DETAILS);
  const found = bytes instanceof Uint8Array ? findErrorDetails(bytes) : undefined;
  if (found) return new DomainError({ category, ...found, cause: error });
  const name = ((status[error.code] as string | undefined) ?? 'UNKNOWN').toLowerCase();
  return new DomainError({
    category,
    code: `remote_${name}`,
    vi: `Dịch vụ khác không trả lời được (${name})`,
    en: `Another service could not answer (${name}): ${error.details}`,
    cause: error,
  });
}

function isServiceError(error: unknown): error is ServiceError {
  return (
    error instanceof Error && 'code' in error && typeof error.code === 'number' && 'metadata' in error && error.metadata instanceof Metadata
  );
}
