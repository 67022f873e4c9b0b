import { setTimeout as pause } from 'node:timers/promises';

export interface EventuallyOptions {
  /** What is waited for, for the message. */
  readonly describe: string;
  /** Default 20 s. */
  readonly timeoutMs?: number;
}

const LOOK_EVERY_MS = 25;

/**
 * Waits for a condition of the outside world (another process, a server): calls `attempt` until it neither throws nor
 * answers undefined or false, and answers what it answered. Where the code under test can say when it is done, wait for that.
 * @throws Error with the last failure once the time is over
 */
export async function eventually<T>(
  attempt: () => T | Promise<T>,
  { describe, timeoutMs = 20_000 }: EventuallyOptions,
): Promise<Exclude<Awaited<T>, undefined | false>> {
  const deadline = performance.now() + timeoutMs;
  let last: unknown = 'it never held';
  for (;;) {
    try {
      const answer = await attempt();
      if (answer !== undefined && answer !== false) return answer as Exclude<Awaited<T>, undefined | false>;
    } catch (error) {
      last = error;
    }
    if (performance.now() > deadline) {
      throw new Error(`${describe}: not within ${String(timeoutMs)} ms; last: ${last instanceof Error ? last.message : String(last)}`, {
        cause: last,
      });
    }
    await pause(LOOK_EVERY_MS);
  }
}
