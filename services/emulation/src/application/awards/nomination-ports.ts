import type { Session } from '@kcn/messaging';
import type { NominationRecord } from '../../domain/awards/nomination';

export interface NominationName {
  readonly board: string;
  readonly year: number;
  readonly number: number;
}

/** Nominations as they stand; every version is an event of the log. */
export interface Nominations {
  find(name: NominationName, session?: Session): Promise<NominationRecord | undefined>;
  /** By number. */
  list(board: string, year: number, session?: Session): Promise<readonly NominationRecord[]>;
  /** Keeps a new nomination, or the next version of one. */
  save(session: Session, nomination: NominationRecord): Promise<void>;
}
