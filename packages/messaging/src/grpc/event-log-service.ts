import { once } from 'node:events';
import type { Metadata, sendUnaryData, ServerUnaryCall, ServerWritableStream } from '@grpc/grpc-js';
import { invalid } from '@kcn/kernel';
import type { eventLogV1 } from '@kcn/contracts';
import type { EventLog } from '../log/event-log';
import type { LogEntry } from '../log/log-entry';
import { toStatus } from './domain-error-status';

export interface EventLogServiceOptions {
  /** @throws DomainError unauthenticated, or not_found for a board that the caller may not know of */
  authorize(metadata: Metadata, board: string): Promise<void> | void;
  /** Entries in one message of the stream; also bounded by bytes. Default 500. */
  readonly entriesPerMessage?: number;
}

/** gRPC clients take at most 4 MiB as one message. */
const MESSAGE_BYTES = 2_000_000;

/** `kcn.common.v1.EventLogService` over a log, for replay and as-of questions. */
export function createEventLogService(
  log: EventLog,
  { authorize, entriesPerMessage = 500 }: EventLogServiceOptions,
): eventLogV1.EventLogServiceServer {
  /** A unary handler that authorises first and answers errors as statuses. */
  const unary =
    <Request extends { board: string }, Response>(answer: (request: Request) => Promise<Response>) =>
    (call: ServerUnaryCall<Request, Response>, callback: sendUnaryData<Response>): void => {
      const work = async (): Promise<Response> => {
        await authorize(call.metadata, call.request.board);
        return answer(call.request);
      };
      work().then(
        (response) => callback(null, response),
        (error: unknown) => callback(toStatus(error)),
      );
    };

  async function stream(call: ServerWritableStream<eventLogV1.ReadLogRequest, eventLogV1.ReadLogResponse>): Promise<void> {
    const { board, afterPosition } = call.request;
    await authorize(call.metadata, board);
    const gone = new AbortController();
    call.once('cancelled', () => gone.abort());
    for await (const chunk of log.read(board, Number(afterPosition), { limitPerChunk: entriesPerMessage })) {
      for (const entries of byBytes(chunk)) {
        if (gone.signal.aborted) return;
        // The client sets the pace: no further chunk is read before it has taken this one.
        if (!call.write({ entries: entries.map(toWire) })) await once(call, 'drain', { signal: gone.signal }).catch(() => undefined);
      }
    }
    call.end();
  }

  return {
    readLog(call: ServerWritableStream<eventLogV1.ReadLogRequest, eventLogV1.ReadLogResponse>) {
      stream(call).catch((error: unknown) => call.emit('error', toStatus(error)));
    },
    getPositionAt: unary(async ({ board, instant }: eventLogV1.GetPositionAtRequest) => {
      if (!instant) throw invalid('instant_required', { vi: 'Thiếu thời điểm', en: 'An instant is required' });
      return { position: BigInt(await log.positionAt(board, instant)) };
    }),
    getHead: unary(async ({ board }: eventLogV1.GetHeadRequest) => {
      const { position, recordedAt } = await log.head(board);
      return { position: BigInt(position), recordedAt };
    }),
  };
}

function* byBytes(chunk: readonly LogEntry[]): Generator<LogEntry[]> {
  let part: LogEntry[] = [];
  let bytes = 0;
  for (const entry of chunk) {
    if (part.length > 0 && bytes + entry.payload.byteLength > MESSAGE_BYTES) {
      yield part;
      part = [];
      bytes = 0;
    }
    part.push(entry);
    bytes += entry.payload.byteLength;
  }
  if (part.length > 0) yield part;
}

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
