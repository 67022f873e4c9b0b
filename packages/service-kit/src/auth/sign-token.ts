import type { Role } from '@kcn/kernel';
import type { JSONWebKeySet, JWK } from 'jose';
import { SignJWT, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK } from 'jose';

export interface SignTokenOptions {
  /** The private half, with `kid` and `alg`, as `createSigningKeys` makes it. */
  readonly privateJwk: JWK;
  readonly subject: string;
  /** `['*']` is every board of the deployment. */
  readonly boards: readonly string[];
  readonly roles: readonly Role[];
  readonly issuer: string;
  readonly audience: string;
  /** `8h`, `30d`; never endless. */
  readonly expiresIn: string;
}

/** A compact JWT that `createTokenVerifier` accepts. */
export async function signToken({ privateJwk, subject, boards, roles, issuer, audience, expiresIn }: SignTokenOptions): Promise<string> {
  const alg = privateJwk.alg ?? (privateJwk.kty === 'OKP' ? 'EdDSA' : 'ES256');
  const header = { alg, typ: 'JWT', ...(privateJwk.kid === undefined ? {} : { kid: privateJwk.kid }) };
  return new SignJWT({ boards: [...boards], roles: [...roles] })
    .setProtectedHeader(header)
    .setSubject(subject)
    .setIssuer(issuer)
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime(expiresIn)
    .sign(await importJWK(privateJwk, alg));
}

export interface SigningKeys {
  readonly privateJwk: JWK;
  /** What services read: `{ keys: [public half] }`. */
  readonly jwks: JSONWebKeySet;
}

/** A fresh Ed25519 key pair; the key id is the key's thumbprint. */
export async function createSigningKeys(): Promise<SigningKeys> {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const publicJwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(publicJwk);
  return {
    privateJwk: { ...(await exportJWK(privateKey)), kid, alg: 'EdDSA', use: 'sig' },
    jwks: { keys: [{ ...publicJwk, kid, alg: 'EdDSA', use: 'sig' }] },
  };
}
