import type { ReportingKind, reportingV1 } from '@kcn/contracts';
import type { Instant, PlainDate } from '@kcn/kernel';
import type { Applier, EventLogClient, Session } from '@kcn/messaging';
import type { Fact } from '../domain/facts/fact';
import type { RateNeed } from '../domain/facts/rate-needs';
import type { RecordVersion } from '../domain/facts/record-version';
import type { FigureReader } from '../domain/figures/figure-reader';
import type { FedLog, SourceLog } from '../domain/source-log';
import type { SummaryDifference } from '../domain/summary/differences';

/** One set of projected data of a board; a replay fills another beside it. */
export interface Place {
  readonly board: string;
  readonly generation: number;
}

/** A generation as the name of an inbox scope, `g3`. */
export const scopeOf = (generation: number): string => `g${generation.toString()}`;
export const generationOf = (scope: string): number => Number(scope.slice(1));

/** A unit to be worked out anew, from a position on. */
export interface UnitRange {
  readonly unit: string;
  readonly fromPosition: bigint;
}

/** A fact under the id that its place and whole content give it. */
export interface StoredFact {
  readonly id: string;
  readonly fact: Fact;
}

export interface FactChanges {
  readonly added: readonly StoredFact[];
  readonly removed: readonly StoredFact[];
  /** Who recorded what is at a position, for `makers`. */
  readonly actorAt: (position: bigint) => string | undefined;
}

/** Record versions, facts and what is summed from them, written by the consumer. Everything within the given transaction. */
export interface FactStore {
  addVersions(session: Session, place: Place, versions: readonly RecordVersion[]): Promise<void>;
  /** All versions of the units, by unit. */
  versionsOf(session: Session, place: Place, units: readonly string[]): Promise<Map<string, RecordVersion[]>>;
  factsOf(session: Session, place: Place, ranges: readonly UnitRange[]): Promise<StoredFact[]>;
  identify(place: Place, fact: Fact): StoredFact;
  /** Facts, buckets, turn counts, day counts and makers. @throws DomainError invalid `amount_overflow` */
  write(session: Session, place: Place, changes: FactChanges): Promise<void>;
  /** Keeps which rates a unit uses. */
  saveRateNeeds(session: Session, place: Place, needs: ReadonlyMap<string, readonly RateNeed[]>): Promise<void>;
  /** Units that a rate of the currency, dated so, can change. */
  unitsUsingRate(session: Session, place: Place, rate: { readonly currency: string; readonly date: PlainDate }): Promise<string[]>;
}

/** Which generation of a board's projection counts. */
export interface Generations {
  /** The active one; 1 for a board nobody has heard of. */
  active(board: string): Promise<number>;
  /** The active one, and whether the rules of this process made it. */
  inUse(board: string): Promise<{ readonly generation: number; readonly hasTheseRules: boolean }>;
  boards(): Promise<string[]>;
  /** Registers a board with its first generation; does nothing where there is one. */
  ensure(board: string): Promise<void>;
}

/** Reads of one place as known at a position of its log, all from one snapshot. */
export interface FigureView {
  readonly reader: FigureReader;
  close(): Promise<void>;
}

export interface FigureViews {
  open(place: Place, position: bigint): FigureView;
}

/** Another service's log, asked over the wire; every failure is a DomainError, `unavailable` when it does not answer. */
export type RemoteLog = Pick<EventLogClient, 'readLog' | 'positionAt' | 'head'>;

/** A service whose log facts come from, and what is projected of it here. */
export interface Source {
  readonly name: SourceLog;
  readonly applier: Applier;
  readonly log: RemoteLog;
  readonly records: RecordReads;
}

/** The registry first, then the services beside it that this deployment has. */
export type Sources = readonly [Source & { readonly name: 'registry' }, ...Source[]];

/** Up to where each log counts. A service that has told nothing of the board up to there has none. */
export type Positions = { readonly registry: number; readonly reporting: number } & { readonly [L in FedLog]?: number };

/** Reads of a log's records as the projection keeps them. */
export interface RecordReads {
  /** Versions of a unit with a position up to the given one, oldest first. */
  versionsOfUnit(place: Place, unit: string, upTo: bigint): Promise<RecordVersion[]>;
  /** The same for many units, by unit. */
  versionsOfUnits(place: Place, units: readonly string[], upTo: bigint): Promise<Map<string, RecordVersion[]>>;
  /** When what is at a position was recorded; undefined where nothing is. */
  recordedAt(place: Place, position: number): Promise<Instant | undefined>;
  /** The newest version at or before a position; undefined where there is none. */
  last(place: Place, upTo: number): Promise<{ readonly position: number; readonly recordedAt: Instant } | undefined>;
  /** The last of the positions 1..settled that was recorded by the instant, 0 when none was. */
  positionAt(place: Place, settled: number, instant: Instant): Promise<number>;
}

export type OwnKind = ReportingKind;

/** One version of one of reporting's own records; `content` is null where it was withdrawn. */
export interface OwnVersion {
  readonly kind: OwnKind;
  readonly key: string;
  readonly position: number;
  readonly recordedAt: Instant;
  readonly actor: string;
  readonly cause: string;
  readonly reason?: string;
  readonly content: OwnContent | null;
}

export type OwnContent = reportingV1.IndicatorValueRecorded | reportingV1.PlanTargetRecorded | reportingV1.CatalogueIndicatorRecorded;

/** The newest version of an own record. */
export interface OwnRecord {
  readonly kind: OwnKind;
  readonly key: string;
  /** Number of its events so far. */
  readonly version: number;
  /** Undefined where it was withdrawn. */
  readonly payload?: Uint8Array;
}

export interface OwnRecordName {
  readonly kind: OwnKind;
  readonly key: string;
}

export interface OwnRecords {
  typedValues(board: string, periods: readonly string[], upTo: number): Promise<reportingV1.IndicatorValueRecorded[]>;
  planTargets(board: string, year: number, upTo: number): Promise<reportingV1.PlanTargetRecorded[]>;
  catalogueRows(board: string, upTo: number, session?: Session): Promise<reportingV1.CatalogueIndicatorRecorded[]>;
  /** The newest version of any record, publications apart; at or before a position of the own log when one is given. */
  last(board: string, upTo?: number): Promise<{ readonly position: number; readonly recordedAt: Instant } | undefined>;
  /**
   * The newest version, up to a position, that a summary can show: a value of its periods, a plan of its year, or the catalogue's
   * row of an indicator that one of those uses.
   */
  lastShown(
    board: string,
    shown: { readonly periods: readonly string[]; readonly year: number },
    upTo: number,
  ): Promise<{ readonly position: number; readonly recordedAt: Instant } | undefined>;
  /** All versions of one record, oldest first. */
  versionsOf(board: string, name: OwnRecordName, upTo: number): Promise<OwnVersion[]>;
  /** All versions of all records by position, for verification. */
  allVersions(
    board: string,
    upTo: number,
  ): AsyncIterable<{ readonly kind: OwnKind; readonly key: string; readonly position: number; readonly payload?: Uint8Array }>;
  /** Whether the subject recorded a typed value of one of the periods or a plan of the year. */
  hasMaker(
    board: string,
    question: { readonly subject: string; readonly periods: readonly string[]; readonly year: number; readonly upTo: number },
  ): Promise<boolean>;
  current(session: Session | undefined, board: string, names: readonly OwnRecordName[]): Promise<Map<string, OwnRecord>>;
  save(session: Session, board: string, changes: readonly OwnChange[]): Promise<void>;
}

export interface OwnChange {
  readonly kind: OwnKind;
  readonly key: string;
  readonly version: number;
  readonly position: number;
  readonly recordedAt: Date;
  readonly actor: string;
  readonly cause: string;
  readonly reason?: string;
  readonly payload?: Uint8Array;
  readonly period?: string;
  readonly year?: number;
}

export const ownRecordId = ({ kind, key }: OwnRecordName): string => `${kind}/${key}`;

/** A summary as it was fixed; nothing of it ever changes. */
export interface Publication {
  readonly board: string;
  readonly period: string;
  readonly calendar: string;
  /** 1, 2, … per board, period and calendar. */
  readonly revision: number;
  readonly sha256: string;
  readonly bytes: Uint8Array;
  readonly positions: Positions;
  readonly asOf: Instant;
  readonly rulesVersion: string;
  readonly publishedAt: Instant;
  readonly actor: string;
  /** What differs from the revision before. */
  readonly differences: readonly SummaryDifference[];
}

export type PublicationName = Pick<Publication, 'board' | 'period' | 'calendar'>;

export interface Publications {
  last(session: Session, name: PublicationName): Promise<Publication | undefined>;
  insert(session: Session, publication: Publication): Promise<void>;
  find(name: PublicationName, revision: number): Promise<Publication | undefined>;
  /** Oldest first, without bytes. */
  list(name: PublicationName): Promise<Omit<Publication, 'bytes'>[]>;
  ofBoard(board: string): AsyncIterable<Publication>;
}

/** Who recorded what a summary covers. */
export interface Makers {
  hasMaker(place: Place, question: { readonly subject: string; readonly untilMonth: string; readonly upTo: number }): Promise<boolean>;
}

/** The result of a summary run. */
export interface StoredSummary {
  readonly board: string;
  readonly period: string;
  readonly calendar: string;
  readonly asOf: Instant;
  readonly sha256: string;
  readonly bytes: Uint8Array;
}

export interface SummaryStore {
  /** Keeps the summary; the same one again changes nothing. */
  save(session: Session, summary: StoredSummary, attempt: string): Promise<void>;
}

/** Reads of single facts, for lineage and verification. */
export interface FactReads {
  select(place: Place, query: FactSelection): Promise<Fact[]>;
}

export interface FactSelection {
  readonly measure: string;
  readonly measureUnit: string;
  readonly from?: PlainDate;
  readonly to: PlainDate;
  readonly capital?: string;
  readonly parks?: readonly string[];
  readonly topic?: string;
  readonly upTo: bigint;
}

/** What sums should be and what is stored, as texts that can be compared. */
export interface StoredSums {
  readonly buckets: ReadonlyMap<string, string>;
  readonly turns: ReadonlyMap<string, string>;
  readonly days: ReadonlyMap<string, string>;
}

/** A whole place, read from one snapshot, for verification. */
export interface Audit {
  /** Ids of the stored facts up to a position; an id says everything about its fact. */
  factIds(place: Place, upTo: bigint): Promise<Set<string>>;
  identify(place: Place, fact: Fact): string;
  /** Number of record versions up to a position. */
  countVersions(place: Place, upTo: bigint): Promise<number>;
  /** Sums as stored, and as added up from the stored facts. */
  sums(place: Place): Promise<{ readonly stored: StoredSums; readonly added: StoredSums }>;
}

/** Positions of a board that a topic holds. */
export interface TopicReads {
  /** @throws DomainError unavailable when the broker does not answer */
  read(topic: string, board: string): Promise<TopicContent>;
}

export interface TopicContent {
  readonly positions: ReadonlySet<number>;
  /** Aggregates whose versions did not first appear in order. */
  readonly outOfOrder: readonly string[];
}
