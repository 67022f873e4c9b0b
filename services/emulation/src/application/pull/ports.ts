import type { Instant } from '@kcn/kernel';
import type { Session } from '@kcn/messaging';
import type { MemberFile } from '../../domain/pull/judge-answer';
import type { Pull } from '../../domain/pull/pull';
import type { AgreedFigure } from '../../domain/sheets/compare-figures';
import type { EvidenceKey } from '../../domain/sheets/evidence-file';
import type { KnownRevision } from '../../domain/sheets/history';
import type { Verdict, VerdictDetail } from '../../domain/sheets/verdict';
import type { BlocYear } from '../bloc/ports';

/** A member of a bloc's year, as its leader keeps it. */
export interface MemberYear extends BlocYear {
  readonly member: string;
}

/** What the leader keeps of a member's year: its keys, the chain of its sheets, and the figures that were settled with it. */
export interface KeptMemberFile extends MemberFile {
  /** Of the last event about this member: 1, 2, … */
  readonly version: number;
  readonly agreed: readonly AgreedFigure[];
  /** When the first key was pinned; absent as long as none is. */
  readonly pinnedAt?: Instant;
}

export const NO_FILE: KeptMemberFile = { version: 0, keys: [], history: { known: [] }, agreed: [] };

/** A member's file before and after something happened. */
export interface MemberFileChange {
  readonly member: string;
  readonly before: KeptMemberFile;
  readonly after: KeptMemberFile;
}

export interface MemberFiles {
  find(name: MemberYear, session?: Session): Promise<KeptMemberFile | undefined>;
  /** By member. */
  findAll(name: BlocYear, members: readonly string[], session: Session): Promise<ReadonlyMap<string, KeptMemberFile>>;
  /** All of a year's, without the figures. */
  list(name: BlocYear): Promise<readonly (Omit<KeptMemberFile, 'acceptedFigures'> & { readonly member: string })[]>;
  /** Each as the version after `before`; a twin that was quicker makes the transaction run again. */
  saveAll(session: Session, name: BlocYear, changes: readonly MemberFileChange[]): Promise<void>;
}

/** A sheet as it was received, with all that its verdict depends on. */
export interface ReceivedSheet extends MemberYear {
  /** The version of the member's file that it made: unique within the member's year. */
  readonly version: number;
  readonly via: 'pull' | 'file';
  readonly actor: string;
  readonly cause: string;
  readonly receivedAt: Instant;
  readonly deadline: Instant | null;
  /** The bytes, as they came. */
  readonly jws: Uint8Array;
  /** Of these bytes. */
  readonly jwsSha256: string;
  /** The key set that came with it, as it came. */
  readonly keySet: Uint8Array;
  /** The member's keys as they were believed then. */
  readonly keys: readonly EvidenceKey[];
  readonly lastAccepted: KnownRevision | null;
  /** The version of the bloc's files that it was judged by. */
  readonly blocVersion: number;
  readonly verdict: Verdict;
  readonly counts: boolean;
  readonly details: readonly VerdictDetail[];
  /** Of the content, where it could be read and a trusted key signed it. */
  readonly revision: number | null;
  readonly sha256: string | null;
  readonly keyThumbprint: string | null;
}

/** Of what was received, enough to know it again. */
export type Receipt = Pick<ReceivedSheet, 'jwsSha256' | 'verdict' | 'counts'>;

/** Received sheets are inserted and read; none is ever changed or deleted. */
export interface ReceivedSheets {
  insert(session: Session, sheets: readonly ReceivedSheet[]): Promise<void>;
  /** The newest of each of these members. */
  newest(name: BlocYear, members: readonly string[], session: Session): Promise<ReadonlyMap<string, Receipt>>;
  /** Of each member the last sheet that counts and was received by then; absent: by now. */
  accepted(name: BlocYear, asOf?: Instant): Promise<readonly ReceivedSheet[]>;
  list(name: BlocYear): Promise<readonly Omit<ReceivedSheet, 'jws' | 'keySet' | 'keys'>[]>;
  find(name: MemberYear, version: number): Promise<ReceivedSheet | undefined>;
}

/** A pull as it is stored: while it runs, it is one process's. */
export interface PullRun extends BlocYear {
  readonly id: string;
  readonly state: 'running' | 'ended';
  readonly actor: string;
  readonly pull: Pull;
}

export interface PullRuns {
  /** @throws where another pull of the year runs: DomainError precondition `pull_running` */
  begin(session: Session, run: PullRun): Promise<void>;
  find(name: BlocYear, id: string): Promise<PullRun | undefined>;
  /** The newest, running or ended. */
  last(name: BlocYear, session?: Session): Promise<PullRun | undefined>;
  /** Keeps how far the owner came, and the hold on it. @returns false where it is another's by now */
  save(run: PullRun, owner: string): Promise<boolean>;
  /** Keeps the hold on runs under way. */
  renew(ids: readonly string[], owner: string): Promise<void>;
  /** Takes over one running pull whose owner was silent for too long. */
  takeAbandoned(owner: string): Promise<PullRun | undefined>;
  /** Gives a running pull up, for another process to go on with. */
  release(id: string, owner: string): Promise<void>;
}
