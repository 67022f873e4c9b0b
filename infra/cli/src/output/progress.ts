import { Presets, SingleBar } from 'cli-progress';
import type { TerminalStream } from './terminal-stream';

export interface Progress {
  /** `total` 0: not known yet. */
  update(done: number, total: number): void;
  stop(): void;
}

/** A bar that is only drawn on a terminal; elsewhere nothing is printed. */
export function createProgress(stream: TerminalStream, label: string): Progress {
  if (!stream.isTTY) return { update: () => undefined, stop: () => undefined };
  const bar = new SingleBar(
    { stream, clearOnComplete: true, hideCursor: true, format: `  ${label} {bar} {percentage}% {value}/{total}` },
    Presets.shades_classic,
  );
  let started = false;
  return {
    update: (done, total) => {
      if (!started) bar.start(total, done);
      started = true;
      bar.setTotal(total);
      bar.update(done);
    },
    stop: () => {
      if (started) bar.stop();
    },
  };
}
