import { unavailable } from '@kcn/kernel';
import type { DeliveryFixture } from './delivery-suite';

/** An event as far as the fixture looks at it. */
interface AppliedEvent {
  readonly aggregate: string;
  readonly type: string;
  readonly payload: Uint8Array;
}

/** What messaging's applier offers, as far as the suite needs it. */
export interface ApplierLike<E> {
  apply(board: string, events: readonly E[]): Promise<unknown>;
  settled(board: string): Promise<{ readonly settled: number; readonly parked: number; readonly deadLetters: number }>;
  replayDeadLetters(board: string, options: { readonly readEntry: (position: number) => Promise<E | undefined> }): Promise<unknown>;
}

/** How the fixture gets into the consumer: the applier takes `crashPoints`, its projection is wrapped by `interrupted`. */
export interface ApplierHooks {
  readonly crashPoints: { reach(name: string): void };
  /** The projection that fails while a server is said to be away. */
  interrupted<P extends { apply(...args: never): Promise<void> }>(projection: P): P;
}

/** One consumer on an empty database, and a second instance of it with a connection of its own. */
export interface ApplierParts<E> {
  readonly applier: ApplierLike<E>;
  readonly elsewhere: ApplierLike<E>;
  snapshot(): Promise<unknown>;
  stop(): Promise<void>;
}

export interface ApplierFixtureOptions<E> {
  readonly board: string;
  readonly events: readonly E[];
  /** A type that no version of the source has. */
  readonly unknownType: string;
  make(hooks: ApplierHooks): Promise<ApplierParts<E>>;
}

/** The fixture of the delivery suite for a consumer that stands on messaging's applier. */
export async function applierFixture<E extends AppliedEvent>(options: ApplierFixtureOptions<E>): Promise<DeliveryFixture<E>> {
  const { board, events, unknownType } = options;
  let dieAt: 'before-commit' | 'after-commit' | undefined;
  // For whole deliveries, so that trying parts of a batch or single events finds no way around.
  let failingDeliveries = 0;
  const { applier, elsewhere, snapshot, stop } = await options.make({
    crashPoints: {
      reach(name) {
        if (name !== 'consumer-before-commit' || dieAt !== 'before-commit') return;
        dieAt = undefined;
        throw unavailable('killed', { vi: 'Bị dừng', en: 'Killed' });
      },
    },
    interrupted: (projection) => ({
      ...projection,
      apply: (...args: never) =>
        failingDeliveries === 0 ? projection.apply(...args) : Promise.reject(unavailable('away', { vi: 'Tạm thời', en: 'Away' })),
    }),
  });
  return {
    events,
    aggregateOf: ({ aggregate }) => aggregate,
    async deliver(batch) {
      await applier.apply(board, batch).finally(() => {
        failingDeliveries = Math.max(0, failingDeliveries - 1);
      });
      if (dieAt !== 'after-commit') return;
      dieAt = undefined;
      throw new Error('killed');
    },
    deliverElsewhere: (batch) => elsewhere.apply(board, batch),
    snapshot,
    async inbox() {
      const { settled, parked, deadLetters } = await applier.settled(board);
      return { settled, parked, deadLetters };
    },
    withUnknownType: (event) => ({ ...event, type: unknownType }),
    poisoned: (event) => ({ ...event, payload: Buffer.from([0xff, 0xff, 0xff]) }),
    replayDeadLetters: (sound) => applier.replayDeadLetters(board, { readEntry: (position) => Promise.resolve(sound[position - 1]) }),
    failTransiently: (times) => {
      failingDeliveries = times;
    },
    dieOnce: (point) => {
      dieAt = point;
    },
    stop,
  };
}
