import type { Instant } from '@kcn/kernel';
import { instantText, memberText } from '../documents/fields';
import type { Reader } from '../documents/strict-json';
import { listOf, literalOf, objectOf, textOf } from '../documents/strict-json';
import type { PublicKeyJwk } from './seal';

export const KEY_SET_FORMAT = 'emulation-keys/1';
export const ROTATION_FORMAT = 'emulation-key-rotation/1';
export const REVOCATION_FORMAT = 'emulation-key-revocation/1';
/** What a published key set may weigh, in bytes. */
export const MAX_KEY_SET_BYTES = 262_144;

/** Signed by the key that is handed on. */
export interface KeyRotation {
  readonly format: typeof ROTATION_FORMAT;
  readonly member: string;
  readonly oldThumbprint: string;
  readonly jwk: PublicKeyJwk;
  readonly validFrom: Instant;
  readonly validTo: Instant;
  readonly signedAt: Instant;
}

/** Signed by the key itself or by another key of the member. */
export interface KeyRevocation {
  readonly format: typeof REVOCATION_FORMAT;
  readonly member: string;
  readonly thumbprint: string;
  readonly revokedAt: Instant;
  readonly signedAt: Instant;
}

export type KeyStatement = KeyRotation | KeyRevocation;

/** What a member publishes beside its sheets. Nothing in it is believed for being there. */
export interface PublishedKeys {
  readonly format: typeof KEY_SET_FORMAT;
  readonly member: string;
  readonly keys: readonly PublicKeyJwk[];
  /** Compact JWS each, oldest first. */
  readonly statements: readonly string[];
}

const thumbprint = textOf({ max: 43, shape: /^[A-Za-z0-9_-]{43}$/ });
export const publicKey: Reader<PublicKeyJwk> = objectOf({
  kty: literalOf('OKP'),
  crv: literalOf('Ed25519'),
  x: textOf({ max: 43, shape: /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/ }),
});

const rotation: Reader<KeyRotation> = objectOf({
  format: literalOf(ROTATION_FORMAT),
  member: memberText,
  oldThumbprint: thumbprint,
  jwk: publicKey,
  validFrom: instantText,
  validTo: instantText,
  signedAt: instantText,
});
const revocation: Reader<KeyRevocation> = objectOf({
  format: literalOf(REVOCATION_FORMAT),
  member: memberText,
  thumbprint,
  revokedAt: instantText,
  signedAt: instantText,
});
const published: Reader<PublishedKeys> = objectOf({
  format: literalOf(KEY_SET_FORMAT),
  member: memberText,
  keys: listOf(publicKey, { max: 20, keyOf: (key) => key.x }),
  statements: listOf(textOf({ max: 8_192 }), { max: 50, keyOf: (jws) => jws }),
});

/** @throws DomainError invalid `bad_document` */
export const readPublishedKeys = (value: unknown): PublishedKeys => published(value, '');

/** @throws DomainError invalid `bad_document` */
export function readKeyStatement(value: unknown): KeyStatement {
  const format = typeof value === 'object' && value !== null && 'format' in value ? value.format : undefined;
  return format === REVOCATION_FORMAT ? revocation(value, '') : rotation(value, '');
}
