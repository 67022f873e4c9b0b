import type { mongo } from 'mongoose';
import type { Logger } from 'pino';
import { logCollectionsOf } from '../log/event-log';
import type { Connection } from '../mongo/database';

export interface WakeUp {
  /** Resolves when a log has grown since the last call returned, or after `timeoutMs`. */
  wait(timeoutMs: number): Promise<void>;
  /** Ends a wait now. */
  wake(): void;
  close(): Promise<void>;
}

const REOPEN_MS = 5_000;

/**
 * Tells when there is something to publish, by a change stream on `log_heads` (one change per transaction, however many
 * events it has). It carries no data: positions are gapless, so the scan finds everything, and a stream that is lost or
 * not to be had only makes the relay look every `timeoutMs`. The stream is read only while somebody waits: under load,
 * when one batch follows the other, it costs neither the database nor this process anything.
 */
export function createWakeUp(connection: Connection, logger: Logger): WakeUp {
  const { heads } = logCollectionsOf(connection);
  let pending = false;
  let closed = false;
  let release: (() => void) | undefined;
  let reopenTimer: NodeJS.Timeout | undefined;
  let stream: mongo.ChangeStream | undefined;
  let isListening = false;

  function wake(): void {
    pending = true;
    release?.();
  }

  function open(): void {
    stream = heads.watch([{ $project: { _id: 1 } }], { maxAwaitTimeMS: 1_000, batchSize: 1_000 });
    // Opens the cursor now, so that what is written after the first look at the log is not missed until the next poll.
    listen();
  }

  /** Waits for one change, and skips those that came with it: whoever is woken sees them all. */
  async function nextChange(from: mongo.ChangeStream): Promise<void> {
    do await from.next();
    while (from.bufferedCount() > 0);
  }

  function listen(): void {
    const current = stream;
    if (isListening || closed || !current) return;
    isListening = true;
    nextChange(current)
      .catch((error: unknown) => {
        void current.close().catch(() => undefined);
        stream = undefined;
        if (closed) return;
        logger.warn({ err: error }, 'change stream lost, polling until it is back');
        reopenTimer = setTimeout(open, REOPEN_MS);
        reopenTimer.unref();
      })
      .finally(() => {
        isListening = false;
        wake();
      });
  }

  open();
  return {
    wake,
    async wait(timeoutMs) {
      if (!pending && !closed) {
        listen();
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, timeoutMs);
          release = () => {
            clearTimeout(timer);
            resolve();
          };
        });
        release = undefined;
      }
      pending = false;
    },
    async close() {
      closed = true;
      clearTimeout(reopenTimer);
      wake();
      await stream?.close().catch(() => undefined);
    },
  };
}
