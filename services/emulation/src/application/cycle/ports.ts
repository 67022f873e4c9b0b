import type { Instant, LocalizedText, PlainDate } from '@kcn/kernel';
import type { Session } from '@kcn/messaging';
import type { Membership } from '../../domain/cycle/membership';
import type { CycleState, CycleStepTaken } from '../../domain/cycle/year-cycle';
import type { BlocYear } from '../bloc/ports';

/** What a step leaves behind: number and date of a document, conclusions, the next leader. */
export type StepOutput = Readonly<Record<string, string>>;

export interface RecordedStep extends CycleStepTaken {
  readonly recordedAt: Instant;
  readonly actor: string;
  readonly output: StepOutput;
}

export interface YearPlan {
  readonly theme: LocalizedText;
  /** The text that the members sign. */
  readonly pledge: string;
  readonly pledgeSha256: string;
}

/** Where the year of a bloc stands, under the board of its leader. */
export interface YearCycle extends BlocYear {
  readonly state: CycleState;
  readonly plan?: YearPlan;
  readonly steps: readonly RecordedStep[];
}

export interface YearCycles {
  find(name: BlocYear, session?: Session): Promise<YearCycle | undefined>;
  save(session: Session, cycle: YearCycle): Promise<void>;
}

export interface PledgeSignature {
  readonly member: string;
  readonly head: string;
  readonly signedOn: PlainDate;
  readonly pledgeSha256: string;
  /** `emulation-pledge/1` as compact JWS; null where the member has no key here. */
  readonly jws: string | null;
  readonly recordedBy: string;
}

export interface RegisteredTarget {
  readonly indicator: string;
  /** '' is the total. */
  readonly breakdown: string;
  readonly unit: string;
  /** Exact decimal. */
  readonly value: string;
}

export interface Registration {
  readonly member: string;
  readonly registeredOn: PlainDate;
  readonly lateWorkingDays: number;
  readonly targets: readonly RegisteredTarget[];
  readonly titles: readonly string[];
  readonly recordedBy: string;
}

export interface Movement {
  readonly member: string;
  readonly name: string;
  readonly from: PlainDate;
  readonly to: PlainDate | null;
}

export interface GivenReminder {
  readonly step: string;
  readonly deadline: PlainDate;
  readonly workingDaysLeft: number;
  readonly outstanding: readonly string[];
}

/** What is recorded in a year, by kind. */
export interface RecordKinds {
  readonly 'pledge-signature': PledgeSignature;
  readonly registration: Registration;
  readonly movement: Movement;
  readonly reminder: GivenReminder;
}

export type KeptRecord<K extends keyof RecordKinds> = RecordKinds[K] & { readonly recordedAt: Instant; readonly actor: string };

/** Records are inserted and read; the last of a member counts. */
export interface YearRecords {
  /** Oldest first. */
  list<K extends keyof RecordKinds>(name: BlocYear, kind: K, session?: Session): Promise<readonly KeptRecord<K>[]>;
  /** @param sequence the version of the year's unit that it made */
  insert<K extends keyof RecordKinds>(
    session: Session,
    name: BlocYear,
    record: { readonly kind: K; readonly sequence: number; readonly content: KeptRecord<K> },
  ): Promise<void>;
}

export type BlocKind = 'ministry' | 'province' | 'enterprises';

export interface OrganisedMembership extends Membership {
  /** The board that organises the bloc. */
  readonly board: string;
  readonly kind: BlocKind;
}

export interface Memberships {
  /** Of one bloc. */
  ofBloc(board: string, bloc: string, session?: Session): Promise<readonly OrganisedMembership[]>;
  /** Of all blocs that a board organises. */
  organisedBy(board: string): Promise<readonly OrganisedMembership[]>;
  /** Every place that a member has or had, whoever organises the bloc. */
  ofMember(member: string): Promise<readonly OrganisedMembership[]>;
  /** By board, bloc, member and first day. */
  save(session: Session, membership: OrganisedMembership): Promise<void>;
}

/** Numbers the events of a unit, 1, 2, … */
export interface UnitVersions {
  /** @returns the first of `count` numbers */
  next(session: Session, board: string, unit: string, count: number): Promise<number>;
  /** The last one given; 0 for none. */
  last(board: string, unit: string, session?: Session): Promise<number>;
}
