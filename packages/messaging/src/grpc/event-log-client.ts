import { eventLogV1 } from '@kcn/contracts';
import { categoryOf } from '@kcn/kernel';
import type { GrpcClientOptions } from '@kcn/service-kit';
import { createGrpcClient } from '@kcn/service-kit';
import type { LogHead } from '../log/event-log';
import type { LogEntry } from '../log/log-entry';
import { entryFromWire } from './wire-entry';

type Connecting = Pick<GrpcClientOptions<typeof eventLogV1.EventLogServiceService>, 'address' | 'token' | 'credentials'>;

export interface EventLogClientOptions extends Connecting {
  /** Of a question (head, positionAt); default 3 s. */
  readonly deadlineMs?: number;
  /**
   * Of one call of readLog; default 60 s. A log of any length fits: a call that runs out of time after entries have come is
   * followed by another from the last of them. So it bounds the silence, not the whole.
   */
  readonly readDeadlineMs?: number;
}

/** Another service's log. Every failure is a DomainError: the source's own, or unavailable `remote_…`. */
export interface EventLogClient {
  /** Entries above a position in order, up to the head as it was when the last call for them began. */
  readLog(board: string, afterPosition: number): AsyncIterable<LogEntry[]>;
  /** See EventLog.positionAt. */
  positionAt(board: string, instant: Date): Promise<number>;
  head(board: string): Promise<LogHead>;
  close(): void;
}

/** The client of `createEventLogService`. */
export function createEventLogClient({
  deadlineMs = 3_000,
  readDeadlineMs = 60_000,
  ...connecting
}: EventLogClientOptions): EventLogClient {
  const { calls, close } = createGrpcClient(eventLogV1.EventLogServiceClient, {
    ...connecting,
    deadlineMs,
    retryable: ['getHead', 'getPositionAt'],
  });

  return {
    async *readLog(board, afterPosition) {
      let last = afterPosition;
      for (;;) {
        const begunAt = last;
        try {
          for await (const { entries } of calls.readLog({ board, afterPosition: BigInt(last) }, { deadlineMs: readDeadlineMs })) {
            yield entries.map(entryFromWire);
            last = Number(entries.at(-1)?.position ?? last);
          }
          return;
        } catch (error) {
          // Out of time or cut off on the way: there is more where the last entry came from.
          if (categoryOf(error) !== 'unavailable' || last === begunAt) throw error;
        }
      }
    },
    async positionAt(board, instant) {
      return Number((await calls.getPositionAt({ board, instant })).position);
    },
    async head(board) {
      const { position, recordedAt } = await calls.getHead({ board });
      return { position: Number(position), ...(recordedAt ? { recordedAt } : {}) };
    },
    close,
  };
}
