import { readFile } from 'node:fs/promises';
import type { JWK } from 'jose';
import { SignJWT, importJWK } from 'jose';
import { CliError } from '../cli-error';
import { exitCodes } from '../exit-code';
import type { Settings } from '../settings';

export interface TokenClaims {
  readonly subject: string;
  readonly roles: readonly string[];
  /** `*` is every board of the deployment. */
  readonly boards: readonly string[];
  /** `15m`, `12h`, `30d`. */
  readonly expiresIn: string;
}

type KeyPlace = Pick<Settings, 'signingKeyFile' | 'issuer' | 'audience'>;

async function readPrivateKey(file: string): Promise<JWK> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    throw new CliError({
      exitCode: exitCodes.configuration,
      code: 'no_signing_key',
      vi: `Không có mã truy cập (KCN_TOKEN) và không đọc được khóa ký ${file}; khóa do "npm start" tạo ra`,
      en: `No token (KCN_TOKEN) and no readable signing key ${file}; "npm start" makes the key`,
    });
  }
  try {
    return JSON.parse(text) as JWK;
  } catch {
    throw new CliError({
      exitCode: exitCodes.configuration,
      code: 'bad_signing_key',
      vi: `${file} không phải là khóa JWK`,
      en: `${file} is not a JWK`,
    });
  }
}

/** A compact JWT as the services verify it: `sub`, `boards`, `roles`, and always an end. */
export async function signToken(
  { signingKeyFile, issuer, audience }: KeyPlace,
  { subject, roles, boards, expiresIn }: TokenClaims,
): Promise<string> {
  const key = await readPrivateKey(signingKeyFile);
  const algorithm = key.alg ?? (key.kty === 'OKP' ? 'EdDSA' : 'ES256');
  return new SignJWT({ boards: [...boards], roles: [...roles] })
    .setProtectedHeader({ alg: algorithm, typ: 'JWT', ...(key.kid === undefined ? {} : { kid: key.kid }) })
    .setSubject(subject)
    .setIssuer(issuer)
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime(expiresIn)
    .sign(await importJWK(key, algorithm));
}
