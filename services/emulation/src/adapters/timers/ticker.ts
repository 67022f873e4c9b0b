import type { Part } from '@kcn/service-kit';

export interface TickerOptions {
  readonly name: string;
  readonly everyMs: number;
  /** Runs at the start and again each time; never two at once. */
  readonly tick: () => Promise<void>;
  readonly onFault: (error: unknown) => void;
  /** Last, when no tick runs any more. */
  readonly stop: () => Promise<void>;
}

/** Looks after something again and again while the service runs. */
export function createTicker({ name, everyMs, tick, onFault, stop }: TickerOptions): Part {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  const run = (): void => {
    running ??= tick()
      .catch(onFault)
      .finally(() => {
        running = undefined;
      });
  };
  return {
    name,
    start: () => {
      run();
      timer = setInterval(run, everyMs);
      return Promise.resolve();
    },
    stop: async () => {
      clearInterval(timer);
      await running;
      await stop();
    },
  };
}
