import type { Instant } from '@kcn/kernel';
import type { PublicKeyJwk } from './seal';

/**
 * A key that the bloc believes to be a member's: pinned by its thumbprint at the pledge, or named in a rotation that such
 * a key signed. Whatever a sheet's header says about keys is never one of these.
 */
export interface MemberKey {
  /** RFC 7638. */
  readonly thumbprint: string;
  readonly validFrom: Instant;
  /** The last instant at which it may sign. */
  readonly validTo: Instant;
  /** From here on it signs nothing any more. */
  readonly revokedAt?: Instant;
  /** The thumbprint of the key it was handed on to; one key is handed on once. */
  readonly rotatedTo?: string;
  /** Absent as long as only the thumbprint is known. */
  readonly jwk?: PublicKeyJwk;
}

export type KeyState = 'usable' | 'revoked' | 'expired';

/**
 * Whether a key could sign a document that was received at an instant. The signer's own clock cannot move a signature to
 * before a revocation: an earlier signature counts only if the document was received before it.
 */
export function keyStateAt(key: MemberKey, times: { readonly receivedAt: Instant; readonly signedAt: Instant }): KeyState {
  const { receivedAt, signedAt } = times;
  if (key.revokedAt !== undefined && receivedAt >= key.revokedAt) return 'revoked';
  const isInside = (at: Instant): boolean => at >= key.validFrom && at <= key.validTo;
  return isInside(receivedAt) && isInside(signedAt) ? 'usable' : 'expired';
}

export const findKey = (keys: readonly MemberKey[], thumbprint: string): MemberKey | undefined =>
  keys.find((key) => key.thumbprint === thumbprint);
