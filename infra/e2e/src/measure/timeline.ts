import { setTimeout as pause } from 'node:timers/promises';
import type { Platform } from '../platform/platform';
import { until } from '../platform/until';

/** Where a board's events were at an instant. */
export interface Sample {
  /** `performance.now()` */
  readonly atMs: number;
  /** Last position of the registry's log. */
  readonly recorded: number;
  /** Last position that the relay knows to be in Kafka. */
  readonly published: number;
  /** Reporting has had the effect of every position up to here. */
  readonly settled: number;
  /** Grows with every transaction of reporting's consumer for this board. */
  readonly consumed: number;
}

/** How a board's events move, sampled from the databases for as long as it runs; a database that is away leaves a hole. */
export interface Timeline {
  readonly samples: readonly Sample[];
  /** A fresh look. */
  look(): Promise<Sample>;
  /** The first sample from now on that is as asked for. @throws Error that names what did not come */
  next(asked: (sample: Sample) => boolean, options: { readonly what: string; readonly timeoutMs: number }): Promise<Sample>;
  stop(): Promise<void>;
}

interface Positioned {
  readonly _id: string;
  readonly position: number;
}

interface Inbox {
  readonly _id: string;
  readonly settled: number;
  readonly revision: number;
}

export function watchBoard({ registryDb, reportingDb }: Platform, board: string, { everyMs = 50 }: { everyMs?: number } = {}): Timeline {
  const samples: Sample[] = [];
  const positionIn = async (collection: string): Promise<number> =>
    Number((await registryDb.collection<Positioned>(collection).findOne({ _id: board }))?.position ?? 0);
  const look = async (): Promise<Sample> => {
    const [recorded, published, inboxes] = await Promise.all([
      positionIn('log_heads'),
      positionIn('relay_checkpoints'),
      reportingDb
        .collection<Inbox>('inbox')
        .find({ _id: { $regex: `\\|registry\\|${board}$` } }, { projection: { settled: 1, revision: 1 } })
        .toArray(),
    ]);
    const sample = {
      atMs: performance.now(),
      recorded,
      published,
      settled: Math.max(0, ...inboxes.map(({ settled }) => Number(settled))),
      consumed: inboxes.reduce((sum, { revision }) => sum + Number(revision), 0),
    };
    samples.push(sample);
    return sample;
  };
  const stopping = new AbortController();
  const watching = (async () => {
    while (!stopping.signal.aborted) {
      await look().catch(() => undefined);
      await pause(everyMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  return {
    samples,
    look,
    next: (asked, { what, timeoutMs }) => {
      const from = samples.length;
      return until(() => Promise.resolve(samples.slice(from).find(asked)), { what, timeoutMs, everyMs: 20 });
    },
    async stop() {
      stopping.abort();
      await watching;
    },
  };
}

/** Positions per second that were added between two instants; 0 when the samples do not span them. */
export function ratePerSecond(
  samples: readonly Sample[],
  count: 'recorded' | 'published' | 'settled',
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): number {
  const within = samples.filter(({ atMs }) => atMs >= fromMs && atMs <= toMs);
  const [first, last] = [within[0], within.at(-1)];
  if (!first || !last || last.atMs === first.atMs) return 0;
  return ((last[count] - first[count]) * 1_000) / (last.atMs - first.atMs);
}
