import type { Logger } from '../logging/logger';

export interface SweeperOptions {
  readonly everyMs: number;
  readonly logger: Logger;
  readonly sweep: () => Promise<void>;
}

/** Runs `sweep` at start and then again and again, never two at once; a failure is logged and tried again next time. */
export function createSweeper({ everyMs, logger, sweep }: SweeperOptions) {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  let stopped = false;

  function run(): void {
    running = sweep()
      .catch((error: unknown) => {
        logger.debug({ error }, 'sweep failed; tried again at its next turn');
      })
      .then(() => {
        if (!stopped) timer = setTimeout(run, everyMs);
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
