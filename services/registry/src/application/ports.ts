import type { LoadedUnit, Session, UnitStore } from '@kcn/messaging';
import type { UnitState } from '../domain/units/unit-state';

/** A unit as decided, and where its events stand in the log. */
export interface DecidedUnit {
  readonly unit: string;
  readonly state: UnitState;
  /** Version that the first of the events made of the unit. */
  readonly firstVersion: number;
  readonly firstPosition: number;
  readonly recordedAt: Date;
}

/** Where units are kept. Within a session everything is read from that transaction's snapshot. */
export interface RegistryUnits extends UnitStore<UnitState> {
  load(session: Session | undefined, board: string, units: readonly string[]): Promise<Map<string, LoadedUnit<UnitState>>>;
  /** Writes the records that the decisions changed. `whileWaiting` is called once the database has them and has not answered yet. */
  write(session: Session, board: string, decided: readonly DecidedUnit[], whileWaiting?: () => void): Promise<void>;
  /** Which of the units may be referred to: those whose park or project record is live. */
  findFoundations(session: Session | undefined, board: string, units: readonly string[]): Promise<ReadonlySet<string>>;
}

/** Runs work in one transaction, again when it met another in the way. */
export type Transact = <T>(work: (session: Session) => Promise<T>) => Promise<T>;

/** Milliseconds of a clock that only goes forward. */
export type MonotonicNow = () => number;
