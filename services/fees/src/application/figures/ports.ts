import type { Session } from '@kcn/messaging';

/** What was last said of a unit. */
export interface ToldUnit {
  readonly unit: string;
  /** 1, 2, …: its event's aggregate version. */
  readonly version: number;
  /** Of the event's payload. */
  readonly sha256: string;
}

export interface ToldUnits {
  /** Those of the units of which anything was ever said, by unit. */
  find(session: Session, board: string, units: readonly string[]): Promise<ReadonlyMap<string, ToldUnit>>;
  save(session: Session, board: string, told: readonly ToldUnit[]): Promise<void>;
}
