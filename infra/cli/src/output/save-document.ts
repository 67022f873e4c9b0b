import { writeFile } from 'node:fs/promises';
import type { Answer } from '../api/answer';
import type { Screen } from './screen';
import { number } from './vietnamese';

/** Writes a document that a service printed to a file, byte by byte, and says what it is; a draft is called one. */
export async function saveDocument(screen: Screen, { bytes, headers }: Answer, out: string): Promise<void> {
  await writeFile(out, bytes);
  const sha256 = headers.get('etag')?.replaceAll('"', '') ?? null;
  const isDraft = headers.get('document-draft') === 'true';
  screen.result({
    document: { file: out, bytes: bytes.length, sha256, ...(isDraft ? { draft: true } : {}) },
    human: () => `→ ${out}, ${number(bytes.length)} byte${isDraft ? ' · dự thảo / draft' : ''}\n`,
  });
}
