import { instantFromDate } from '@kcn/kernel';
import type { Instant } from '@kcn/kernel';
import type { EventLog, NewEvent, Session } from '@kcn/messaging';
import type { BlocYear } from '../bloc/ports';
import type { UnitVersions } from './ports';

export type YearEvent = Pick<NewEvent, 'type' | 'payload' | 'reason'>;

export interface YearLogEntry {
  readonly board: string;
  readonly unit: string;
  readonly actor: string;
  readonly cause: string;
}

export interface Logged {
  /** Number of the first of the events within the unit. */
  readonly version: number;
  readonly lastPosition: number;
  readonly recordedAt: Date;
  readonly at: Instant;
}

/** Everything that happens in a bloc's year is of one unit, but for the vote and the members' own. */
export const yearUnit = ({ bloc, year }: Pick<BlocYear, 'bloc' | 'year'>): string => `cycle:${bloc}/${year.toString()}`;

/** Writes events of a unit whose version nobody else counts. */
export const createYearLog =
  ({ log, units }: { readonly log: Pick<EventLog, 'append'>; readonly units: UnitVersions }) =>
  async (session: Session, { board, unit, actor, cause }: YearLogEntry, events: readonly YearEvent[]): Promise<Logged> => {
    const version = await units.next(session, board, unit, events.length);
    const { lastPosition, recordedAt } = await log.append(
      session,
      board,
      events.map((event, index) => ({ ...event, aggregate: unit, aggregateVersion: version + index, actor, cause })),
    );
    return { version, lastPosition, recordedAt, at: instantFromDate(recordedAt) };
  };

export type YearLog = ReturnType<typeof createYearLog>;
