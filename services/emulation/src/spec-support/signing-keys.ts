import { generateKeyPairSync } from 'node:crypto';
import { CompactSign, importJWK } from 'jose';
import type { JWK } from 'jose';
import { instant } from '@kcn/kernel';
import { createDocumentSigner } from '../adapters/signing/document-signer';
import type { DocumentSigner } from '../adapters/signing/document-signer';
import type { MemberKey } from '../domain/keys/member-key';
import type { PublicKeyJwk } from '../domain/keys/seal';

export interface TestKey {
  readonly privateJwk: JWK;
  readonly jwk: PublicKeyJwk;
  readonly signer: DocumentSigner;
  /** As the bloc believes it; valid through 2019 unless said otherwise. */
  pinned(changes?: Partial<MemberKey>): MemberKey;
}

export async function createTestKey(): Promise<TestKey> {
  const { privateKey } = generateKeyPairSync('ed25519');
  const { x = '', d = '' } = privateKey.export({ format: 'jwk' });
  const jwk: PublicKeyJwk = { kty: 'OKP', crv: 'Ed25519', x };
  const privateJwk: JWK = { ...jwk, d };
  const signer = await createDocumentSigner(privateJwk);
  return {
    privateJwk,
    jwk,
    signer,
    pinned: (changes = {}) => ({
      thumbprint: signer.thumbprint,
      validFrom: instant('2019-01-01T00:00:00Z'),
      validTo: instant('2019-12-31T00:00:00Z'),
      jwk,
      ...changes,
    }),
  };
}

/** A JWS that our own signer would never make: any header over any bytes, with a real EdDSA signature. */
export async function signAnything(options: {
  readonly privateJwk: JWK;
  readonly header: Readonly<Record<string, unknown>>;
  readonly payload: string | Uint8Array;
}): Promise<Uint8Array> {
  const { privateJwk, header, payload } = options;
  const bytes = typeof payload === 'string' ? Buffer.from(payload) : payload;
  const jws = await new CompactSign(bytes)
    .setProtectedHeader({ alg: 'EdDSA', ...header })
    .sign(await importJWK(privateJwk, 'EdDSA'), { crit: { kcn: true } });
  return Buffer.from(jws);
}
