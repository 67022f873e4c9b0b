import type { Instant } from '@kcn/kernel';
import type { Session } from '@kcn/messaging';
import type { ScoreValue } from '../../domain/values/score-value';
import type { BlocYear } from '../bloc/ports';

/** Values are inserted and read; none is ever changed or deleted. */
export interface ScoreValues {
  /** Oldest first; of one member, or recorded by an instant. */
  list(
    name: BlocYear,
    options?: { readonly member?: string; readonly asOf?: Instant | undefined; readonly session?: Session },
  ): Promise<readonly ScoreValue[]>;
  /** @param first the version of the year's unit that the first of them made */
  insert(session: Session, name: BlocYear, values: { readonly first: number; readonly items: readonly ScoreValue[] }): Promise<void>;
}

/** A file that proves a score, under the board of its member. */
export interface EvidenceFileEntry {
  readonly criterion: string;
  readonly name: string;
  /** Lower-case hexadecimal, of the bytes. */
  readonly sha256: string;
  readonly size: number;
  readonly recordedAt: Instant;
  readonly actor: string;
}

/** Evidence is inserted and read; none is ever changed or deleted. */
export interface EvidenceFiles {
  /** Oldest first, without the bytes. */
  list(name: BlocYear, session?: Session): Promise<readonly EvidenceFileEntry[]>;
  find(
    name: BlocYear,
    wanted: { readonly criterion: string; readonly sha256: string },
  ): Promise<(EvidenceFileEntry & { readonly bytes: Buffer }) | undefined>;
  insert(session: Session, name: BlocYear, file: EvidenceFileEntry & { readonly bytes: Buffer }): Promise<void>;
}
