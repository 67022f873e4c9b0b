import { setTimeout as pause } from 'node:timers/promises';
import type { Child } from './child';
import { StartError } from '../say';

const LOOK_EVERY_MS = 50;

/**
 * Waits until a process that was just started answers.
 * @throws StartError when it ends or does not answer in time, with the end of its log
 */
export async function untilUp(child: Child, isUp: () => Promise<boolean>, timeoutMs: number): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    if (await isUp().catch(() => false)) return;
    if (child.pid() === undefined) {
      const { code, signal } = await child.ended();
      const how = signal ?? `exit ${String(code)}`;
      throw new StartError(
        `${child.name} đã dừng khi khởi động (${how})`,
        `${child.name} ended while starting (${how}):\n${await child.tail()}`,
      );
    }
    if (performance.now() > deadline) {
      const seconds = String(timeoutMs / 1_000);
      throw new StartError(
        `${child.name} không trả lời sau ${seconds} giây`,
        `${child.name} does not answer after ${seconds} s:\n${await child.tail()}`,
      );
    }
    await pause(LOOK_EVERY_MS);
  }
}
