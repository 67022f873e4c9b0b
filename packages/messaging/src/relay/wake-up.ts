import type { Logger } from 'pino';
import type { Connection } from '../mongo/database';
import { logCollectionsOf } from '../log/event-log';

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
 * not to be had only makes the relay look every `timeoutMs`.
 */
export function createWakeUp(connection: Connection, logger: Logger): WakeUp {
  const { heads } = logCollectionsOf(connection);
  let pending = false;
  let closed = false;
  let release: (() => void) | undefined;
  let reopenTimer: NodeJS.Timeout | undefined;
  let closeStream: () => Promise<void> = () => Promise.resolve();

  function wake(): void {
    pending = true;
    release?.();
  }

  function open(): void {
    const stream = heads.watch([{ $project: { _id: 1 } }], { maxAwaitTimeMS: 1_000, batchSize: 100 });
    closeStream = () => stream.close().catch(() => undefined);
    stream.on('change', wake);
    stream.once('error', (error) => {
      void stream.close().catch(() => undefined);
      if (closed) return;
      logger.warn({ err: error }, 'change stream lost, polling until it is back');
      wake();
      reopenTimer = setTimeout(open, REOPEN_MS);
      reopenTimer.unref();
    });
  }

  open();
  return {
    wake,
    async wait(timeoutMs) {
      if (!pending && !closed) {
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
      await closeStream();
    },
  };
}
