import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { calculateJwkThumbprint, compactVerify, errors, importJWK } from 'jose';
import { parseJsonBytes } from '../../domain/documents/strict-json';
import type { OpenedDocument, Opening, PublicKeyJwk, Seal, SealFault } from '../../domain/keys/seal';
import { splitCompactJws } from './compact-jws';

/** The one algorithm. jose would take whatever fits the key; what the header says is only compared with this. */
export const ALGORITHM = 'EdDSA';
/**
 * What our headers hold. Anything else is refused: `jwk`, `jku`, `x5c`, `x5u` bring a key that nobody pinned, `crit` and `b64`
 * change what is signed, and what has no meaning here may have one elsewhere.
 */
const HEADER_MEMBERS = new Set(['alg', 'kid', 'typ']);
const MAX_HEADER_BYTES = 1_024;
/** Of any document; who asks for a sheet allows less. */
const MAX_PAYLOAD_BYTES = 4 * 1_048_576;

const STRICT_UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

/** Half a surrogate pair, as JSON.stringify writes it; the library lets it through, RFC 8785 (3.2.2.2) does not. */
const LONE_SURROGATE = /(?<!\\)(?:\\\\)*\\ud[89a-f][0-9a-f]{2}/;

/** @throws TypeError for what has no canonical form */
export function canonicalText(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined || LONE_SURROGATE.test(text)) throw new TypeError('there is no canonical JSON of this value');
  return text;
}

/** Hashing, canonical form and signature check with node:crypto, canonicalize and jose. */
export function createJoseSeal(): Seal {
  return {
    open: openDocument,
    isSignedBy,
    thumbprintOf: ({ kty, crv, x }) => calculateJwkThumbprint({ kty, crv, x }, 'sha256'),
    canonicalText,
    sha256,
  };
}

async function isSignedBy(jws: Uint8Array, { kty, crv, x }: PublicKeyJwk): Promise<boolean> {
  const parts = splitCompactJws(jws);
  if (!parts) return false;
  try {
    const key = await importJWK({ kty, crv, x }, ALGORITHM);
    await compactVerify(parts.text, key, { algorithms: [ALGORITHM] });
    return true;
  } catch (error) {
    // A key that is no point of the curve fails in node:crypto, everything else in jose.
    if (error instanceof errors.JOSEError || error instanceof TypeError || error instanceof DOMException) return false;
    throw error;
  }
}

function openDocument(jws: Uint8Array): Opening {
  const parts = splitCompactJws(jws);
  if (!parts) return { fault: 'not-compact-jws' };
  if (parts.header.byteLength > MAX_HEADER_BYTES || parts.payload.byteLength > MAX_PAYLOAD_BYTES) return { fault: 'too-large' };
  const header = parseJsonBytes(parts.header);
  if ('fault' in header) return { fault: 'bad-header' };
  const checked = checkHeader(header.value);
  if ('fault' in checked) return checked;
  const canonical = readCanonical(parts.payload);
  const payload = canonical ?? parseJsonBytes(parts.payload);
  if ('fault' in payload) return payload;
  if (!canonical) return { fault: 'not-canonical' };
  const document: OpenedDocument = { ...checked, payload: payload.text, value: payload.value, sha256: sha256(parts.payload) };
  return { document };
}

function checkHeader(header: unknown): { readonly keyId?: string } | { readonly fault: SealFault } {
  if (typeof header !== 'object' || header === null || Array.isArray(header)) return { fault: 'bad-header' };
  const members = new Map<string, unknown>(Object.entries(header));
  if (members.get('alg') !== ALGORITHM) return { fault: 'algorithm-not-allowed' };
  if ([...members.keys()].some((name) => !HEADER_MEMBERS.has(name))) return { fault: 'header-not-allowed' };
  const keyId = members.get('kid');
  if (keyId === undefined) return {};
  return typeof keyId === 'string' ? { keyId } : { fault: 'bad-header' };
}

/**
 * What is in canonical form has no key twice, since writing it anew would have lost one: then there is nothing that the strict reader
 * would find. Undefined for all else, of which the strict reader says what is wrong.
 */
function readCanonical(bytes: Uint8Array): { readonly text: string; readonly value: unknown } | undefined {
  try {
    const text = STRICT_UTF8.decode(bytes);
    const value = JSON.parse(text) as unknown;
    return canonicalText(value) === text ? { text, value } : undefined;
  } catch {
    return undefined;
  }
}
