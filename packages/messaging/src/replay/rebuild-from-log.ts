import type { Applier, InboxState } from '../consumer/applier-types';
import type { LogEntry } from '../log/log-entry';

export interface RebuildOptions {
  readonly applier: Applier;
  readonly board: string;
  /** The scope to fill, for example a new generation. */
  readonly scope: string;
  /** Reads the source's log above a position in order: `log.read` of this service or the gRPC client's `readLog`. */
  readLog(board: string, afterPosition: number): AsyncIterable<readonly LogEntry[]>;
  /** Told after each chunk how far the scope is. */
  onProgress?(position: number): void;
}

/**
 * Feeds a source's log into a scope, without Kafka, from where the scope's inbox stands; what it already has is dropped
 * as duplicate. So it builds an empty projection, fills gaps of a live one, and can be called again to catch up.
 *
 * To switch generations without a loss: rebuild, switch, rebuild once more – events that reached the old generation while
 * the first call ran come in by the second.
 */
export async function rebuildFromLog({ applier, board, scope, readLog, onProgress }: RebuildOptions): Promise<InboxState> {
  const { settled } = await applier.settled(board, scope);
  for await (const chunk of readLog(board, settled)) {
    await applier.apply(board, chunk, { scope });
    const last = chunk.at(-1);
    if (last) onProgress?.(last.position);
  }
  return applier.settled(board, scope);
}
