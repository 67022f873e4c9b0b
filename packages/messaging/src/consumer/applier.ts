import { invalid, unavailable } from '@kcn/kernel';
import type { DomainError } from '@kcn/kernel';
import { noCrashPoints } from '../crash-points/crash-points';
import { MAX_PAYLOAD_BYTES } from '../log/log-entry';
import type { LogEntry } from '../log/log-entry';
import { databaseOf } from '../mongo/database';
import { translateMongoError } from '../mongo/mongo-errors';
import { applyIsolating } from './apply-isolating';
import { passesCheck } from './apply-batch';
import type { Applier, ApplierOptions, ApplyOptions, ApplyResult, BlockedAggregate, InboxState } from './applier-types';
import { createApplierMetrics } from './applier-metrics';
import { createDeadLetters } from './dead-letter-store';
import { createInboxStore, inboxId } from './inbox-store';
import { createReplay } from './replay-dead-letters';

interface Waiting {
  readonly events: readonly LogEntry[];
  readonly originOf: ApplyOptions['originOf'];
  resolve(result: ApplyResult): void;
  reject(error: unknown): void;
}

/** Most events that batches waiting for the same board are merged into. */
const MERGED_EVENTS = 4_000;
const POLL_MS = 200;

const tooLarge = (bytes: number): DomainError =>
  invalid('event_too_large', {
    vi: `Sự kiện ${bytes.toString()} byte vượt quá giới hạn`,
    en: `An event of ${bytes.toString()} bytes exceeds the limit`,
    params: { bytes },
  });

const notSettled = (position: number, settled: number): DomainError =>
  unavailable('not_settled_in_time', {
    vi: `Dữ liệu mới cập nhật đến vị trí ${settled.toString()}, chưa đến ${position.toString()}`,
    en: `Only settled up to position ${settled.toString()}, not yet ${position.toString()}`,
    params: { position, settled },
  });

/**
 * Applies events of a source exactly once each, in order per aggregate, however often and in whatever order they come.
 * Batches of one board run one after the other in this process; those that wait share the next transaction. Processes
 * compete for the inbox document, and the loser runs again.
 */
export function createApplier(options: ApplierOptions): Applier {
  const { connection, consumer, source, projection } = options;
  const logger = options.logger.child({ consumer, source });
  const inboxes = createInboxStore(connection);
  const deadLetters = createDeadLetters(connection, consumer);
  const parts = { connection, inboxes, deadLetters, projection, crashPoints: options.crashPoints ?? noCrashPoints };
  const metrics = createApplierMetrics(options.metrics, {
    consumer,
    countParked: () => inboxes.countParked(consumer),
    countDeadLetters: () => deadLetters.countOpen(),
  });
  const queues = new Map<string, Waiting[]>();
  const knownInboxes = new Set<string>();
  const watchers = new Set<() => void>();

  const inboxOf = (board: string, scope: string): string => inboxId({ consumer, scope, source, board });

  async function ensureInbox(inbox: string): Promise<void> {
    if (knownInboxes.has(inbox)) return;
    await inboxes.ensureInbox(inbox);
    knownInboxes.add(inbox);
  }

  function checkEvent(event: LogEntry, failures: Map<number, unknown>): void {
    if (event.payload.byteLength > MAX_PAYLOAD_BYTES) failures.set(event.position, tooLarge(event.payload.byteLength));
    else passesCheck(projection, event, failures);
  }

  async function run(board: string, scope: string, merged: readonly Waiting[]): Promise<ApplyResult> {
    const inbox = inboxOf(board, scope);
    await ensureInbox(inbox);
    const events = merged.length === 1 && merged[0] ? merged[0].events : merged.flatMap((one) => one.events);
    const failures = new Map<number, unknown>();
    for (const event of events) checkEvent(event, failures);
    const originOf = (event: LogEntry) => {
      for (const one of merged) {
        const origin = one.originOf?.(event);
        if (origin) return origin;
      }
      return undefined;
    };
    const batch = {
      board,
      scope,
      inbox,
      events,
      failures,
      done: new Set<number>(),
      originOf,
      alone: false,
      replay: false,
      maxAttempts: options.maxAttempts ?? 2,
    };
    const result = await applyIsolating(parts, batch);
    metrics.count(result);
    if (result.deadLettered > 0)
      logger.error({ board, scope, deadLettered: result.deadLettered }, 'events failed for good and were dead-lettered');
    return result;
  }

  /** Works off a queue; batches that arrived meanwhile are merged. */
  async function work(queueKey: string, board: string, fixedScope: string | undefined): Promise<void> {
    for (;;) {
      const queue = queues.get(queueKey) ?? [];
      const merged = takeMerged(queue);
      if (merged.length === 0) break;
      try {
        const scope = fixedScope ?? (await projection.scope(board));
        const result = await run(board, scope, merged);
        merged.forEach((one) => one.resolve(result));
        watchers.forEach((wake) => wake());
      } catch (error) {
        const translated = translateMongoError(error);
        merged.forEach((one) => one.reject(translated));
      }
    }
    queues.delete(queueKey);
  }

  async function settled(board: string, scope?: string): Promise<InboxState> {
    try {
      const inbox = inboxOf(board, scope ?? (await projection.scope(board)));
      const [{ positions }, parked, letters] = await Promise.all([
        inboxes.load(inbox),
        inboxes.listParked(inbox),
        deadLetters.listOpen(inbox),
      ]);
      const kept = new Set([...parked, ...letters].map((one) => one.position));
      let missing = positions.firstMissing(1);
      while (kept.has(missing)) missing = positions.firstMissing(missing + 1);
      return {
        settled: positions.settled(),
        handled: missing - 1,
        highest: positions.highest(),
        parked: parked.length,
        deadLetters: letters.length,
      };
    } catch (error) {
      throw translateMongoError(error);
    }
  }

  return {
    async ensureIndexes() {
      await Promise.all([inboxes.ensureIndexes(), deadLetters.ensureIndexes()]);
    },

    apply(board, events, { scope, originOf } = {}) {
      if (events.length === 0) return Promise.resolve({ applied: 0, duplicates: 0, parked: 0, deadLettered: 0 });
      return new Promise<ApplyResult>((resolve, reject) => {
        const queueKey = `${board}|${scope ?? ''}`;
        const waiting: Waiting = { events, originOf, resolve, reject };
        const queue = queues.get(queueKey);
        if (queue) {
          queue.push(waiting);
          return;
        }
        queues.set(queueKey, [waiting]);
        void work(queueKey, board, scope);
      });
    },

    settled,

    async waitUntilSettled(board, position, { scope, timeoutMs = 10_000 } = {}) {
      const giveUpAt = performance.now() + timeoutMs;
      for (;;) {
        const state = await settled(board, scope);
        if (state.settled >= position) return state;
        const left = giveUpAt - performance.now();
        if (left <= 0) throw notSettled(position, state.settled);
        // Woken by this process's own progress; another process's is found by looking again.
        await new Promise<void>((resolve) => {
          const wake = (): void => {
            clearTimeout(timer);
            watchers.delete(wake);
            resolve();
          };
          const timer = setTimeout(wake, Math.min(left, POLL_MS));
          watchers.add(wake);
        });
      }
    },

    async parked(board, scope) {
      const inbox = inboxOf(board, scope ?? (await projection.scope(board)));
      const [parked, letters] = await Promise.all([inboxes.listParked(inbox), deadLetters.listOpen(inbox)]).catch((error: unknown) => {
        throw translateMongoError(error);
      });
      const byAggregate = new Map<string, { positions: number[]; code?: string }>();
      for (const one of [...letters, ...parked]) {
        const entry = byAggregate.get(one.aggregate) ?? { positions: [] };
        entry.positions.push(one.position);
        if ('code' in one) entry.code ??= String(one.code);
        byAggregate.set(one.aggregate, entry);
      }
      return [...byAggregate].map(
        ([aggregate, { positions, code }]): BlockedAggregate => ({
          aggregate,
          positions: positions.sort((a, b) => a - b),
          ...(code === undefined ? {} : { code }),
        }),
      );
    },

    replayDeadLetters: createReplay({
      parts,
      checkEvent,
      inboxOf: async (board, scope) => {
        const named = scope ?? (await projection.scope(board));
        return { scope: named, inbox: inboxOf(board, named) };
      },
      onApplied: (result) => {
        metrics.count(result);
        watchers.forEach((wake) => wake());
      },
    }),

    deadLetters: deadLetters.store,

    async ping() {
      await databaseOf(connection)
        .command({ ping: 1 })
        .catch((error: unknown) => {
          throw translateMongoError(error);
        });
    },
  };
}

/** @returns the front of the queue, removed from it: at least one entry, else as many as fit */
function takeMerged(queue: Waiting[]): Waiting[] {
  let size = 0;
  let count = 0;
  for (const one of queue) {
    size += one.events.length;
    if (count > 0 && size > MERGED_EVENTS) break;
    count += 1;
  }
  return queue.splice(0, count);
}
