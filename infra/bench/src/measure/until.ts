import { setTimeout as pause } from 'node:timers/promises';

/** Asks again and again until there is an answer. @throws Error after `timeoutMs`, naming what was waited for */
export async function until<T>(
  what: string,
  timeoutMs: number,
  ask: () => Promise<T | undefined> | T | undefined,
  everyMs = 50,
): Promise<T> {
  const endAt = performance.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > endAt) throw new Error(`waited ${timeoutMs.toString()} ms in vain for ${what}`);
    await pause(everyMs);
  }
}
