import { unavailable } from '@kcn/kernel';

export interface Turns {
  /** Runs the work once a place is free, in the order of asking. @throws DomainError unavailable `overloaded` */
  take<T>(work: () => Promise<T>): Promise<T>;
  /** Resolves once nothing runs or waits. */
  idle(): Promise<void>;
}

/** Lets only so much work run at a time, and only so much wait, so that memory stays bounded. */
export function createTurns({ places, maxWaiting }: { readonly places: number; readonly maxWaiting: number }): Turns {
  const waiting: (() => void)[] = [];
  const idlers: (() => void)[] = [];
  let taken = 0;

  return {
    async take(work) {
      if (taken < places) taken += 1;
      else {
        if (waiting.length >= maxWaiting)
          throw unavailable('overloaded', {
            vi: 'Đang có quá nhiều lần nhập, hãy thử lại sau',
            en: 'Too many imports at once, try again later',
          });
        // Whoever leaves hands its place over.
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
      try {
        return await work();
      } finally {
        const next = waiting.shift();
        if (next) next();
        else {
          taken -= 1;
          if (taken === 0)
            idlers.splice(0).forEach((resolve) => {
              resolve();
            });
        }
      }
    },
    idle: () => (taken === 0 ? Promise.resolve() : new Promise<void>((resolve) => idlers.push(resolve))),
  };
}
