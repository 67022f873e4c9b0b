import type { Instant } from '@kcn/kernel';
import { instantToDate } from '@kcn/kernel';

/** What a timer of Node can wait for; whoever sleeps looks at the clock again anyway. */
const LONGEST_MS = 2 ** 31 - 1;

/** Resolves at the instant, when the signal aborts, or after some 24 days, whichever comes first; never rejects. */
export const sleepUntil = (at: Instant, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const wake = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', wake);
      resolve();
    };
    const timer = setTimeout(wake, Math.min(LONGEST_MS, Math.max(0, instantToDate(at).getTime() - Date.now())));
    if (signal.aborted) wake();
    else signal.addEventListener('abort', wake, { once: true });
  });
