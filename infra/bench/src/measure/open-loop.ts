import { setTimeout as pause } from 'node:timers/promises';

/**
 * Sends at a steady rate whatever the answers do: request `i` is due `i / rate` after the start, and its time counts from
 * when it was due, so that a stall is seen by all requests it delays.
 */
export async function openLoop({
  ratePerSecond,
  count,
  send,
}: {
  readonly ratePerSecond: number;
  readonly count: number;
  readonly send: (index: number, dueAtMs: number) => Promise<void>;
}): Promise<void> {
  const startedAt = performance.now();
  const pending: Promise<void>[] = [];
  for (let index = 0; index < count; index += 1) {
    const dueAtMs = startedAt + (index * 1000) / ratePerSecond;
    const waitMs = dueAtMs - performance.now();
    if (waitMs > 0) await pause(waitMs);
    pending.push(send(index, dueAtMs));
  }
  await Promise.all(pending);
}
