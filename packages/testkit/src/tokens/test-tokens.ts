import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Role } from '@kcn/kernel';
import type { JSONWebKeySet, JWK } from 'jose';
import { SignJWT, calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';

export interface TestTokenClaims {
  readonly sub?: string;
  /** Default: every board. */
  readonly boards?: readonly string[];
  /** Default: recorder and reader. */
  readonly roles?: readonly Role[];
  /** `1h` (default), `-1m` for one that has expired. */
  readonly expiresIn?: string;
}

export interface TestTokens {
  readonly issuer: string;
  readonly audience: string;
  /** The public half, as a service is given it. */
  readonly jwks: JSONWebKeySet;
  /** The same in a file, for KCN_JWKS_FILE. */
  readonly jwksFile: string;
  readonly privateJwk: JWK;
  /** KCN_JWKS_FILE, KCN_JWT_ISSUER and KCN_JWT_AUDIENCE for a service that is to accept these tokens. */
  readonly env: Readonly<Record<string, string>>;
  sign(claims?: TestTokenClaims): Promise<string>;
  /** Removes the file; for afterAll. */
  drop(): Promise<void>;
}

/** A key pair of this test file and tokens signed with it. */
export async function testTokens(): Promise<TestTokens> {
  const issuer = 'kcn-test';
  const audience = 'kcn-test';
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const publicJwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(publicJwk);
  const jwks: JSONWebKeySet = { keys: [{ ...publicJwk, kid, alg: 'EdDSA', use: 'sig' }] };
  const folder = await mkdtemp(join(tmpdir(), 'kcn-keys-'));
  const jwksFile = join(folder, 'jwks.json');
  await writeFile(jwksFile, JSON.stringify(jwks));
  return {
    issuer,
    audience,
    jwks,
    jwksFile,
    privateJwk: { ...(await exportJWK(privateKey)), kid, alg: 'EdDSA', use: 'sig' },
    env: { KCN_JWKS_FILE: jwksFile, KCN_JWT_ISSUER: issuer, KCN_JWT_AUDIENCE: audience },
    sign: ({ sub = 'test', boards = ['*'], roles = ['recorder', 'reader'], expiresIn = '1h' } = {}) =>
      new SignJWT({ boards: [...boards], roles: [...roles] })
        .setProtectedHeader({ alg: 'EdDSA', kid, typ: 'JWT' })
        .setSubject(sub)
        .setIssuer(issuer)
        .setAudience(audience)
        .setIssuedAt()
        .setExpirationTime(expiresIn)
        .sign(privateKey),
    drop: () => rm(folder, { recursive: true, force: true }),
  };
}
