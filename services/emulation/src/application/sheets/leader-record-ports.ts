import type { Instant } from '@kcn/kernel';
import type { Session } from '@kcn/messaging';
import type { Verdict, VerdictDetail } from '../../domain/sheets/verdict';
import type { BlocYear } from '../bloc/ports';

/** A signed revision of the leader's record, as its leader keeps it. */
export interface SignedLeaderRecord extends BlocYear {
  /** 1, 2, … */
  readonly revision: number;
  /** Of the signed payload. */
  readonly sha256: string;
  readonly keyThumbprint: string;
  /** Compact JWS: sent as these bytes and no others. */
  readonly jws: Uint8Array;
  readonly recordedAt: Instant;
  readonly actor: string;
}

/** Revisions are inserted and read; none is ever changed or deleted. */
export interface LeaderRecords {
  last(name: BlocYear, session: Session): Promise<SignedLeaderRecord | undefined>;
  find(name: BlocYear, revision: number): Promise<SignedLeaderRecord | undefined>;
  /** Above a revision, oldest first. */
  after(name: BlocYear, revision: number): Promise<readonly SignedLeaderRecord[]>;
  insert(session: Session, record: SignedLeaderRecord): Promise<void>;
}

/** What a member received of its leader's record, with its verdict. */
export interface ReceivedLeaderRecord extends BlocYear {
  /** 1, 2, … */
  readonly version: number;
  readonly receivedAt: Instant;
  readonly jws: Uint8Array;
  readonly verdict: Verdict;
  readonly counts: boolean;
  readonly details: readonly VerdictDetail[];
  readonly revision: number | null;
  readonly sha256: string | null;
}

/** Received records are inserted and read; none is ever changed or deleted. */
export interface ReceivedLeaderRecords {
  list(name: BlocYear, session?: Session): Promise<readonly ReceivedLeaderRecord[]>;
  insert(session: Session, records: readonly ReceivedLeaderRecord[]): Promise<void>;
}
