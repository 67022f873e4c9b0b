import { readFile } from 'node:fs/promises';
import type { JSONWebKeySet, JWTVerifyGetKey } from 'jose';
import { createLocalJWKSet, createRemoteJWKSet, errors } from 'jose';

/** Public keys given directly, in a JWKS file, or at an address that serves one. */
export type JwksSource = { readonly keys: JSONWebKeySet } | { readonly file: string } | { readonly url: string };

/** A file is read again at most this often, so that a flood of unknown key ids does not become a flood of reads. */
const REREAD_AFTER_MS = 1_000;
/** …and at least this often, so that a key taken out of it stops being accepted. */
const STALE_AFTER_MS = 60_000;

export function createKeySource(source: JwksSource): JWTVerifyGetKey {
  if ('keys' in source) return createLocalJWKSet(source.keys);
  if ('url' in source) return createRemoteJWKSet(new URL(source.url));
  return createFileKeySource(source.file);
}

function createFileKeySource(file: string): JWTVerifyGetKey {
  let current: { readonly find: JWTVerifyGetKey; readonly readAtMs: number } | undefined;

  const read = async (): Promise<JWTVerifyGetKey> => {
    const keys = JSON.parse(await readFile(file, 'utf8')) as JSONWebKeySet;
    current = { find: createLocalJWKSet(keys), readAtMs: Date.now() };
    return current.find;
  };

  return async (header, token) => {
    const ageMs = current ? Date.now() - current.readAtMs : Number.POSITIVE_INFINITY;
    const find = current && ageMs < STALE_AFTER_MS ? current.find : await read();
    try {
      return await find(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || ageMs < REREAD_AFTER_MS) throw error;
      return (await read())(header, token);
    }
  };
}
