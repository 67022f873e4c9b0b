/** The three parts of a compact JWS with their bytes. */
export interface CompactJws {
  readonly text: string;
  readonly header: Uint8Array;
  readonly payload: Uint8Array;
}

/** 64 bytes of Ed25519. */
const SIGNATURE_LENGTH = 64;

/**
 * Takes a compact JWS apart, strictly: no white space, no padding, nothing behind it, and each part written in the one way
 * that base64url has for its bytes. Decoders are kinder than that, so that several texts would be the same signed document.
 */
export function splitCompactJws(jws: Uint8Array): CompactJws | undefined {
  const text = Buffer.from(jws.buffer, jws.byteOffset, jws.byteLength).toString('latin1');
  const parts = text.split('.', 4);
  if (parts.length !== 3) return undefined;
  const [header, payload, signature] = parts.map(decodeStrictly);
  if (!header || !payload || signature?.length !== SIGNATURE_LENGTH) return undefined;
  return { text, header, payload };
}

/** No regular expression: over some megabytes of a stranger's text it may run out of stack. */
function decodeStrictly(part: string): Uint8Array | undefined {
  if (part === '') return undefined;
  const bytes = Buffer.from(part, 'base64url');
  return bytes.toString('base64url') === part ? bytes : undefined;
}
