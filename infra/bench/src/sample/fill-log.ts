import type { Connection, EventLog } from '@kcn/messaging';
import { inTransaction } from '@kcn/messaging';
import { sampleEvents } from './sample-events';

const EVENTS_PER_TRANSACTION = 1_000;

export interface FillOptions {
  readonly connection: Connection;
  readonly log: EventLog;
  readonly board: string;
  readonly count: number;
  readonly aggregates: number;
  /** Events that the board's log has already. */
  readonly from?: number;
}

/** Appends sample events through the log's own door. @returns the head's position */
export async function fillLog({ connection, log, board, count, aggregates, from = 0 }: FillOptions): Promise<number> {
  let position = from;
  for (let done = 0; done < count; done += EVENTS_PER_TRANSACTION) {
    const events = sampleEvents({ from: from + done, count: Math.min(EVENTS_PER_TRANSACTION, count - done), aggregates });
    position = (await inTransaction(connection, (session) => log.append(session, board, events))).lastPosition;
  }
  return position;
}
