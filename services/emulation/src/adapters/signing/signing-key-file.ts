import { readFile } from 'node:fs/promises';
import type { JWK } from 'jose';
import { createDocumentSigner } from './document-signer';
import type { DocumentSigner } from './document-signer';

/** The signer of a private Ed25519 key in a JWK file. @throws for a file that is no such key; the message holds none of it */
export async function readSigningKey(path: string): Promise<DocumentSigner> {
  const text = await readFile(path, 'utf8');
  try {
    return await createDocumentSigner(JSON.parse(text) as JWK);
  } catch {
    throw new Error(`${path} is no private Ed25519 key in JWK form`);
  }
}
