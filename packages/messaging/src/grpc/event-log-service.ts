import { eventLogV1 } from '@kcn/contracts';
import { invalid } from '@kcn/kernel';
import type { GrpcService } from '@kcn/service-kit';
import { defineGrpcService } from '@kcn/service-kit';
import type { EventLog } from '../log/event-log';
import type { LogEntry } from '../log/log-entry';
import { entryToWire } from './wire-entry';

export interface EventLogServiceOptions {
  /** Entries in one message of the stream; also bounded by bytes. Default 500. */
  readonly entriesPerMessage?: number;
}

/** gRPC clients take at most 4 MiB as one message. */
const MESSAGE_BYTES = 2_000_000;

/**
 * `kcn.common.v1.EventLogService` over a log, for replay and as-of questions of other services. Who may ask, about which
 * board, and the need for a deadline are the server's (service-kit). The reader sets the pace: nothing is read ahead of it.
 */
export const createEventLogService = (
  log: Pick<EventLog, 'read' | 'positionAt' | 'head'>,
  { entriesPerMessage = 500 }: EventLogServiceOptions = {},
): GrpcService =>
  defineGrpcService({
    definition: eventLogV1.EventLogServiceService,
    implementation: {
      async *readLog({ board, afterPosition }, { signal }) {
        for await (const chunk of log.read(board, Number(afterPosition), { limitPerChunk: entriesPerMessage })) {
          if (signal.aborted) return;
          yield* messagesOf(chunk);
        }
      },
      async getPositionAt({ board, instant }) {
        if (!instant) throw invalid('instant_required', { vi: 'Thiếu thời điểm', en: 'An instant is required' });
        return { position: BigInt(await log.positionAt(board, instant)) };
      },
      async getHead({ board }) {
        const { position, recordedAt } = await log.head(board);
        return { position: BigInt(position), recordedAt };
      },
    },
  });

function* messagesOf(chunk: readonly LogEntry[]): Generator<eventLogV1.ReadLogResponse> {
  let entries: eventLogV1.LogEntry[] = [];
  let bytes = 0;
  for (const entry of chunk) {
    if (entries.length > 0 && bytes + entry.payload.byteLength > MESSAGE_BYTES) {
      yield { entries };
      entries = [];
      bytes = 0;
    }
    entries.push(entryToWire(entry));
    bytes += entry.payload.byteLength;
  }
  if (entries.length > 0) yield { entries };
}
