import { credentials, Metadata } from '@grpc/grpc-js';
import type { ChannelCredentials, ServiceError } from '@grpc/grpc-js';
import { eventLogV1 } from '@kcn/contracts';
import type { LogHead } from '../log/event-log';
import type { LogEntry } from '../log/log-entry';
import { fromStatus } from './domain-error-status';

export interface EventLogClientOptions {
  /** `host:port` */
  readonly address: string;
  /** Bearer token, asked for at each call. */
  token(): string;
  /** Deadline of a unary call, and of the wait for each chunk of readLog. */
  readonly deadlineMs: number;
  /** Default: without TLS. */
  readonly credentials?: ChannelCredentials;
}

/** Another service's log. Every failure is a DomainError: the source's own, or unavailable `source_unavailable`. */
export interface EventLogClient {
  /** Entries above a position in order, up to the head as it was when the call began. */
  readLog(board: string, afterPosition: number): AsyncIterable<LogEntry[]>;
  /** See EventLog.positionAt. */
  positionAt(board: string, instant: Date): Promise<number>;
  head(board: string): Promise<LogHead>;
  close(): void;
}

type Callback<T> = (error: ServiceError | null, response: T) => void;

export function createEventLogClient({ address, token, deadlineMs, credentials: given }: EventLogClientOptions): EventLogClient {
  const client = new eventLogV1.EventLogServiceClient(address, given ?? credentials.createInsecure(), {
    'grpc.initial_reconnect_backoff_ms': 200,
    'grpc.max_reconnect_backoff_ms': 2_000,
    'grpc.max_receive_message_length': 16 * 1_024 * 1_024,
  });

  const metadata = (): Metadata => {
    const headers = new Metadata();
    headers.set('authorization', `Bearer ${token()}`);
    return headers;
  };
  const call = <T>(start: (metadata: Metadata, options: { deadline: number }, callback: Callback<T>) => unknown): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      start(metadata(), { deadline: Date.now() + deadlineMs }, (error, response) => {
        if (error) reject(fromStatus(error));
        else resolve(response);
      });
    });

  return {
    async *readLog(board, afterPosition) {
      const stream = client.readLog({ board, afterPosition: BigInt(afterPosition) }, metadata());
      let silence: NodeJS.Timeout | undefined;
      const expectChunk = (): void => {
        clearTimeout(silence);
        silence = setTimeout(() => stream.cancel(), deadlineMs);
      };
      try {
        expectChunk();
        for await (const { entries } of stream as AsyncIterable<eventLogV1.ReadLogResponse>) {
          // While the caller works on a chunk, nobody waits.
          clearTimeout(silence);
          yield entries.map(fromWire);
          expectChunk();
        }
      } catch (error) {
        throw fromStatus(error);
      } finally {
        clearTimeout(silence);
        stream.cancel();
      }
    },
    async positionAt(board, instant) {
      const { position } = await call<eventLogV1.GetPositionAtResponse>((...rest) => client.getPositionAt({ board, instant }, ...rest));
      return Number(position);
    },
    async head(board) {
      const { position, recordedAt } = await call<eventLogV1.GetHeadResponse>((...rest) => client.getHead({ board }, ...rest));
      return { position: Number(position), ...(recordedAt ? { recordedAt } : {}) };
    },
    close: () => client.close(),
  };
}

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
