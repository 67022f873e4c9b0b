import type { Instant } from '@kcn/kernel';
import type { Session } from '@kcn/messaging';
import type { BlocYear } from '../bloc/ports';

/** A signed revision of a board's own sheet. */
export interface SignedRevision extends BlocYear {
  /** 1, 2, … */
  readonly revision: number;
  /** Of the signed payload, which is the sheet's canonical form. */
  readonly sha256: string;
  readonly keyThumbprint: string;
  /** Compact JWS: sent as these bytes and no others. */
  readonly jws: Uint8Array;
  readonly recordedAt: Instant;
  readonly actor: string;
}

/** Revisions are inserted and read; none is ever changed or deleted. */
export interface SignedRevisions {
  last(session: Session, name: BlocYear): Promise<SignedRevision | undefined>;
  find(name: BlocYear, revision: number): Promise<SignedRevision | undefined>;
  /** Whether there is any. */
  exists(name: BlocYear): Promise<boolean>;
  /** Above a revision, oldest first. */
  after(name: BlocYear, revision: number): Promise<readonly SignedRevision[]>;
  insert(session: Session, revision: SignedRevision): Promise<void>;
}

/** Signs with the board's key. */
export interface Signer {
  /** A document's RFC 8785 form as compact JWS. */
  sign(document: object): Promise<{ readonly jws: Uint8Array; readonly keyThumbprint: string }>;
}
