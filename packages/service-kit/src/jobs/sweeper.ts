import type { Logger } from '../logging/logger';

export interface SweeperOptions {
  /** The longest pause between two looks. */
  readonly everyMs: number;
  readonly logger: Logger;
  /** @returns after how many milliseconds there may be something to find, if that is known; else `everyMs` is waited */
  readonly sweep: () => Promise<number | undefined>;
}

/** After the instant at which something is to be found: a look that comes too early finds nothing and waits anew. */
const LATE_BY_MS = 20;

/** Runs `sweep` at start and then again and again, never two at once; a failure is logged and tried again next time. */
export function createSweeper({ everyMs, logger, sweep }: SweeperOptions) {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  let stopped = false;

  function run(): void {
    running = sweep()
      .catch((error: unknown) => {
        logger.debug({ error }, 'sweep failed; tried again at its next turn');
        return undefined;
      })
      .then((afterMs = everyMs) => {
        if (!stopped) timer = setTimeout(run, Math.min(everyMs, afterMs + LATE_BY_MS));
      });
  }

  return {
    start: (): void => {
      stopped = false;
      run();
    },
    stop: async (): Promise<void> => {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
