import { DomainError } from '@kcn/kernel';
import type { Instant } from '@kcn/kernel';
import type { KeyStatement, PublishedKeys } from './key-statements';
import { readKeyStatement } from './key-statements';
import type { MemberKey } from './member-key';
import { findKey } from './member-key';
import type { Seal } from './seal';

export interface RefusedStatement {
  /** Place in the published list. */
  readonly index: number;
  readonly reason:
    | 'malformed'
    | 'other-member'
    | 'signer-not-trusted'
    | 'bad-signature'
    | 'signer-revoked'
    | 'signer-expired'
    | 'already-rotated'
    | 'bad-validity'
    | 'unknown-key';
}

export interface AdmittedKeys {
  readonly keys: readonly MemberKey[];
  readonly refused: readonly RefusedStatement[];
}

export interface AdmitKeysInput {
  readonly member: string;
  /** Pinned at the pledge or admitted before. */
  readonly known: readonly MemberKey[];
  readonly published: PublishedKeys;
  readonly receivedAt: Instant;
}

/**
 * What the bloc believes of a member's keys after it published a key set: the pinned thumbprints get their keys, a rotation
 * adds a key when a trusted key signed it while it could, a revocation ends one. A published key that nothing leads to is
 * no key. Revocations are taken first, so that a stolen key cannot name its own heir in the set that ends it.
 */
export async function admitKeys({ member, known, published, receivedAt }: AdmitKeysInput, seal: Seal): Promise<AdmittedKeys> {
  if (published.member !== member)
    return { keys: known, refused: published.statements.map((_, index) => ({ index, reason: 'other-member' })) };
  const byThumbprint = new Map(await Promise.all(published.keys.map(async (jwk) => [await seal.thumbprintOf(jwk), jwk] as const)));
  let keys = known.map((key): MemberKey => {
    const jwk = key.jwk ?? byThumbprint.get(key.thumbprint);
    return jwk ? { ...key, jwk } : key;
  });
  const refused: RefusedStatement[] = [];
  const statements: { index: number; jws: Uint8Array; statement: KeyStatement }[] = [];
  published.statements.forEach((text, index) => {
    const jws = new TextEncoder().encode(text);
    const statement = findStatement(jws, seal);
    if (!statement) refused.push({ index, reason: 'malformed' });
    else if (statement.member !== member) refused.push({ index, reason: 'other-member' });
    else statements.push({ index, jws, statement });
  });

  // A rotation may need the one before it, whatever the order they are listed in: go round until nothing more is learned.
  let open = statements;
  for (let learned = true; learned; ) {
    learned = false;
    const waiting: typeof open = [];
    for (const entry of revocationsFirst(open)) {
      const result = await takeStatement(keys, entry, receivedAt, seal);
      if ('keys' in result) {
        keys = result.keys;
        learned = true;
      } else if (result.reason === 'signer-not-trusted') waiting.push(entry);
      else refused.push({ index: entry.index, reason: result.reason });
    }
    open = waiting;
  }
  refused.push(...open.map(({ index }): RefusedStatement => ({ index, reason: 'signer-not-trusted' })));
  return { keys, refused: refused.toSorted((a, b) => a.index - b.index) };
}

const revocationsFirst = <T extends { readonly statement: KeyStatement }>(entries: readonly T[]): readonly T[] => [
  ...entries.filter(({ statement }) => statement.format === 'emulation-key-revocation/1'),
  ...entries.filter(({ statement }) => statement.format === 'emulation-key-rotation/1'),
];

function findStatement(jws: Uint8Array, seal: Seal): KeyStatement | undefined {
  const opened = seal.open(jws);
  if ('fault' in opened) return undefined;
  try {
    return readKeyStatement(opened.document.value);
  } catch (error) {
    if (error instanceof DomainError) return undefined;
    throw error;
  }
}

type Taken = { readonly keys: MemberKey[] } | { readonly reason: RefusedStatement['reason'] };

async function takeStatement(
  keys: readonly MemberKey[],
  { jws, statement }: { readonly jws: Uint8Array; readonly statement: KeyStatement },
  receivedAt: Instant,
  seal: Seal,
): Promise<Taken> {
  const isRevocation = statement.format === 'emulation-key-revocation/1';
  const candidates = isRevocation ? keys : keys.filter((key) => key.thumbprint === statement.oldThumbprint);
  const trusted = candidates.filter((key) => key.jwk !== undefined);
  if (trusted.length === 0) return { reason: 'signer-not-trusted' };
  const signer = await findSigner(trusted, jws, seal);
  if (!signer) return { reason: isRevocation ? 'signer-not-trusted' : 'bad-signature' };
  if (isRevocation) return revoke(keys, statement, signer, receivedAt);
  return rotate(keys, statement, signer, receivedAt, seal);
}

async function findSigner(keys: readonly MemberKey[], jws: Uint8Array, seal: Seal): Promise<MemberKey | undefined> {
  for (const key of keys) if (key.jwk && (await seal.isSignedBy(jws, key.jwk))) return key;
  return undefined;
}

/** A key may always end itself; another one only while it could sign. The earliest revocation holds. */
function revoke(
  keys: readonly MemberKey[],
  { thumbprint, revokedAt }: Extract<KeyStatement, { format: 'emulation-key-revocation/1' }>,
  signer: MemberKey,
  receivedAt: Instant,
): Taken {
  const target = findKey(keys, thumbprint);
  if (!target) return { reason: 'unknown-key' };
  if (signer.thumbprint !== thumbprint) {
    const fault = signerFault(signer, receivedAt);
    if (fault) return { reason: fault };
  }
  const earliest = target.revokedAt !== undefined && target.revokedAt <= revokedAt ? target.revokedAt : revokedAt;
  return { keys: keys.map((key) => (key.thumbprint === thumbprint ? { ...key, revokedAt: earliest } : key)) };
}

async function rotate(
  keys: readonly MemberKey[],
  { jwk, validFrom, validTo, signedAt }: Extract<KeyStatement, { format: 'emulation-key-rotation/1' }>,
  signer: MemberKey,
  receivedAt: Instant,
  seal: Seal,
): Promise<Taken> {
  const thumbprint = await seal.thumbprintOf(jwk);
  // Admitted before: what has become of the old key since does not take the new one away.
  if (signer.rotatedTo === thumbprint && findKey(keys, thumbprint))
    return { keys: keys.map((key) => (key.thumbprint === thumbprint ? { ...key, jwk } : key)) };
  const fault = signerFault(signer, receivedAt);
  if (fault) return { reason: fault };
  if (signer.rotatedTo !== undefined) return { reason: 'already-rotated' };
  if (validTo <= validFrom || validTo <= receivedAt || signedAt > validTo || findKey(keys, thumbprint)) return { reason: 'bad-validity' };
  return {
    keys: [
      ...keys.map((key) => (key.thumbprint === signer.thumbprint ? { ...key, rotatedTo: thumbprint } : key)),
      { thumbprint, jwk, validFrom, validTo },
    ],
  };
}

function signerFault(signer: MemberKey, receivedAt: Instant): 'signer-revoked' | 'signer-expired' | undefined {
  if (signer.revokedAt !== undefined && receivedAt >= signer.revokedAt) return 'signer-revoked';
  return receivedAt < signer.validFrom || receivedAt > signer.validTo ? 'signer-expired' : undefined;
}
