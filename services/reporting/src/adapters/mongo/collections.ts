import { databaseOf } from '@kcn/messaging';
import type { Connection } from '@kcn/messaging';
import type { mongo } from 'mongoose';
import type { SourceLog } from '../../domain/source-log';

/** A 64-bit integer: written as bigint, read with `useBigInt64` as bigint, without it as number where it fits. */
export type Int64 = bigint;

/** `record_versions`: what the log's service has said, append-only. */
export interface VersionDocument {
  /** `board/generation/position` */
  readonly _id: string;
  readonly board: string;
  readonly generation: number;
  readonly unit: string;
  readonly kind: string;
  readonly key: string;
  readonly position: Int64;
  readonly recordedAt: Date;
  readonly actor: string;
  readonly cause: string;
  readonly reason?: string;
  /** Absent where the version withdraws the record. */
  readonly payload?: mongo.Binary;
}

/** `facts`: signed changes; one is only ever inserted or deleted. */
export interface FactDocument {
  /** `board/generation/position/digest of all the rest`: what is known later sorts later. */
  readonly _id: string;
  readonly board: string;
  readonly generation: number;
  readonly unit: string;
  readonly measure: string;
  readonly measureUnit: string;
  readonly capital?: string;
  readonly park?: string;
  readonly topic?: string;
  readonly date: string;
  readonly position: Int64;
  readonly value: Int64;
  readonly n: number;
  readonly missing: number;
  readonly kind: string;
  readonly key: string;
  readonly rates?: readonly string[];
}

/** Sum, contributing records, rows left out. A field that never changed is absent and means 0. */
export interface BucketCell {
  readonly s?: Int64;
  readonly n?: number;
  readonly x?: number;
}

export const MONTHS = ['m01', 'm02', 'm03', 'm04', 'm05', 'm06', 'm07', 'm08', 'm09', 'm10', 'm11', 'm12'] as const;
export type MonthField = (typeof MONTHS)[number];

/** `buckets`: sums of facts of one year by month, and of the whole year, kept in the same transaction as the facts. */
export interface BucketDocument extends Readonly<Partial<Record<MonthField, BucketCell>>> {
  /** `board/generation/measure/year/measureUnit/breakdown` */
  readonly _id: string;
  readonly board: string;
  readonly generation: number;
  readonly measure: string;
  readonly measureUnit: string;
  readonly breakdown: string;
  readonly year: number;
  readonly total?: BucketCell;
}

/** `unit_turns`: turns of one unit in the months of a year, for the indicators that count distinct units. */
export interface TurnDocument extends Readonly<Partial<Record<MonthField, Int64>>> {
  /** `board/generation/measure/year/unit/capital/park` */
  readonly _id: string;
  readonly board: string;
  readonly generation: number;
  readonly measure: string;
  readonly year: number;
  readonly unit: string;
  readonly capital?: string;
  readonly park?: string;
}

/** `fact_days`: change in contributing records by day, a document per year, field `d0531`. */
export interface DayDocument {
  /** `board/generation/year` */
  readonly _id: string;
  readonly board: string;
  readonly generation: number;
  readonly year: number;
  readonly days: Readonly<Record<string, number>>;
}

/** `makers`: who recorded something that takes effect in a month, and since which position. */
export interface MakerDocument {
  /** `board/generation/month/actor` */
  readonly _id: string;
  readonly board: string;
  readonly generation: number;
  readonly actor: string;
  /** `2017-05` */
  readonly month: string;
  readonly firstPosition: Int64;
}

/** `rate_uses`: the latest day for which a unit needs a currency's rate. */
export interface RateUseDocument {
  /** `board/generation/currency/unit` */
  readonly _id: string;
  readonly board: string;
  readonly generation: number;
  readonly unit: string;
  readonly currency: string;
  readonly latest: string;
}

/** `board_generations`: which set of projected data counts. */
export interface GenerationDocument {
  readonly _id: string;
  readonly active: number;
  /** The highest number ever given out. */
  readonly last: number;
  /** By which the active generation's facts were made. */
  readonly rulesVersion: string;
}

/** `own_record_versions`: reporting's own records, append-only, beside its event log. */
export interface OwnVersionDocument {
  /** `board/position` */
  readonly _id: string;
  readonly board: string;
  readonly kind: string;
  readonly key: string;
  readonly position: Int64;
  readonly recordedAt: Date;
  readonly actor: string;
  readonly cause: string;
  readonly reason?: string;
  readonly payload?: mongo.Binary;
  /** Of indicator-values. */
  readonly period?: string;
  /** Of plan-targets. */
  readonly year?: number;
}

/** `own_records`: the newest version of each own record. */
export interface OwnRecordDocument {
  /** `board/kind/key` */
  readonly _id: string;
  readonly board: string;
  readonly kind: string;
  readonly key: string;
  /** Events of the record so far: its aggregate's version. */
  readonly version: number;
  readonly payload?: mongo.Binary;
}

/** `imports`: reports of applied imports. */
export interface ImportDocument {
  /** `board/id` */
  readonly _id: string;
  readonly board: string;
  readonly report: unknown;
}

/** `summaries`: results of summary runs; the same vector gives the same document. */
export interface SummaryDocument {
  readonly _id: string;
  readonly board: string;
  readonly period: string;
  readonly calendar: string;
  readonly asOf: string;
  readonly sha256: string;
  readonly bytes: mongo.Binary;
  readonly attempt: string;
}

/** `publications`: fixed for ever. */
export interface PublicationDocument {
  /** `board/period/calendar/revision` */
  readonly _id: string;
  readonly board: string;
  readonly period: string;
  readonly calendar: string;
  readonly revision: number;
  readonly sha256: string;
  readonly bytes: mongo.Binary;
  readonly positions: Readonly<Record<string, number>>;
  readonly asOf: string;
  readonly rulesVersion: string;
  readonly publishedAt: Date;
  readonly actor: string;
  readonly differences: readonly unknown[];
}

export type ProjectedName = 'record_versions' | 'facts' | 'buckets' | 'unit_turns' | 'fact_days' | 'makers' | 'rate_uses';

export const projectedName = (log: SourceLog, name: ProjectedName): string => (log === 'registry' ? name : `${log}_${name}`);

export type ProjectedCollections = ReturnType<typeof projectedCollectionsOf>;

/**
 * What is projected of one log. Positions of different logs have nothing to do with each other, so each log has collections of
 * its own: the registry's as named here, those of others with the log's name before (`fees_facts`).
 */
export function projectedCollectionsOf(connection: Connection, log: SourceLog) {
  const db = databaseOf(connection);
  const named = (name: ProjectedName): string => projectedName(log, name);
  return {
    versions: db.collection<VersionDocument>(named('record_versions')),
    facts: db.collection<FactDocument>(named('facts')),
    buckets: db.collection<BucketDocument>(named('buckets')),
    turns: db.collection<TurnDocument>(named('unit_turns')),
    days: db.collection<DayDocument>(named('fact_days')),
    makers: db.collection<MakerDocument>(named('makers')),
    rateUses: db.collection<RateUseDocument>(named('rate_uses')),
  };
}

/** All other collections of reporting's own; messaging and jobs have theirs beside them. */
export function collectionsOf(connection: Connection) {
  const db = databaseOf(connection);
  return {
    generations: db.collection<GenerationDocument>('board_generations'),
    ownVersions: db.collection<OwnVersionDocument>('own_record_versions'),
    ownRecords: db.collection<OwnRecordDocument>('own_records'),
    imports: db.collection<ImportDocument>('imports'),
    summaries: db.collection<SummaryDocument>('summaries'),
    publications: db.collection<PublicationDocument>('publications'),
  };
}

/** 12 digits keep text order and number order the same. */
export const positionText = (position: bigint | number): string => position.toString().padStart(12, '0');

/** The driver's buffer may be longer than its content. */
export const bytesOf = (binary: mongo.Binary): Uint8Array => binary.buffer.subarray(0, binary.position);

/** Sorts after every text that continues a prefix. */
export const AFTER = '\uffff';
