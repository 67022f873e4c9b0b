import { eventLogV1 } from '@kcn/contracts';
import { invalid } from '@kcn/kernel';
import type { EventLog, LogEntry } from '@kcn/messaging';
import type { GrpcService } from '@kcn/service-kit';
import { defineGrpcService } from '@kcn/service-kit';

/** gRPC clients take at most 4 MiB as one message. */
const MESSAGE_BYTES = 2_000_000;
const ENTRIES_PER_CHUNK = 500;

const toWire = ({
  board,
  position,
  aggregate,
  aggregateVersion,
  type,
  payload,
  recordedAt,
  actor,
  cause,
  reason,
}: LogEntry): eventLogV1.LogEntry => ({
  board,
  position: BigInt(position),
  aggregate,
  aggregateVersion: BigInt(aggregateVersion),
  type,
  payload: Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength),
  recordedAt,
  actor,
  cause,
  reason: reason ?? '',
});

function* byBytes(chunk: readonly LogEntry[]): Generator<eventLogV1.ReadLogResponse> {
  let entries: eventLogV1.LogEntry[] = [];
  let bytes = 0;
  for (const entry of chunk) {
    if (entries.length > 0 && bytes + entry.payload.byteLength > MESSAGE_BYTES) {
      yield { entries };
      entries = [];
      bytes = 0;
    }
    entries.push(toWire(entry));
    bytes += entry.payload.byteLength;
  }
  if (entries.length > 0) yield { entries };
}

/** The board's log for replay and as-of questions of other services. */
export const createEventLogGrpcService = (log: EventLog): GrpcService =>
  defineGrpcService({
    definition: eventLogV1.EventLogServiceService,
    implementation: {
      async *readLog({ board, afterPosition }, { signal }) {
        for await (const chunk of log.read(board, Number(afterPosition), { limitPerChunk: ENTRIES_PER_CHUNK })) {
          if (signal.aborted) return;
          yield* byBytes(chunk);
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
