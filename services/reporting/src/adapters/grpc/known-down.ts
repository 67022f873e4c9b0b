import { categoryOf } from '@kcn/kernel';
import type { EventLogClient } from '@kcn/messaging';

export interface KnownDownOptions {
  /** For so long after a failure it is taken for granted; default 3 s. */
  readonly forMs?: number;
  /** Monotonic milliseconds; default `performance.now`. */
  readonly monotonicNow?: () => number;
}

/**
 * A log whose service could not be reached is not asked again for a few seconds: what is asked meanwhile fails at once as the
 * last question did, instead of waiting for the call's retries each time (about 1.4 s). Reading the log whole is always tried.
 */
export function rememberingDown(
  log: EventLogClient,
  { forMs = 3_000, monotonicNow = () => performance.now() }: KnownDownOptions = {},
): EventLogClient {
  let down: { readonly error: unknown; readonly untilMs: number } | undefined;

  async function ask<T>(question: () => Promise<T>): Promise<T> {
    if (down && monotonicNow() < down.untilMs) throw down.error;
    try {
      const answer = await question();
      down = undefined;
      return answer;
    } catch (error) {
      down = categoryOf(error) === 'unavailable' ? { error, untilMs: monotonicNow() + forMs } : undefined;
      throw error;
    }
  }

  return {
    readLog: (board, afterPosition) => log.readLog(board, afterPosition),
    positionAt: (board, instant) => ask(() => log.positionAt(board, instant)),
    head: (board) => ask(() => log.head(board)),
    close: () => {
      log.close();
    },
  };
}
