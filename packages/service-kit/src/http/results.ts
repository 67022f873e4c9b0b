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
export type HandlerResult = RenderedResponse | StreamedResponse | RefusedResult;

/** An answer that is too long to be held at once. */
export interface StreamedResponse {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** Read as fast as the client takes them. What they throw ends the connection, so that half a file is never taken for a whole one. */
  readonly chunks: AsyncIterable<Uint8Array>;
}

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

interface FileOptions extends EntityOptions {
  readonly contentType: string;
  /** Under which a browser keeps it; any letters. */
  readonly fileName?: string;
}

/** RFC 6266: any name, in UTF-8. */
const nameHeader = ({ fileName }: FileOptions): Record<string, string> =>
  fileName === undefined ? {} : { 'content-disposition': `inline; filename*=UTF-8''${encodeURIComponent(fileName)}` };

/** 200 with stored bytes, sent unchanged. */
export function bytes(body: Buffer, options: FileOptions): RenderedResponse {
  const { status, headers } = entity(200, body, options.contentType, options);
  return { status, headers: { ...headers, ...nameHeader(options) }, body };
}

/** 200 with bytes that are sent piece by piece; their number is known before. */
export function streamed(chunks: AsyncIterable<Uint8Array>, options: FileOptions & { readonly length: number }): StreamedResponse {
  const { status, headers } = entity(200, '', options.contentType, options);
  return { status, headers: { ...headers, ...nameHeader(options), 'content-length': String(options.length) }, chunks };
}

/** A problem document with further members, such as the report of a refused import. */
export const refused = (refusal: DomainError, extensions: Readonly<Record<string, unknown>>): RefusedResult => ({ refusal, extensions });

/** The answer that the same Idempotency-Key got before, marked as such. */
export const replayed = (stored: RenderedResponse): RenderedResponse => ({
  ...stored,
  headers: { ...stored.headers, 'idempotency-replayed': 'true' },
});
