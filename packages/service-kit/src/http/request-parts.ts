import { createHash, hash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { toCanonicalJson } from './json';
import { bodyTooLarge, ifMatchRequired, keyMalformed, keyRequired, malformedJson, wrongMediaType } from './refusals';

/** @throws DomainError invalid `idempotency_key_required`, `idempotency_key_malformed` */
export function readIdempotencyKey(header: string | string[] | undefined): string {
  if (header === undefined) throw keyRequired();
  // The IETF draft writes the key as a structured-header string, in quotes; most clients send it bare.
  const key = String(header).replace(/^"(.*)"$/, '$1');
  if (!/^[\x21-\x7e]{1,200}$/.test(key)) throw keyMalformed();
  return key;
}

/** The first entity tag of If-Match without quotes; weak tags never match, as RFC 9110 has it. */
export function readIfMatch(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const value = header.trim();
  return value === '*' ? value : (/^"([^"]*)"/.exec(value)?.[1] ?? value);
}

/**
 * The version the caller has read.
 * @throws DomainError precondition `if_match_required` (428)
 */
export function requireIfMatch(context: { readonly ifMatch: string | undefined }): string {
  if (context.ifMatch === undefined) throw ifMatchRequired();
  return context.ifMatch;
}

/** Whether If-None-Match names the tag (weak comparison, as RFC 9110 has it for GET). */
export function matchesEtag(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  return ifNoneMatch.trim() === '*' || ifNoneMatch.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
}

export interface RequestIdentity {
  readonly method: string;
  /** With the query, because it belongs to what is asked. */
  readonly address: string;
  readonly body: unknown;
}

/** sha256 (hex) by which a second request with one Idempotency-Key is known as the same or another. */
export function hashRequest({ method, address, body }: RequestIdentity): string {
  return hash('sha256', `${method}\n${address}\n${body === undefined ? '' : toCanonicalJson(body)}`, 'hex');
}

/** On raw routes: the request's hash with the content's digests mixed in, in an order that does not depend on arrival. */
export function extendRequestHash(requestHash: string, contentDigests: Readonly<Record<string, string>>): string {
  return createHash('sha256').update(requestHash).update(toCanonicalJson(contentDigests)).digest('hex');
}

/**
 * The JSON body of a request, read whole.
 * @throws DomainError `unsupported_media_type`, `body_too_large`, `malformed_json`
 */
export async function readJsonBody(request: IncomingMessage, limitBytes: number): Promise<unknown> {
  const type = request.headers['content-type'];
  if (type === undefined || !/^application\/(?:[\w.-]+\+)?json\s*(;|$)/i.test(type) || request.headers['content-encoding'] !== undefined)
    throw wrongMediaType('application/json');
  if (Number(request.headers['content-length'] ?? 0) > limitBytes) throw bodyTooLarge(limitBytes);
  const text = await readText(request, limitBytes);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw malformedJson();
  }
}

/** By events, because leaving an async iteration early destroys the socket, and then nobody would read the refusal. */
function readText(request: IncomingMessage, limitBytes: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const onData = (chunk: Buffer): void => {
      size += chunk.length;
      if (size > limitBytes) {
        request.off('data', onData).pause();
        reject(bodyTooLarge(limitBytes));
        return;
      }
      chunks.push(chunk);
    };
    request.on('data', onData);
    request.once('end', () => {
      resolve((chunks.length === 1 ? chunks[0] : undefined)?.toString('utf8') ?? Buffer.concat(chunks).toString('utf8'));
    });
    request.once('error', reject);
    request.once('close', () => {
      if (!request.complete) reject(malformedJson());
    });
  });
}

/** The query of an address; a name given twice has a list. */
export function readQuery(address: string): Readonly<Record<string, string | string[]>> {
  const mark = address.indexOf('?');
  if (mark < 0) return NO_QUERY;
  const query: Record<string, string | string[]> = {};
  for (const [name, value] of new URLSearchParams(address.slice(mark + 1))) {
    const before = Object.hasOwn(query, name) ? query[name] : undefined;
    query[name] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value];
  }
  return query;
}

const NO_QUERY: Readonly<Record<string, string | string[]>> = Object.freeze({});
