import type { DomainError } from '@kcn/kernel';
import { toJson } from './json';

/** An answer as it goes out, and as an idempotency store keeps it. */
export interface RenderedResponse {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** What a handler returns. */
export type HandlerResult = RenderedResponse | RefusedResult;

/** A refusal with members of its own beside the problem's; rendered in the caller's language. */
export interface RefusedResult {
  readonly refusal: DomainError;
  readonly extensions: Readonly<Record<string, unknown>>;
}

interface EntityOptions {
  /** The version or content hash, without quotes; sent as a strong ETag. */
  readonly etag?: string | bigint | number;
}

const JSON_TYPE = 'application/json; charset=utf-8';

function entity(
  status: number,
  body: string | Buffer,
  contentType: string,
  options: EntityOptions & { readonly location?: string | undefined },
): RenderedResponse {
  const headers: Record<string, string> = { 'content-type': contentType };
  if (options.etag !== undefined) headers['etag'] = `"${String(options.etag)}"`;
  if (options.location !== undefined) headers['location'] = options.location;
  return { status, headers, body };
}

/** 200 with a JSON body; bigint becomes text. A GET whose If-None-Match names the ETag answers 304 instead. */
export const ok = (body: unknown, options: EntityOptions = {}): RenderedResponse => entity(200, toJson(body), JSON_TYPE, options);

/** 201 with the thing made and where it is. */
export const created = (body: unknown, options: EntityOptions & { readonly location?: string } = {}): RenderedResponse =>
  entity(201, toJson(body), JSON_TYPE, options);

/** 202: taken on, not done; `location` tells how it goes. */
export const accepted = (body: unknown, options: { readonly location: string }): RenderedResponse =>
  entity(202, toJson(body), JSON_TYPE, options);

/** 204 */
export const noContent = (): RenderedResponse => ({ status: 204, headers: {}, body: '' });

/** 200 with stored bytes, sent unchanged. */
export const bytes = (body: Buffer, options: EntityOptions & { readonly contentType: string }): RenderedResponse =>
  entity(200, body, options.contentType, options);

/** A problem document with further members, such as the report of a refused import. */
export const refused = (refusal: DomainError, extensions: Readonly<Record<string, unknown>>): RefusedResult => ({ refusal, extensions });

/** The answer that the same Idempotency-Key got before, marked as such. */
export const replayed = (stored: RenderedResponse): RenderedResponse => ({
  ...stored,
  headers: { ...stored.headers, 'idempotency-replayed': 'true' },
});
