import { generateKeyPairSync } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Instant } from '@kcn/kernel';
import { boardId, invalid, notFound, precondition } from '@kcn/kernel';
import type { JWK } from 'jose';
import type { KeyRevocation, KeyRotation, KeyStatement, PublishedKeys } from '../../domain/keys/key-statements';
import { KEY_SET_FORMAT, readKeyStatement, readPublishedKeys, REVOCATION_FORMAT, ROTATION_FORMAT } from '../../domain/keys/key-statements';
import type { PublicKeyJwk } from '../../domain/keys/seal';
import type { DocumentSigner } from './document-signer';
import { createDocumentSigner } from './document-signer';
import { createJoseSeal } from './jose-seal';

/** A board's key as its own files tell; what its bloc believes of it is the leader's to say. */
export interface FiledKey {
  readonly thumbprint: string;
  /** Signs from now on. */
  readonly isCurrent: boolean;
  /** As the rotation that brought it says; null for a first key, whose validity is in the pledge. */
  readonly validFrom: Instant | null;
  readonly validTo: Instant | null;
  readonly revokedAt: Instant | null;
  readonly rotatedTo: string | null;
}

export interface KeyFiles {
  readonly current: string;
  /** The current one first. */
  readonly keys: readonly FiledKey[];
  /** `emulation-keys/1`, as the board's deployment publishes it. */
  readonly published: PublishedKeys;
}

interface Held {
  readonly folder: string;
  readonly board: string;
  readonly signer: DocumentSigner;
  readonly publicKey: PublicKeyJwk;
  readonly published: PublishedKeys;
}

const seal = createJoseSeal();

async function readOptional(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function signerOf(text: string, file: string): Promise<{ readonly signer: DocumentSigner; readonly publicKey: PublicKeyJwk }> {
  try {
    const key = JSON.parse(text) as JWK;
    return { signer: await createDocumentSigner(key), publicKey: { kty: 'OKP', crv: 'Ed25519', x: key.x ?? '' } };
  } catch {
    throw invalid('bad_key_file', {
      vi: `${file} không phải là khóa riêng Ed25519 dạng JWK`,
      en: `${file} is no private Ed25519 key in JWK form`,
    });
  }
}

/** @throws DomainError not_found `no_key`; invalid `bad_board_id`, `bad_key_file`, `bad_document` */
async function hold(folder: string, board: string): Promise<Held> {
  boardId(board);
  const file = join(folder, `${board}.json`);
  const text = await readOptional(file);
  if (text === undefined)
    throw notFound('no_key', { vi: `Không có khóa của ${board}: ${file}`, en: `There is no key of ${board}: ${file}` });
  const own = await signerOf(text, file);
  const published = await readOptional(join(folder, `${board}.published.json`));
  const known: PublishedKeys =
    published === undefined
      ? { format: KEY_SET_FORMAT, member: board, keys: [], statements: [] }
      : readPublishedKeys(JSON.parse(published) as unknown);
  return { folder, board, ...own, published: withKey(known, own.publicKey) };
}

const withKey = (published: PublishedKeys, key: PublicKeyJwk): PublishedKeys =>
  published.keys.some(({ x }) => x === key.x) ? published : { ...published, keys: [key, ...published.keys] };

/** Whole or not at all, also when the machine stops in between; nobody but its owner reads it. */
async function writeWhole(file: string, text: string): Promise<void> {
  const beside = `${file}.new`;
  const handle = await open(beside, 'w', 0o600);
  try {
    await handle.chmod(0o600);
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(beside, file);
}

const publish = ({ folder, board }: Held, published: PublishedKeys): Promise<void> =>
  writeWhole(join(folder, `${board}.published.json`), `${JSON.stringify(published, null, 2)}\n`);

const textOf = (jws: Uint8Array): string => new TextDecoder().decode(jws);

async function describe({ signer, published }: Held): Promise<KeyFiles> {
  const statements = published.statements.flatMap((text): KeyStatement[] => {
    const opened = seal.open(new TextEncoder().encode(text));
    return 'fault' in opened ? [] : [readKeyStatement(opened.document.value)];
  });
  const rotations = statements.filter((one): one is KeyRotation => one.format === ROTATION_FORMAT);
  const revocations = statements.filter((one): one is KeyRevocation => one.format === REVOCATION_FORMAT);
  const heirs = new Map(await Promise.all(rotations.map(async (one) => [await seal.thumbprintOf(one.jwk), one] as const)));
  const filed = await Promise.all(
    published.keys.map(async (key): Promise<FiledKey> => {
      const thumbprint = await seal.thumbprintOf(key);
      const heir = [...heirs].find(([, { oldThumbprint }]) => oldThumbprint === thumbprint);
      const ended = revocations.filter((one) => one.thumbprint === thumbprint).map(({ revokedAt }) => revokedAt);
      return {
        ...{ thumbprint, isCurrent: thumbprint === signer.thumbprint },
        validFrom: heirs.get(thumbprint)?.validFrom ?? null,
        validTo: heirs.get(thumbprint)?.validTo ?? null,
        revokedAt: ended.toSorted()[0] ?? null,
        rotatedTo: heir?.[0] ?? null,
      };
    }),
  );
  return { current: signer.thumbprint, keys: filed.toSorted((a, b) => Number(b.isCurrent) - Number(a.isCurrent)), published };
}

/** A board's keys and what its files say became of them. @throws DomainError as `hold` */
export const showKeys = async (folder: string, board: string): Promise<KeyFiles> => describe(await hold(folder, board));

/**
 * Hands a board's key on to a new one: a statement signed by the old key goes into `<board>.published.json`, then the new key takes
 * the place of `<board>.json`. The old one is gone from here, and what it signed stays good until it ends or is revoked. Whatever
 * is interrupted is finished by doing it again.
 * @throws DomainError as `hold`; invalid `bad_validity`; precondition `key_revoked`
 */
export async function rotateKey({
  folder,
  board,
  now,
  validTo,
}: {
  readonly folder: string;
  readonly board: string;
  readonly now: Instant;
  readonly validTo: Instant;
}): Promise<KeyFiles> {
  const held = await hold(folder, board);
  const { keys } = await describe(held);
  if (keys.some(({ isCurrent, revokedAt }) => isCurrent && revokedAt !== null))
    throw precondition('key_revoked', {
      vi: 'Khóa đã bị thu hồi nên không thể chuyển giao; phải ghim khóa mới theo giao ước',
      en: 'The key is revoked, so it cannot be handed on; a new one has to be pinned at a pledge',
    });
  if (validTo <= now)
    throw invalid('bad_validity', { vi: 'Hiệu lực của khóa kết thúc trong quá khứ', en: 'The validity of the key ends in the past' });
  const nextFile = join(folder, `${board}.next.json`);
  const left = await readOptional(nextFile);
  if (left === undefined) await writeWhole(nextFile, JSON.stringify(generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })));
  const next = await signerOf(left ?? (await readFile(nextFile, 'utf8')), nextFile);
  // A run that was interrupted may have published its statement already; a key is handed on once.
  if (!keys.some(({ isCurrent, rotatedTo }) => isCurrent && rotatedTo === next.signer.thumbprint)) {
    const statement: KeyRotation = {
      ...{ format: ROTATION_FORMAT, member: board, oldThumbprint: held.signer.thumbprint, jwk: next.publicKey },
      ...{ validFrom: now, validTo, signedAt: now },
    };
    const { jws } = await held.signer.sign(statement);
    await publish(held, {
      ...withKey(held.published, next.publicKey),
      statements: [...held.published.statements, textOf(jws)],
    });
  }
  await rename(nextFile, join(folder, `${board}.json`));
  return showKeys(folder, board);
}

/**
 * Ends a key: what it signs counts only where it was received before. Signed by the board's current key.
 * @param isLast the current key itself may end only when that is said: nothing that the board signs counts afterwards
 * @throws DomainError as `hold`; not_found `unknown_key`; precondition `current_key`
 */
export async function revokeKey({
  folder,
  board,
  thumbprint,
  now,
  isLast,
}: {
  readonly folder: string;
  readonly board: string;
  readonly thumbprint: string;
  readonly now: Instant;
  readonly isLast: boolean;
}): Promise<KeyFiles> {
  const held = await hold(folder, board);
  const { keys } = await describe(held);
  const target = keys.find((key) => key.thumbprint === thumbprint);
  if (!target) throw notFound('unknown_key', { vi: `${board} không có khóa ${thumbprint}`, en: `${board} has no key ${thumbprint}` });
  if (target.isCurrent && !isLast)
    throw precondition('current_key', {
      vi: 'Đây là khóa đang dùng: hãy chuyển giao trước (keys rotate), hoặc thêm --last',
      en: 'This is the key in use: hand it on first (keys rotate), or add --last',
    });
  if (target.revokedAt !== null) return showKeys(folder, board);
  const statement: KeyRevocation = { format: REVOCATION_FORMAT, member: board, thumbprint, revokedAt: now, signedAt: now };
  const { jws } = await held.signer.sign(statement);
  await publish(held, { ...held.published, statements: [...held.published.statements, textOf(jws)] });
  return showKeys(folder, board);
}
