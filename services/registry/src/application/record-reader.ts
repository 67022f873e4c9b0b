import type { RegistryKind } from '@kcn/contracts';
import type { BoardRecord } from '../domain/records/record';

/** A record as it stands, or stood at a position. */
export interface RecordView {
  readonly record: BoardRecord;
  readonly unit: string;
  /** How many versions there were of the record, withdrawals included. */
  readonly version: number;
  readonly position: number;
  readonly recordedAt: Date;
  /** Version of its unit: what If-Match speaks of. Only of the newest state. */
  readonly unitVersion: number;
}

/** One version of a record: who made it, when, why. */
export interface RecordVersion {
  readonly version: number;
  readonly position: number;
  readonly recordedAt: Date;
  readonly actor: string;
  readonly cause: string;
  readonly reason?: string;
  /** Absent when this version ended the record. */
  readonly content?: BoardRecord['content'];
}

/** Reads of records; `upTo` asks for them as they stood at that position of the board's log. */
export interface RecordReader {
  /** Live records of a kind by key, those after `after`. */
  list(
    board: string,
    kind: RegistryKind,
    options: { readonly after?: string; readonly limit: number; readonly upTo?: number },
  ): Promise<{ readonly items: readonly RecordView[]; readonly next?: string }>;
  find(board: string, kind: RegistryKind, key: string, upTo?: number): Promise<RecordView | undefined>;
  /** All versions, oldest first; empty when there never was such a record. */
  history(board: string, kind: RegistryKind, key: string): Promise<readonly RecordVersion[]>;
  /** The unit of a record that is or was there. */
  unitOf(board: string, kind: RegistryKind, key: string): Promise<string | undefined>;
  /** 0 when there never was such a unit. */
  unitVersion(board: string, unit: string): Promise<number>;
  /** All live records of a unit. */
  unit(board: string, unit: string, upTo?: number): Promise<readonly RecordView[]>;
  /** All live records of several units, by unit. */
  units(board: string, units: readonly string[]): Promise<ReadonlyMap<string, readonly RecordView[]>>;
}
