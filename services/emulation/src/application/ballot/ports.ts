import type { Instant } from '@kcn/kernel';
import type { Session } from '@kcn/messaging';
import type { BallotOutcome, ElectorId, SecretBallot } from '../../domain/ballot/ballot';
import type { BlocYear } from '../bloc/ports';

/** Somebody on the roll. */
export interface Elector {
  readonly elector: ElectorId;
  readonly member: string;
  /** The subject of the token that may vote; absent: whoever approves for the member. */
  readonly subject?: string;
}

/** The vote of a year; the roll and the box lie elsewhere. */
export interface Vote extends BlocYear {
  readonly candidates: readonly string[];
  readonly electors: readonly Elector[];
  readonly openedAt: Instant;
  readonly closed?: {
    readonly at: Instant;
    readonly outcome: BallotOutcome;
    /** Sorted. */
    readonly receipts: readonly string[];
    readonly receiptsSha256: string;
  };
}

export interface Votes {
  find(name: BlocYear, session?: Session): Promise<Vote | undefined>;
  save(session: Session, vote: Vote): Promise<void>;
  /** Who has voted, in the order of their ids. */
  roll(name: BlocYear, session?: Session): Promise<ReadonlySet<ElectorId>>;
  mark(session: Session, name: BlocYear, elector: ElectorId): Promise<void>;
}

/** Where the ballots lie: in the order of their random ids, without any time, and nothing of who put them in. */
export interface BallotBox {
  put(session: Session, name: BlocYear, ballot: SecretBallot): Promise<void>;
  open(name: BlocYear, session?: Session): Promise<readonly SecretBallot[]>;
}
