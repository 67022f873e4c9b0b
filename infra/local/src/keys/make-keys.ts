import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JWK } from 'jose';
import { SignJWT, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK } from 'jose';

export interface KeyFiles {
  /** Public half, read by every service. */
  readonly jwks: string;
  /** Private half, read by `kcn` to sign tokens; only its owner may read it. */
  readonly signingKey: string;
  /** Tokens with which services call each other: reporting the registry, fees the registry, emulation reporting. */
  readonly reportingToken: string;
  readonly feesToken: string;
  readonly emulationToken: string;
}

const ALGORITHM = 'EdDSA';
const SERVICE_TOKEN_LIFETIME = '90d';

/**
 * Makes sure that a key pair is in the folder, and writes service tokens afresh. An installation with an identity provider
 * of its own needs none of this: it gives KCN_JWKS_URL.
 */
export async function makeKeys({ folder, issuer, audience }: { folder: string; issuer: string; audience: string }): Promise<KeyFiles> {
  const files: KeyFiles = {
    jwks: join(folder, 'jwks.json'),
    signingKey: join(folder, 'signing-key.json'),
    reportingToken: join(folder, 'reporting.token'),
    feesToken: join(folder, 'fees.token'),
    emulationToken: join(folder, 'emulation.token'),
  };
  await mkdir(folder, { recursive: true });
  if (!existsSync(files.signingKey)) {
    const { privateKey } = await generateKeyPair(ALGORITHM, { crv: 'Ed25519', extractable: true });
    const jwk = await exportJWK(privateKey);
    await writeWhole(
      files.signingKey,
      JSON.stringify({ ...jwk, kid: await calculateJwkThumbprint(jwk), alg: ALGORITHM, use: 'sig' }, null, 2),
      0o600,
    );
  }
  const signingKey = JSON.parse(await readFile(files.signingKey, 'utf8')) as JWK;
  const { d: _private, ...publicKey } = signingKey;
  await writeWhole(files.jwks, JSON.stringify({ keys: [publicKey] }, null, 2), 0o644);

  const key = await importJWK(signingKey, ALGORITHM);
  for (const [service, file] of [
    ['reporting', files.reportingToken],
    ['fees', files.feesToken],
    ['emulation', files.emulationToken],
  ] as const) {
    const token = await new SignJWT({ boards: ['*'], roles: ['service'] })
      .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT', ...(signingKey.kid === undefined ? {} : { kid: signingKey.kid }) })
      .setSubject(`service:${service}`)
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt()
      .setExpirationTime(SERVICE_TOKEN_LIFETIME)
      .sign(key);
    await writeWhole(file, token, 0o600);
  }
  return files;
}

/** Whole or not at all: services read these files while they run. */
async function writeWhole(file: string, text: string, mode: number): Promise<void> {
  await writeFile(`${file}.new`, text, { mode });
  await rename(`${file}.new`, file);
}
