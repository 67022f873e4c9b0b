import type { ErrorCategory, ErrorDetail, LocalizedText } from '@kcn/kernel';
import { DomainError } from '@kcn/kernel';
import { toJson } from './json';
import { httpStatusOf, retryAfterSeconds } from './problem-status';
import type { RenderedResponse } from './results';

export type Language = 'vi' | 'en';

/** RFC 9457 with our members; `title` and `detail` are in the caller's language, `vi` and `en` always there. */
export interface Problem extends LocalizedText {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly code: string;
  readonly errors?: readonly ErrorDetail[];
  /** Only where the cause is ours: the id under which the log tells the rest. */
  readonly trace_id?: string;
}

const TITLES: Readonly<Record<ErrorCategory, LocalizedText>> = {
  invalid: { vi: 'Yêu cầu không hợp lệ', en: 'Invalid request' },
  unauthenticated: { vi: 'Chưa xác thực', en: 'Not authenticated' },
  forbidden: { vi: 'Không được phép', en: 'Not allowed' },
  not_found: { vi: 'Không tìm thấy', en: 'Not found' },
  already_exists: { vi: 'Đã tồn tại', en: 'Already exists' },
  stale_version: { vi: 'Dữ liệu đã thay đổi', en: 'Changed by somebody else' },
  precondition: { vi: 'Chưa đủ điều kiện', en: 'Not possible in this state' },
  too_large: { vi: 'Quá lớn', en: 'Too large' },
  unavailable: { vi: 'Tạm thời chưa phục vụ được', en: 'Unavailable for the moment' },
  bug: { vi: 'Lỗi hệ thống', en: 'Internal error' },
};

/** The first of Vietnamese and English in Accept-Language by its weights; Vietnamese when it names neither. */
export function languageOf(acceptLanguage: string | undefined): Language {
  if (acceptLanguage === undefined) return 'vi';
  const weights = { vi: 0, en: 0 };
  for (const part of acceptLanguage.split(',')) {
    const match = /^\s*(vi|en)\b[^;]*(?:;\s*q=([\d.]+))?/i.exec(part);
    if (!match) continue;
    const language = match[1]?.toLowerCase() === 'en' ? 'en' : 'vi';
    weights[language] = Math.max(weights[language], match[2] === undefined ? 1 : Number(match[2]));
  }
  return weights.en > weights.vi ? 'en' : 'vi';
}

/** What is not a DomainError tells the caller nothing about our inside. */
const asDomainError = (error: unknown): DomainError =>
  error instanceof DomainError && error.category !== 'bug'
    ? error
    : new DomainError({
        category: 'bug',
        code: 'internal_error',
        vi: 'Hệ thống gặp lỗi; hãy báo mã theo dõi cho người vận hành',
        en: 'Something went wrong on our side; tell the operators the trace id',
      });

export interface ProblemContext {
  readonly instance: string;
  readonly language: Language;
  readonly traceId: string;
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** Any error as an `application/problem+json` answer. */
export function renderProblem(thrown: unknown, context: ProblemContext): RenderedResponse {
  const error = asDomainError(thrown);
  const status = httpStatusOf(error);
  const problem: Problem = {
    type: `urn:kcn:problem:${error.code}`,
    title: TITLES[error.category][context.language],
    status,
    detail: error[context.language],
    instance: context.instance,
    code: error.code,
    vi: error.vi,
    en: error.en,
    ...(error.details.length > 0 && { errors: error.details }),
    ...(status >= 500 && { trace_id: context.traceId }),
  };
  const headers: Record<string, string> = {
    'content-type': 'application/problem+json; charset=utf-8',
    'content-language': context.language,
    vary: 'Accept-Language',
  };
  const retryAfter = retryAfterSeconds(error);
  if (retryAfter !== undefined) headers['retry-after'] = String(retryAfter);
  if (status === 401) headers['www-authenticate'] = 'Bearer';
  return { status, headers, body: toJson({ ...problem, ...context.extensions }) };
}
