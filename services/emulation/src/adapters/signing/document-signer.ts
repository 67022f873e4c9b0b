import { CompactSign, calculateJwkThumbprint, importJWK } from 'jose';
import type { JWK } from 'jose';
import { ALGORITHM, canonicalText } from './jose-seal';

/** A document as it is stored and sent: these bytes and no others. */
export interface SignedBytes {
  /** Compact JWS, ASCII. */
  readonly jws: Uint8Array;
  /** Thumbprint of the key that signed. */
  readonly keyThumbprint: string;
}

export interface DocumentSigner {
  /** RFC 7638, of the public half. */
  readonly thumbprint: string;
  /** Signs the document's RFC 8785 form. @throws for what JSON cannot hold */
  sign(document: object): Promise<SignedBytes>;
}

/** Signs with an Ed25519 private key in JWK form. @throws for any other kind of key */
export async function createDocumentSigner(privateJwk: JWK): Promise<DocumentSigner> {
  const { kty, crv, x, d } = privateJwk;
  if (kty !== 'OKP' || crv !== 'Ed25519' || x === undefined || d === undefined) throw new TypeError('an Ed25519 private key is needed');
  const key = await importJWK({ kty, crv, x, d }, ALGORITHM);
  const thumbprint = await calculateJwkThumbprint({ kty, crv, x }, 'sha256');
  return {
    thumbprint,
    sign: async (document) => {
      const payload = new TextEncoder().encode(canonicalText(document));
      const jws = await new CompactSign(payload).setProtectedHeader({ alg: ALGORITHM, kid: thumbprint }).sign(key);
      return { jws: new TextEncoder().encode(jws), keyThumbprint: thumbprint };
    },
  };
}
