import { setTimeout as pause } from 'node:timers/promises';
import { isRefusal } from '../api/problem';
import type { Screen } from '../output/screen';

export interface WaitOptions {
  /** How long to wait for what is not settled yet; 0 asks once. */
  readonly waitSeconds: number;
}

const POLL_MS = 500;

/**
 * Asks again while reporting has not yet applied everything that was recorded (`not_settled`), up to the time given.
 * @throws RefusedError the last `not_settled`, or any other refusal at once
 */
export async function untilSettled<T>(screen: Screen, { waitSeconds }: WaitOptions, ask: () => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  const elapsedSeconds = (): number => Math.floor((performance.now() - startedAt) / 1_000);
  const progress = screen.progress('Chờ số liệu (giây)');
  let said = false;
  try {
    for (;;) {
      try {
        return await ask();
      } catch (error) {
        if (!isRefusal(error, 'not_settled') || elapsedSeconds() >= waitSeconds) throw error;
        if (!said) screen.say({ vi: '▸ Chờ số liệu vừa ghi được tính xong', en: 'waiting for what was recorded to be applied' });
        said = true;
        progress.update(elapsedSeconds(), waitSeconds);
        await pause(Math.min(POLL_MS, waitSeconds * 1_000));
      }
    }
  } finally {
    progress.stop();
  }
}
