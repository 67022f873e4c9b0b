import { generateKeyPairSync } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BoardAuthority } from '@kcn/local';

export interface ProvinceKeysOptions {
  readonly folder: string;
  readonly authority: BoardAuthority;
  /** The board that the certificate names. */
  readonly host: string;
  readonly boards: readonly string[];
}

export interface ProvinceKeys {
  readonly signingKeysFolder: string;
  /** KCN_PEER_… and KCN_SIGNING_KEYS_DIR. */
  readonly env: Readonly<Record<string, string>>;
}

/** TLS identity of a deployment and a signing key for each board that it hosts. */
export async function writeProvinceKeys({ folder, authority, host, boards }: ProvinceKeysOptions): Promise<ProvinceKeys> {
  const signingKeysFolder = join(folder, 'signing-keys');
  await mkdir(signingKeysFolder, { recursive: true });
  const { certificate, privateKey } = await authority.issue(host);
  const file = (name: string): string => join(folder, name);
  await writeFile(file('ca.crt'), authority.certificate);
  await writeFile(file('peer.crt'), certificate);
  await writeFile(file('peer.key'), privateKey, { mode: 0o600 });
  for (const board of boards) {
    const { privateKey: key } = generateKeyPairSync('ed25519');
    await writeFile(join(signingKeysFolder, `${board}.json`), JSON.stringify(key.export({ format: 'jwk' })), { mode: 0o600 });
  }
  return {
    signingKeysFolder,
    env: {
      KCN_PEER_CERTIFICATE_FILE: file('peer.crt'),
      KCN_PEER_KEY_FILE: file('peer.key'),
      KCN_PEER_CA_FILE: file('ca.crt'),
      KCN_SIGNING_KEYS_DIR: signingKeysFolder,
    },
  };
}
