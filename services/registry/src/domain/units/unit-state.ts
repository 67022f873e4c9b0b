import type { BoardRecord } from '../records/record';

/** A record as it stands, live or withdrawn; its content is the last one it had. */
export type RecordState = BoardRecord & {
  readonly live: boolean;
  /** The content as stored. */
  readonly payload: Uint8Array;
  /** Positions of all its versions in the board's log, withdrawals included, rising. */
  readonly positions: readonly number[];
};

/** A unit: all records that are judged together and share one version counter. */
export interface UnitState {
  /** By `recordId`. */
  readonly records: ReadonlyMap<string, RecordState>;
  /** Units whose live records refer to this one; loaded only where a withdrawal has to know. */
  readonly referrers?: readonly string[];
  /** What the last decision changed, in the order of its events; the store writes these. */
  readonly changed: readonly RecordState[];
}

export const EMPTY_UNIT: UnitState = { records: new Map(), changed: [] };

/** Whether other units may refer to this one. */
export const hasFoundation = (state: UnitState | undefined): boolean => {
  if (!state) return false;
  for (const record of state.records.values()) if (record.live && (record.kind === 'parks' || record.kind === 'projects')) return true;
  return false;
};
