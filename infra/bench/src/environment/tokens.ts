import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Role } from '@kcn/kernel';
import { createSigningKeys, signToken } from '@kcn/service-kit';

export const ISSUER = 'kcn-bench';
export const AUDIENCE = 'kcn';

export interface TokenIssuer {
  /** The public keys, for services. */
  readonly jwksFile: string;
  token(subject: string, roles: readonly Role[]): Promise<string>;
}

/** A key pair for one run; tokens are for all boards and end with the day. */
export async function createTokenIssuer(folder: string): Promise<TokenIssuer> {
  const { privateJwk, jwks } = await createSigningKeys();
  const jwksFile = join(folder, 'jwks.json');
  await writeFile(jwksFile, JSON.stringify(jwks));
  return {
    jwksFile,
    token: (subject, roles) =>
      signToken({ privateJwk, subject, boards: ['*'], roles, issuer: ISSUER, audience: AUDIENCE, expiresIn: '12h' }),
  };
}
