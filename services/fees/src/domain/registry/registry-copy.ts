import type { PlainDate } from '@kcn/kernel';

/** What fees keeps of a project of the registry. */
export interface KnownProject {
  readonly projectCode: string;
  /** Of the project's last event that is in here; a project that was looked up may be ahead of the topic. */
  readonly version: number;
  /** False while only its events are known, and once it was withdrawn. */
  readonly isRecorded: boolean;
  readonly name: string;
  readonly parkCode: string;
  readonly enterpriseTaxCode: string;
  /** By key of the record: from each of these days on the project is out. */
  readonly terminations: Readonly<Record<string, PlainDate>>;
}

/** What a lease says of the land. */
export interface LeaseTerms {
  readonly parkCode: string;
  readonly projectCode: string;
  readonly areaHundredthsM2: bigint;
  readonly from: PlainDate;
  /** Last day; undefined = open. */
  readonly to: PlainDate | undefined;
  /** LAND or FACTORY. */
  readonly kind: string;
}

export interface KnownLease {
  readonly leaseNo: string;
  readonly version: number;
  /** Undefined once it was withdrawn. */
  readonly terms: LeaseTerms | undefined;
}

/** A lease that was recorded with other terms than before. */
export interface LeaseChange {
  readonly leaseNo: string;
  /** Of the lease, with the event that changed it. */
  readonly version: number;
  /** The day in Vietnam on which the registry recorded it. */
  readonly day: PlainDate;
  readonly before: LeaseTerms;
  /** Undefined where the lease was withdrawn. */
  readonly after: LeaseTerms | undefined;
}

export interface KnownPark {
  readonly parkCode: string;
  readonly version: number;
  /** Undefined once it was withdrawn. */
  readonly name: string | undefined;
}

/** From which day on the project is out; undefined while it is in force. */
export function findTermination({ terminations }: Pick<KnownProject, 'terminations'>): PlainDate | undefined {
  // Nothing may follow a termination, so there is one; while corrections pass through, the earliest counts.
  return Object.values(terminations).toSorted()[0];
}

const TERMS: readonly (keyof LeaseTerms)[] = ['parkCode', 'projectCode', 'areaHundredthsM2', 'from', 'to', 'kind'];

/** Which terms differ; none for the same lease recorded again. */
export const differingTerms = (before: LeaseTerms, after: LeaseTerms): (keyof LeaseTerms)[] =>
  TERMS.filter((term) => before[term] !== after[term]);
