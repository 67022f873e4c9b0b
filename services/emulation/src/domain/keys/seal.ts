/** A public Ed25519 key, RFC 8037. */
export interface PublicKeyJwk {
  readonly kty: 'OKP';
  readonly crv: 'Ed25519';
  /** 32 bytes, base64url without padding. */
  readonly x: string;
}

/** Why the bytes are no document that anybody could have signed here. */
export type SealFault =
  | 'too-large'
  | 'not-compact-jws'
  | 'bad-header'
  | 'algorithm-not-allowed'
  | 'header-not-allowed'
  | 'not-utf8'
  | 'not-json'
  | 'repeated-key'
  | 'not-canonical';

/** A document taken apart, not yet believed. */
export interface OpenedDocument {
  /** The `kid` that the header states: the name of a key to look for among those pinned, nothing more. */
  readonly keyId?: string;
  /** The signed bytes, which are the canonical form of the document. */
  readonly payload: string;
  /** The payload's JSON. */
  readonly value: unknown;
  /** Lower-case hexadecimal, of the payload's bytes: the hash that a following revision names. */
  readonly sha256: string;
}

export type Opening = { readonly document: OpenedDocument } | { readonly fault: SealFault };

/** Signing and hashing as the domain needs it; adapters/signing does it with maintained libraries. */
export interface Seal {
  /** Takes a compact JWS apart. What it says is only believed once `isSignedBy` has said yes. */
  open(jws: Uint8Array): Opening;
  /** Whether this key signed exactly these bytes with EdDSA. Never throws, whatever the bytes. */
  isSignedBy(jws: Uint8Array, key: PublicKeyJwk): Promise<boolean>;
  /** RFC 7638, SHA-256, base64url. */
  thumbprintOf(key: PublicKeyJwk): Promise<string>;
  /** RFC 8785. @throws for what JSON cannot hold, such as half a surrogate pair */
  canonicalText(value: unknown): string;
  /** Lower-case hexadecimal, of the text's UTF-8 bytes. */
  sha256(text: string): string;
}
