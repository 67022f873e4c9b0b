import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { findBoardId } from '@kcn/kernel';
import type { JWK } from 'jose';
import { KEY_SET_FORMAT, readPublishedKeys } from '../../domain/keys/key-statements';
import type { PublishedKeys } from '../../domain/keys/key-statements';
import type { PublicKeyJwk } from '../../domain/keys/seal';
import type { DocumentSigner } from './document-signer';
import { createDocumentSigner } from './document-signer';

/** The signing keys of the boards that this deployment hosts. Read when they are used, so that a changed file counts at once. */
export interface SigningKeys {
  /** @throws Error for a file that is no such key; the message holds none of it */
  signerOf(board: string): Promise<DocumentSigner | undefined>;
  /** `emulation-keys/1` as text: the board's public key, and what `<board>.published.json` adds of earlier ones and statements. */
  keySetOf(board: string): Promise<Uint8Array>;
  /** @throws Error for the first file that cannot be used */
  check(): Promise<void>;
}

/**
 * A folder with `<board>.json`, each a private Ed25519 key as JWK, and where a board's key has a history
 * `<board>.published.json`, its `emulation-keys/1` with earlier public keys, rotations and revocations.
 */
export function createSigningKeys(folder: string | undefined): SigningKeys {
  const read = async (file: string): Promise<string | undefined> => {
    if (folder === undefined) return undefined;
    try {
      return await readFile(join(folder, file), 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  };

  async function keyOf(board: string): Promise<JWK | undefined> {
    const text = findBoardId(board) === undefined ? undefined : await read(`${board}.json`);
    return text === undefined ? undefined : (JSON.parse(text) as JWK);
  }

  async function signerOf(board: string): Promise<DocumentSigner | undefined> {
    try {
      const key = await keyOf(board);
      return key && (await createDocumentSigner(key));
    } catch {
      throw new Error(`${board}.json is no private Ed25519 key in JWK form`);
    }
  }

  async function publishedOf(board: string): Promise<PublishedKeys> {
    const text = await read(`${board}.published.json`);
    if (text === undefined) return { format: KEY_SET_FORMAT, member: board, keys: [], statements: [] };
    try {
      return readPublishedKeys(JSON.parse(text));
    } catch {
      throw new Error(`${board}.published.json is no emulation-keys/1 document`);
    }
  }

  return {
    signerOf,
    async keySetOf(board) {
      const published = await publishedOf(board);
      const own = await keyOf(board);
      const keys =
        own?.x !== undefined && !published.keys.some(({ x }) => x === own.x) ? [publicOf(own.x), ...published.keys] : published.keys;
      return new TextEncoder().encode(JSON.stringify({ ...published, keys }));
    },
    async check() {
      for (const file of await filesIn(folder)) {
        const board = /^([a-z0-9-]+)\.json$/.exec(file)?.[1];
        if (board === undefined) continue;
        await signerOf(board);
        await publishedOf(board);
      }
    },
  };
}

/** A folder that is not there holds no key yet. */
async function filesIn(folder: string | undefined): Promise<readonly string[]> {
  try {
    return folder === undefined ? [] : await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

const publicOf = (x: string): PublicKeyJwk => ({ kty: 'OKP', crv: 'Ed25519', x });
