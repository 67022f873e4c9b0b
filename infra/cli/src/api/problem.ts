import { CliError } from '../cli-error';
import { exitCodes } from '../exit-code';
import type { Answer } from './answer';
import { findJson } from './answer';

/** One fault of a file's cell or of a body's field, as services list them. */
export interface ListedFault {
  readonly file?: string;
  readonly where?: string;
  readonly line?: number | null;
  readonly column?: string | null;
  readonly pointer?: string;
  readonly code: string;
  readonly vi: string;
  readonly en: string;
}

/** RFC 9457, with the members that services add. */
export interface ProblemDocument {
  readonly status: number;
  readonly code: string;
  readonly vi: string;
  readonly en: string;
  readonly errors?: readonly ListedFault[];
  readonly trace_id?: string;
  readonly [member: string]: unknown;
}

/** A service refused; the problem document says why. */
export class RefusedError extends CliError {
  readonly problem: ProblemDocument;
  readonly headers: Headers;

  constructor(problem: ProblemDocument, headers: Headers) {
    super({
      exitCode: problem.status === 503 ? exitCodes.unreachable : exitCodes.refused,
      code: problem.code,
      vi: problem.vi,
      en: problem.en,
      document: problem,
    });
    this.name = 'RefusedError';
    this.problem = problem;
    this.headers = headers;
  }
}

export const isRefusal = (error: unknown, code: string): error is RefusedError => error instanceof RefusedError && error.code === code;

/** The refusal an answer of 400 and above stands for, also when a proxy sent it without a problem document. */
export function refusalOf(answer: Answer): RefusedError {
  const document = findJson<Partial<ProblemDocument> & { detail?: string }>(answer) ?? {};
  const status = answer.status;
  const en = document.en ?? document.detail ?? `the service answered ${String(status)}`;
  const problem = {
    ...document,
    status,
    code: document.code ?? `http_${String(status)}`,
    vi: document.vi ?? `Dịch vụ trả lời ${String(status)}`,
    en,
  };
  return new RefusedError(problem, answer.headers);
}
