import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { CrashPoints } from '../crash-points/crash-points';
import type { BusProducer, EventBus } from '../kafka/event-bus';
import type { Connection } from '../mongo/database';
import { FencedError } from './checkpoints';
import type { Checkpoints } from './checkpoints';
import type { Lease } from './lease';
import type { Backlog } from './read-backlog';
import type { RelayMetrics } from './relay-metrics';
import { createWakeUp } from './wake-up';

export interface LeadStatus {
  active: boolean;
  /** Why the relay is not ready. */
  problem: string | undefined;
}

export interface LeadOptions {
  readonly connection: Connection;
  readonly bus: EventBus;
  readonly topic: string;
  readonly logger: Logger;
  readonly lease: Lease;
  readonly leaseMs: number;
  readonly pollMs: number;
  readonly checkpoints: Checkpoints;
  readonly readBacklog: (after: ReadonlyMap<string, number>) => Promise<Backlog>;
  readonly metrics: RelayMetrics;
  readonly crashPoints: CrashPoints;
  readonly stop: AbortSignal;
  readonly status: LeadStatus;
  readonly onPublished: () => void;
}

/**
 * Under a steady trickle of commits rounds begin at most this often, so that a look at the log, a send and a checkpoint are
 * paid for once per this time and not once per commit. The first event after a rest goes out at once.
 */
const ROUND_MS = 40;
const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 1_000;

/**
 * Publishes while the lease lasts: one batch in flight, the next one read meanwhile, the checkpoint moved after Kafka's
 * acknowledgement. On an error of the producer a fresh one sends the same batch again, so order per key is kept.
 * @throws FencedError when a newer relay has written a checkpoint; whatever the database throws
 */
export async function lead(options: LeadOptions): Promise<void> {
  const { lease, checkpoints, readBacklog, metrics, crashPoints, logger, stop, status } = options;
  const wakeUp = createWakeUp(options.connection, logger);
  const onStop = (): void => wakeUp.wake();
  stop.addEventListener('abort', onStop);
  const renewal = keepLease(lease, options.leaseMs, logger, () => wakeUp.wake());
  const sender = createSender(options);
  const mayGoOn = (): boolean => !stop.aborted && lease.isValid();
  try {
    const reached = await checkpoints.takeOver(lease.token);
    status.active = true;
    let roundBegan = performance.now();
    let backlog = await readBacklog(reached);
    while (mayGoOn()) {
      if (backlog.messages.length === 0) {
        await wakeUp.wait(options.pollMs);
        roundBegan = performance.now();
        backlog = await readBacklog(reached);
        continue;
      }
      const afterIt = new Map([...reached, ...backlog.ends]);
      // Rejections are looked at below; meanwhile they must not count as unhandled.
      const ahead = backlog.waiting > backlog.messages.length ? readBacklog(afterIt) : undefined;
      ahead?.catch(() => undefined);
      await crashPoints.reach('relay-before-send');
      if (!(await sender.send(backlog.messages, mayGoOn))) break;
      await crashPoints.reach('relay-after-send-before-mark');
      await checkpoints.advance(backlog.ends, lease.token);
      for (const [board, position] of backlog.ends) reached.set(board, position);
      metrics.sent(backlog.messages.length);
      options.onPublished();
      if (!ahead) await restOf(roundBegan, stop);
      roundBegan = performance.now();
      backlog = await (ahead ?? readBacklog(reached));
    }
  } finally {
    status.active = false;
    stop.removeEventListener('abort', onStop);
    renewal.stop();
    await Promise.all([wakeUp.close(), sender.close(), lease.release().catch(() => undefined)]);
  }
}

/** Waits out what is left of a round that caught up with the log. */
async function restOf(roundBegan: number, stop: AbortSignal): Promise<void> {
  const leftMs = roundBegan + ROUND_MS - performance.now();
  if (leftMs > 1) await delay(leftMs, undefined, { signal: stop }).catch(() => undefined);
}

function keepLease(lease: Lease, leaseMs: number, logger: Logger, onLost: () => void): { stop(): void } {
  const timer = setInterval(() => {
    lease.renew().then(
      (kept) => {
        if (kept) return;
        clearInterval(timer);
        void lease.release().catch(() => undefined);
        onLost();
      },
      (error: unknown) => logger.warn({ err: error }, 'the relay lease could not be renewed'),
    );
  }, leaseMs / 4);
  return { stop: () => clearInterval(timer) };
}

/** Sends a batch until it is acknowledged, with as many producers as that takes. */
function createSender({ bus, topic, logger, metrics, status, stop }: LeadOptions) {
  let producer: BusProducer | undefined;
  return {
    /** @returns false when it had to give up because the lease ended or the relay stops */
    async send(messages: Backlog['messages'], mayGoOn: () => boolean): Promise<boolean> {
      for (let pauseMs = FIRST_RETRY_MS; ; pauseMs = Math.min(pauseMs * 2, LAST_RETRY_MS)) {
        try {
          producer ??= await bus.createProducer();
          if (!mayGoOn()) return false;
          await producer.send(topic, messages);
          status.problem = undefined;
          return true;
        } catch (error) {
          if (error instanceof FencedError) throw error;
          metrics.failed();
          status.problem = `Kafka does not take events: ${error instanceof Error ? error.message : String(error)}`;
          logger.warn({ err: error, events: messages.length }, 'a batch was not acknowledged, sending it again with a fresh producer');
          await producer?.close();
          producer = undefined;
        }
        if (!mayGoOn()) return false;
        await delay(pauseMs, undefined, { signal: stop }).catch(() => undefined);
        if (!mayGoOn()) return false;
      }
    },
    async close(): Promise<void> {
      await producer?.close();
      producer = undefined;
    },
  };
}
