import type { ErrorDetail } from '@kcn/kernel';
import { invalid } from '@kcn/kernel';
import type { z } from 'zod';

/** Which part of the request a schema belongs to; it shows in the pointers: `/name` (body), `?limit`, `:kind`. */
export type RequestPart = 'body' | 'query' | 'params';

/**
 * The part as its schema makes it.
 * @throws DomainError invalid `invalid_request` with a detail per fault; what a schema's own transform throws passes through
 */
export function validate<S extends z.ZodType>(schema: S, value: unknown, part: RequestPart): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw invalid('invalid_request', {
    vi: 'Yêu cầu có chỗ không hợp lệ; xem errors',
    en: 'The request has faults; see errors',
    details: parsed.error.issues.map((issue) => toDetail(issue, part)),
  });
}

function toDetail(issue: z.core.$ZodIssue, part: RequestPart): ErrorDetail {
  const path = issue.path.map((step) => String(step));
  const pointer =
    part === 'body'
      ? path.map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
      : `${part === 'query' ? '?' : ':'}${path.join('.')}`;
  return { pointer, code: issue.code, vi: vietnamese(issue), en: issue.message };
}

function vietnamese(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'Thiếu hoặc sai kiểu' : `Sai kiểu, cần ${issue.expected}`;
    case 'too_small':
      return `Nhỏ hơn hoặc ngắn hơn mức tối thiểu ${String(issue.minimum)}`;
    case 'too_big':
      return `Lớn hơn hoặc dài hơn mức tối đa ${String(issue.maximum)}`;
    case 'invalid_format':
      return `Sai dạng (${issue.format})`;
    case 'invalid_value':
      return `Phải là một trong: ${issue.values.map(String).join(', ')}`;
    case 'unrecognized_keys':
      return `Trường không được biết: ${issue.keys.join(', ')}`;
    case 'not_multiple_of':
      return `Phải là bội số của ${String(issue.divisor)}`;
    case 'invalid_union':
    case 'invalid_key':
    case 'invalid_element':
    case 'custom':
      return 'Không hợp lệ';
  }
}
