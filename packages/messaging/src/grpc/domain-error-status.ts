import { Metadata, status } from '@grpc/grpc-js';
import type { ServiceError } from '@grpc/grpc-js';
import { DomainError, transportTable } from '@kcn/kernel';
import type { ErrorCategory } from '@kcn/kernel';

/** Trailer that carries a DomainError's code and texts, as JSON in UTF-8. */
const TRAILER = 'kcn-error-bin';

interface ErrorTrailer {
  readonly category: ErrorCategory;
  readonly code: string;
  readonly vi: string;
  readonly en: string;
  readonly params: DomainError['params'];
}

/** What a gRPC handler answers to an error; of a bug the caller learns nothing. */
export function toStatus(error: unknown): { code: number; details: string; metadata: Metadata } {
  const metadata = new Metadata();
  if (!(error instanceof DomainError)) return { code: status.INTERNAL, details: 'internal error', metadata };
  const { category, code, vi, en, params } = error;
  metadata.set(TRAILER, Buffer.from(JSON.stringify({ category, code, vi, en, params } satisfies ErrorTrailer)));
  return { code: transportTable[category].grpc, details: `${code}: ${en}`, metadata };
}

const isServiceError = (error: unknown): error is ServiceError =>
  error instanceof Error && typeof (error as Partial<ServiceError>).code === 'number';

const categoryByStatus = new Map<number, ErrorCategory>(
  (Object.entries(transportTable) as [ErrorCategory, { grpc: number }][]).map(([category, { grpc }]) => [grpc, category]),
);
categoryByStatus.set(status.DEADLINE_EXCEEDED, 'unavailable');
categoryByStatus.set(status.CANCELLED, 'unavailable');

/** The DomainError behind a failed call: the one the server sent, else one made from the status. */
export function fromStatus(error: unknown): Error {
  if (!isServiceError(error)) return error instanceof Error ? error : new Error(String(error));
  const [trailer] = error.metadata.get(TRAILER);
  if (Buffer.isBuffer(trailer)) {
    const sent = JSON.parse(trailer.toString()) as ErrorTrailer;
    return new DomainError({ ...sent, cause: error });
  }
  const category = categoryByStatus.get(error.code) ?? 'bug';
  const code = category === 'unavailable' ? 'source_unavailable' : 'source_failed';
  return new DomainError({
    category,
    code,
    vi: `Dịch vụ nguồn trả lời lỗi: ${error.details}`,
    en: `The source service answered with an error: ${error.details}`,
    cause: error,
  });
}
