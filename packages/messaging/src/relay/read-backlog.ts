import type { OutgoingMessage } from '../kafka/event-bus';
import { logCollectionsOf } from '../log/event-log';
import { entryId } from '../log/log-documents';
import type { LogEntry } from '../log/log-entry';
import { entryFromRaw } from '../log/raw-entry';
import type { Connection } from '../mongo/database';

export interface Backlog {
  readonly messages: OutgoingMessage[];
  /** Last position in `messages`, per board. */
  readonly ends: Map<string, number>;
  /** Events beyond the given positions, `messages` included. */
  readonly waiting: number;
}

export interface BacklogReaderOptions {
  readonly connection: Connection;
  readonly encode: (entry: LogEntry) => OutgoingMessage;
  readonly maxEvents: number;
  /**
   * All events of a send may fall into one partition, and Kafka takes at most 1 MiB (max.message.bytes) as one batch.
   */
  readonly maxBytes: number;
}

/** Names of the headers and Kafka's own framing, about. */
const FRAME_BYTES = 340;

const sizeOf = (entry: LogEntry): number =>
  FRAME_BYTES +
  entry.payload.byteLength +
  4 * (entry.board.length + entry.aggregate.length) +
  entry.type.length +
  entry.actor.length +
  entry.cause.length +
  3 * (entry.reason?.length ?? 0);

/** Reads what is beyond given positions, in order per board, boards taking turns in being first. */
export function createBacklogReader({
  connection,
  encode,
  maxEvents,
  maxBytes,
}: BacklogReaderOptions): (after: ReadonlyMap<string, number>) => Promise<Backlog> {
  const { entries, heads } = logCollectionsOf(connection);
  let turn = 0;
  /** Running mean of an event's size, so that about as much is read as fits. */
  let meanBytes = 1_000;

  return async (after) => {
    const behind = (await heads.find({}, { projection: { position: 1 } }).toArray()).filter(
      (head) => head.position > (after.get(head._id) ?? 0),
    );
    const backlog = { messages: [] as OutgoingMessage[], ends: new Map<string, number>(), waiting: 0 };
    for (const head of behind) backlog.waiting += head.position - (after.get(head._id) ?? 0);
    turn += 1;
    let bytes = 0;
    for (let index = 0; index < behind.length && backlog.messages.length < maxEvents && bytes < maxBytes; index += 1) {
      const head = behind[(index + turn) % behind.length];
      if (!head) continue;
      let position = after.get(head._id) ?? 0;
      const limit = Math.min(maxEvents - backlog.messages.length, Math.ceil(((maxBytes - bytes) / meanBytes) * 1.05));
      const found = await entries
        .find(
          { _id: { $gt: entryId(head._id, position), $lte: entryId(head._id, head.position) } },
          { projection: { _id: 0, before: 0 }, raw: true },
        )
        .sort({ _id: 1 })
        .limit(limit)
        .batchSize(limit)
        .toArray();
      for (const document of found) {
        const entry = entryFromRaw(document as unknown as Uint8Array);
        if (entry.position !== position + 1)
          throw new Error(`log of ${head._id} has ${entry.position.toString()} after ${position.toString()}`);
        const size = sizeOf(entry);
        bytes += size;
        meanBytes += (size - meanBytes) / 100;
        if (bytes > maxBytes && backlog.messages.length > 0) break;
        backlog.messages.push(encode(entry));
        position = entry.position;
        backlog.ends.set(head._id, position);
      }
    }
    return backlog;
  };
}
