import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JWK } from 'jose';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import type { KeyFiles } from '../keys/make-keys';
import { makeKeys } from '../keys/make-keys';
import { createBoardAuthority } from './board-authority';
import type { Province } from './provinces';

export interface BlocKeysOptions {
  /** KCN_KEYS_DIR: the first province's keys lie in it, the others' in `province-2`, … */
  readonly folder: string;
  readonly provinces: readonly Province[];
  /** `host:port` at which a province answers the others. */
  readonly peerAddress: (province: Province) => string;
  readonly now: Date;
}

export interface BlocKeys {
  /** By the province's number. */
  readonly files: ReadonlyMap<number, KeyFiles>;
  /** RFC 7638, by board: what the pledge states. */
  readonly thumbprints: ReadonlyMap<string, string>;
}

const ENVIRONMENT = { KCN_JWT_ISSUER: 'kcn', KCN_JWT_AUDIENCE: 'kcn' };

export const provinceFolder = (folder: string, { number }: Pick<Province, 'number'>): string =>
  number === 1 ? folder : join(folder, `province-${number.toString()}`);

/**
 * Keys of a bloc's deployments: for each its own token keys, TLS identity and peers file; for each board its own signing key. No
 * key serves two of them. The authority's key is kept nowhere.
 */
export async function makeBlocKeys({ folder, provinces, peerAddress, now }: BlocKeysOptions): Promise<BlocKeys> {
  const authority = await createBoardAuthority({ now });
  const peers = Object.fromEntries(
    provinces.flatMap((province) =>
      province.boards.map((board) => [board, { address: peerAddress(province), name: `urn:kcn:board:${province.host}` }]),
    ),
  );
  const files = new Map<number, KeyFiles>();
  const thumbprints = new Map<string, string>();
  for (const province of provinces) {
    const own = provinceFolder(folder, province);
    files.set(province.number, await makeKeys({ folder: own, issuer: ENVIRONMENT.KCN_JWT_ISSUER, audience: ENVIRONMENT.KCN_JWT_AUDIENCE }));
    const emulation = join(own, 'emulation');
    await mkdir(join(emulation, 'signing-keys'), { recursive: true });
    const { certificate, privateKey } = await authority.issue(province.host);
    await writeFile(join(emulation, 'ca.crt'), authority.certificate);
    await writeFile(join(emulation, 'peer.crt'), certificate);
    await writeFile(join(emulation, 'peer.key'), privateKey, { mode: 0o600 });
    await writeFile(join(emulation, 'peers.json'), JSON.stringify(peers, null, 2));
    for (const board of province.boards) {
      const key = await signingKey();
      thumbprints.set(board, await calculateJwkThumbprint(key));
      await writeFile(join(emulation, 'signing-keys', `${board}.json`), JSON.stringify(key), { mode: 0o600 });
    }
  }
  return { files, thumbprints };
}

async function signingKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  return exportJWK(privateKey);
}
