import type { Session } from '@kcn/messaging';
import type { ColumnsProfile } from '../../domain/bank-profiles/columns-profile';

/** A version of how the bank of an account lays out its statements. */
export interface BankProfile {
  readonly account: string;
  /** 1, 2, …; the ETag. */
  readonly version: number;
  readonly profile: ColumnsProfile;
  readonly by: string;
  readonly at: Date;
  readonly reason: string;
}

/** Profiles of a board by account; a version is never changed, only followed by another. */
export interface BankProfiles {
  find(session: Session | undefined, board: string, account: string): Promise<BankProfile | undefined>;
  /** The newest of each account, by account. */
  inUse(board: string): Promise<BankProfile[]>;
  /** All versions of an account, the oldest first. */
  history(board: string, account: string): Promise<BankProfile[]>;
  add(session: Session, board: string, profile: BankProfile): Promise<void>;
}
