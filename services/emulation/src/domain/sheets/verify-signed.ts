import type { Instant } from '@kcn/kernel';
import type { MemberKey } from '../keys/member-key';
import { keyStateAt } from '../keys/member-key';
import type { OpenedDocument, Seal } from '../keys/seal';
import type { Judgement, Verdict, VerdictDetail } from './verdict';
import { detail, judgement } from './verdict';

export interface VerifySignedInput {
  /** The JWS as it came. */
  readonly received: Uint8Array;
  /** The keys that are believed to be the signer's. */
  readonly keys: readonly MemberKey[];
  readonly maxBytes: number;
}

export type VerifiedDocument = { readonly document: OpenedDocument; readonly key: MemberKey } | { readonly refusal: Judgement };

/** Whether one of these keys signed these bytes. A `kid` only says which one to try; without one each is tried. */
export async function verifySigned({ received, keys, maxBytes }: VerifySignedInput, seal: Seal): Promise<VerifiedDocument> {
  if (received.byteLength > maxBytes)
    return refused('bad-signature', detail('too-large', { expected: `≤ ${String(maxBytes)}`, actual: String(received.byteLength) }));
  const opened = seal.open(received);
  if ('fault' in opened) return refused('bad-signature', detail(opened.fault));
  const { document } = opened;
  const { keyId } = document;
  const candidates = keys.filter((key) => key.jwk !== undefined && (keyId === undefined || key.thumbprint === keyId));
  if (candidates.length === 0) return refused('unknown-key', detail('key-not-pinned', keyId === undefined ? {} : { actual: keyId }));
  for (const key of candidates) if (key.jwk && (await seal.isSignedBy(received, key.jwk))) return { document, key };
  return refused('bad-signature', detail('signature-does-not-verify', keyId === undefined ? {} : { at: keyId }));
}

const refused = (verdict: Verdict, why: VerdictDetail): { readonly refusal: Judgement } => ({ refusal: judgement(verdict, [why]) });

/** Why a key could not sign what was received then; undefined when it could. */
export function endedKey(
  key: MemberKey,
  { receivedAt, signedAt }: { readonly receivedAt: Instant; readonly signedAt: Instant },
): { readonly verdict: Extract<Verdict, 'unknown-key' | 'expired-certificate'>; readonly details: readonly VerdictDetail[] } | undefined {
  const { thumbprint, validFrom, validTo, revokedAt = '' } = key;
  switch (keyStateAt(key, { receivedAt, signedAt })) {
    case 'usable':
      return undefined;
    case 'revoked':
      return {
        verdict: 'unknown-key',
        details: [detail('key-revoked', { at: thumbprint, expected: `< ${revokedAt}`, actual: receivedAt })],
      };
    case 'expired':
      return {
        verdict: 'expired-certificate',
        details: [detail('key-expired', { at: thumbprint, expected: `${validFrom}..${validTo}`, actual: `${signedAt}, ${receivedAt}` })],
      };
  }
}
