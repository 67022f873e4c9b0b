import { eventLogV1 } from '@kcn/contracts';
import type { LogEntry } from '@kcn/messaging';
import { createGrpcClient } from '@kcn/service-kit';
import type { RegistryLog } from '../../application/ports';

export interface RegistryLogClientOptions {
  /** `host:port` */
  readonly address: string;
  /** Asked at each call, because the token is renewed. */
  readonly token: () => Promise<string>;
  /** Of a single question; default 3,000. */
  readonly deadlineMs?: number;
  /** Of reading a whole log; default 30 minutes. */
  readonly readDeadlineMs?: number;
}

const READ_DEADLINE_MS = 30 * 60_000;

function fromWire({
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
}: eventLogV1.LogEntry): LogEntry {
  return {
    board,
    position: Number(position),
    aggregate,
    aggregateVersion: Number(aggregateVersion),
    type,
    payload,
    recordedAt: recordedAt ?? new Date(0),
    actor,
    cause,
    ...(reason === '' ? {} : { reason }),
  };
}

/** The registry's log over gRPC. */
export function createRegistryLogClient({
  address,
  token,
  deadlineMs = 3_000,
  readDeadlineMs = READ_DEADLINE_MS,
}: RegistryLogClientOptions): RegistryLog & { close(): void } {
  const { calls, close } = createGrpcClient(eventLogV1.EventLogServiceClient, {
    address,
    token,
    deadlineMs,
    retryable: ['getHead', 'getPositionAt'],
  });
  return {
    async *readLog(board, afterPosition) {
      for await (const { entries } of calls.readLog({ board, afterPosition: BigInt(afterPosition) }, { deadlineMs: readDeadlineMs }))
        yield entries.map(fromWire);
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
