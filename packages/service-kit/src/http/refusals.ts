import type { DomainError } from '@kcn/kernel';
import { DomainError as Refusal, forbidden, invalid, notFound, precondition, staleVersion } from '@kcn/kernel';

/**
 * The one answer for a board that does not exist and for one that the caller may not know of. Services throw it too when a
 * board has no records, so that the two cannot be told apart.
 */
export const unknownBoard = (board: string): DomainError =>
  notFound('unknown_board', { vi: `Không có ban quản lý "${board}"`, en: `There is no board "${board}"` });

export const unknownAddress = (): DomainError =>
  notFound('unknown_address', { vi: 'Không có địa chỉ này', en: 'There is nothing at this address' });

export const missingRole = (roles: readonly string[]): DomainError =>
  forbidden('missing_role', { vi: `Cần vai trò: ${roles.join(', ')}`, en: `A role is needed: ${roles.join(', ')}` });

export const keyRequired = (): DomainError =>
  invalid('idempotency_key_required', { vi: 'Thiếu tiêu đề Idempotency-Key', en: 'The header Idempotency-Key is missing' });

export const keyMalformed = (): DomainError =>
  invalid('idempotency_key_malformed', {
    vi: 'Idempotency-Key phải có 1–200 ký tự ASCII in được',
    en: 'Idempotency-Key must have 1–200 printable ASCII characters',
  });

/** The same Idempotency-Key came before with another body; thrown by whoever keeps the keys. */
export const keyReused = (key: string): DomainError =>
  invalid('idempotency_key_reused', {
    vi: `Idempotency-Key "${key}" đã dùng cho một yêu cầu khác`,
    en: `Idempotency-Key "${key}" was used for another request`,
  });

export const ifMatchRequired = (): DomainError =>
  precondition('if_match_required', { vi: 'Thiếu tiêu đề If-Match', en: 'The header If-Match is missing' });

export const ifMatchStale = (): DomainError =>
  staleVersion('stale_version', {
    vi: 'Dữ liệu đã được sửa sau khi bạn đọc; hãy đọc lại',
    en: 'It was changed after you read it; read it again',
  });

export const malformedJson = (): DomainError =>
  invalid('malformed_json', { vi: 'Nội dung không phải là JSON hợp lệ', en: 'The body is not valid JSON' });

export const wrongMediaType = (expected: string): DomainError =>
  invalid('unsupported_media_type', { vi: `Nội dung phải là ${expected}`, en: `The body must be ${expected}` });

export const bodyTooLarge = (limitBytes: number): DomainError =>
  new Refusal({
    category: 'too_large',
    code: 'body_too_large',
    vi: `Nội dung lớn hơn ${String(limitBytes)} byte`,
    en: `The body is larger than ${String(limitBytes)} bytes`,
  });
