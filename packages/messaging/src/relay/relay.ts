import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { unavailable } from '@kcn/kernel';
import { noCrashPoints } from '../crash-points/crash-points';
import { createEventEncoder } from '../kafka/cloud-events';
import { translateMongoError } from '../mongo/mongo-errors';
import type { Readiness } from '../readiness';
import { createCheckpoints, FencedError } from './checkpoints';
import { createLeases } from './lease';
import { lead } from './lead';
import type { LeadStatus } from './lead';
import { createBacklogReader } from './read-backlog';
import { createRelayMetrics } from './relay-metrics';
import type { Relay, RelayOptions } from './relay-types';

const LEASE_MS = 4_000;
/** How often a relay without the lease asks for it. */
const STANDBY_MS = 1_000;
const BATCH_SIZE = 2_000;
const BATCH_BYTES = 900_000;
const POLL_MS = 500;
const WATCH_MS = 100;

/** Publishes a service's log to its topic, in order per aggregate, each event at least once, as long as it takes. */
export function createRelay(options: RelayOptions): Relay {
  const { connection, bus, topic } = options;
  const logger = options.logger.child({ component: 'relay', topic });
  const checkpoints = createCheckpoints(connection);
  const leases = createLeases({ connection, name: `relay:${topic}`, owner: randomUUID(), leaseMs: options.leaseMs ?? LEASE_MS });
  const readBacklog = createBacklogReader({
    connection,
    encode: createEventEncoder(options.source),
    maxEvents: options.batchSize ?? BATCH_SIZE,
    maxBytes: BATCH_BYTES,
  });
  const metrics = createRelayMetrics(options.metrics, { topic, countWaiting: () => checkpoints.countWaiting() });
  const stop = new AbortController();
  const status: LeadStatus = { active: false, problem: 'not started' };
  const watchers = new Set<() => void>();
  let running: Promise<void> | undefined;

  async function run(): Promise<void> {
    while (!stop.signal.aborted) {
      try {
        const lease = await leases.tryAcquire();
        status.problem = undefined;
        if (lease) {
          logger.info({ token: lease.token }, 'took the relay lease');
          await lead({
            connection,
            bus,
            topic,
            logger,
            lease,
            leaseMs: options.leaseMs ?? LEASE_MS,
            pollMs: options.pollMs ?? POLL_MS,
            checkpoints,
            readBacklog,
            metrics,
            crashPoints: options.crashPoints ?? noCrashPoints,
            stop: stop.signal,
            status,
            onPublished: () => watchers.forEach((wake) => wake()),
          });
        }
      } catch (error) {
        if (error instanceof FencedError) logger.warn('another relay has taken over');
        else {
          status.problem = error instanceof Error ? error.message : String(error);
          logger.warn({ err: error }, 'the relay stumbled and begins again from its checkpoint');
        }
      }
      await delay(STANDBY_MS, undefined, { signal: stop.signal, ref: false }).catch(() => undefined);
    }
  }

  async function published(board: string): Promise<number> {
    return checkpoints.find(board).catch((error: unknown) => {
      throw translateMongoError(error);
    });
  }

  return {
    start() {
      running ??= run();
      return Promise.resolve();
    },
    async stop() {
      stop.abort();
      await running;
    },
    readiness(): Readiness {
      return status.problem === undefined ? { ready: true } : { ready: false, reason: `relay of ${topic}: ${status.problem}` };
    },
    published,
    async waitUntilPublished(board, position, { timeoutMs = 10_000 } = {}) {
      const giveUpAt = performance.now() + timeoutMs;
      for (;;) {
        const reached = await published(board);
        if (reached >= position) return;
        const left = giveUpAt - performance.now();
        if (left <= 0) {
          throw unavailable('not_published_in_time', {
            vi: `Mới gửi đến vị trí ${reached.toString()}, chưa đến ${position.toString()}`,
            en: `Only published up to position ${reached.toString()}, not yet ${position.toString()}`,
            params: { position, published: reached },
          });
        }
        await new Promise<void>((resolve) => {
          const wake = (): void => {
            clearTimeout(timer);
            watchers.delete(wake);
            resolve();
          };
          const timer = setTimeout(wake, Math.min(left, WATCH_MS));
          watchers.add(wake);
        });
      }
    },
    isActive: () => status.active,
  };
}
