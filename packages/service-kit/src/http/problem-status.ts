import type { DomainError } from '@kcn/kernel';
import { transportTable } from '@kcn/kernel';

/** Codes whose HTTP status differs from their category's. The only place where that is said. */
const STATUS_BY_CODE: Readonly<Record<string, number>> = {
  idempotency_key_reused: 422,
  import_refused: 422,
  if_match_required: 428,
  unsupported_media_type: 415,
  /** Retried by machines like anything unavailable, but the service is well: the board's events are still on their way. */
  not_settled: 409,
};

export const httpStatusOf = (error: DomainError): number =>
  (Object.hasOwn(STATUS_BY_CODE, error.code) ? STATUS_BY_CODE[error.code] : undefined) ?? transportTable[error.category].http;

/** Seconds after which asking again makes sense, if it ever does. `params.retryAfterSeconds` of the error wins. */
export function retryAfterSeconds(error: DomainError): number | undefined {
  const given = error.params['retryAfterSeconds'];
  if (typeof given === 'number') return Math.max(1, Math.ceil(given));
  if (error.code === 'not_settled') return 1;
  return error.category === 'unavailable' ? 2 : undefined;
}
