import { setTimeout as pause } from 'node:timers/promises';

export interface UntilOptions {
  /** What is waited for, in the error's words. */
  readonly what: string;
  readonly timeoutMs: number;
  readonly everyMs?: number;
}

/**
 * Asks the outside world until it says yes (anything but undefined and false) and returns its answer; what the question throws counts as no.
 * @throws Error that names what did not come, with the last refusal
 */
export async function until<T>(ask: () => Promise<T | undefined | false>, { what, timeoutMs, everyMs = 50 }: UntilOptions): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  let refusal: unknown;
  while (performance.now() < deadline) {
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== false) return answer;
    } catch (error) {
      refusal = error;
    }
    await pause(everyMs);
  }
  throw new Error(`${what} did not come within ${String(timeoutMs)} ms`, { cause: refusal });
}
