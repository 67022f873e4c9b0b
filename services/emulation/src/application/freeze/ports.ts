import type { Instant, PlainDate } from '@kcn/kernel';
import type { Session } from '@kcn/messaging';
import type { ResultDifference } from '../../domain/cycle/result-differences';
import type { BlocResult } from '../../domain/result/score-bloc';
import type { BlocYear } from '../bloc/ports';

/** Why a revision of the ranking was made: the first freeze, one after the year was re-opened, or the count of the vote. */
export type FreezeOccasion = 'freeze' | 're-freeze' | 'ballot';

/** A revision of a bloc's frozen result; fixed for ever. */
export interface FrozenRanking extends BlocYear {
  /** 1, 2, … */
  readonly revision: number;
  readonly occasion: FreezeOccasion;
  readonly frozenAt: Instant;
  readonly actor: string;
  /** `emulation-result/1`, the bytes as they were stored. */
  readonly bytes: Uint8Array;
  /** Of the bytes, lower-case hexadecimal. */
  readonly sha256: string;
  /** Version of the bloc's files that it was made from. */
  readonly blocVersion: number;
  /** The same result, to compute with. */
  readonly result: BlocResult;
  /** The leader's reason for each member that is missing. */
  readonly missingReasons: ReadonlyMap<string, string>;
  /** Member to the hash of the sheet, or of the summary, that its figures come from. */
  readonly figureSources: ReadonlyMap<string, string>;
  /** Members whose figures are kept in this deployment. */
  readonly hosted: readonly string[];
  /** What differs from the revision before; empty for the first. */
  readonly differences: readonly ResultDifference[];
}

/** That a frozen revision is shown to the members. */
export interface Publication {
  readonly revision: number;
  readonly publishedAt: Instant;
  readonly actor: string;
  /** Last day on which a member may appeal. */
  readonly appealUntil: PlainDate;
}

/** Frozen rankings are inserted and read; none is ever changed or deleted. */
export interface FrozenRankings {
  /** The newest revision; also where the year has been re-opened since (the cycle's state says so). */
  last(name: BlocYear, session?: Session): Promise<FrozenRanking | undefined>;
  find(name: BlocYear, revision: number, session?: Session): Promise<FrozenRanking | undefined>;
  insert(session: Session, ranking: FrozenRanking): Promise<void>;
  /** Of each published revision, newest first. */
  publications(name: BlocYear, session?: Session): Promise<readonly Publication[]>;
  publish(session: Session, name: BlocYear, publication: Publication): Promise<void>;
}

/**
 * The result that counts now: the newest frozen revision while the year is frozen; undefined before the freeze and while it is
 * re-opened.
 */
export type FindFrozenRanking = (name: BlocYear, session?: Session) => Promise<FrozenRanking | undefined>;
