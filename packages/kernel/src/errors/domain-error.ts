/** What kind of refusal an error is. Every transport derives its own answer from this and nothing else. */
export type ErrorCategory =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'already_exists'
  | 'stale_version'
  | 'precondition'
  | 'too_large'
  | 'unavailable'
  | 'bug';

/** A text for people, Vietnamese first. */
export interface LocalizedText {
  readonly vi: string;
  readonly en: string;
}

/** One fault inside a larger input: a field of a body or a cell of a file. */
export interface ErrorDetail extends LocalizedText {
  readonly code: string;
  /** JSON pointer into a body, absent for files. */
  readonly pointer?: string;
  readonly file?: string;
  /** Line on which the row starts, the header being line 1. */
  readonly line?: number;
  /** Absent for a defect of the whole file or row. */
  readonly column?: string;
}

export interface DomainErrorOptions extends LocalizedText {
  readonly category: ErrorCategory;
  /** Stable, lower_snake_case, never reused for another meaning. */
  readonly code: string;
  readonly params?: Readonly<Record<string, string | number | boolean>>;
  readonly details?: readonly ErrorDetail[];
  readonly cause?: unknown;
}

/** A refusal with a stable code; its message is the English text so that logs stay searchable. */
export class DomainError extends Error implements LocalizedText {
  readonly category: ErrorCategory;
  readonly code: string;
  readonly vi: string;
  readonly en: string;
  readonly params: Readonly<Record<string, string | number | boolean>>;
  readonly details: readonly ErrorDetail[];

  constructor(options: DomainErrorOptions) {
    super(options.en, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'DomainError';
    this.category = options.category;
    this.code = options.code;
    this.vi = options.vi;
    this.en = options.en;
    this.params = options.params ?? {};
    this.details = options.details ?? [];
  }
}

type Texts = LocalizedText & Pick<DomainErrorOptions, 'params' | 'details' | 'cause'>;

/** Shorthand for the refusals that most code makes: `invalid('bad_date', { vi, en })`. */
export const invalid = (code: string, texts: Texts): DomainError => new DomainError({ category: 'invalid', code, ...texts });
export const notFound = (code: string, texts: Texts): DomainError => new DomainError({ category: 'not_found', code, ...texts });
export const alreadyExists = (code: string, texts: Texts): DomainError => new DomainError({ category: 'already_exists', code, ...texts });
export const precondition = (code: string, texts: Texts): DomainError => new DomainError({ category: 'precondition', code, ...texts });
export const staleVersion = (code: string, texts: Texts): DomainError => new DomainError({ category: 'stale_version', code, ...texts });
export const forbidden = (code: string, texts: Texts): DomainError => new DomainError({ category: 'forbidden', code, ...texts });
export const unavailable = (code: string, texts: Texts): DomainError => new DomainError({ category: 'unavailable', code, ...texts });

/** The category of anything thrown: what is not a DomainError is a bug until an adapter has translated it. */
export function categoryOf(error: unknown): ErrorCategory {
  return error instanceof DomainError ? error.category : 'bug';
}
