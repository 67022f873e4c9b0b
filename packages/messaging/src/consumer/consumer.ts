import { setTimeout as delay } from 'node:timers/promises';
import { categoryOf } from '@kcn/kernel';
import { openSpan } from '@kcn/service-kit';
import type { OpenSpan } from '@kcn/service-kit';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { noCrashPoints } from '../crash-points/crash-points';
import type { CrashPoints } from '../crash-points/crash-points';
import { decodeEvent } from '../kafka/cloud-events';
import type { BatchContext, EventBus, IncomingMessage } from '../kafka/event-bus';
import type { LogEntry } from '../log/log-entry';
import { addScraped } from '../metrics/scraped-gauge';
import type { Readiness } from '../readiness';
import type { Applier } from './applier-types';
import { createDeadLetterSender } from './dead-letter-sender';

export interface ConsumerOptions {
  readonly bus: EventBus;
  readonly applier: Applier;
  readonly topic: string;
  readonly group: string;
  readonly logger: Logger;
  /** A silent member is replaced after this long; default 6,000, so that takeover stays below 8 s. */
  readonly sessionTimeoutMs?: number;
  readonly crashPoints?: CrashPoints;
  /** Gets `kcn_consumer_lag{topic, group}`. */
  readonly metrics?: Registry;
}

export interface Consumer {
  /** Begins in the background; Kafka need not be there yet. */
  start(): Promise<void>;
  /** Finishes the batches in hand and leaves the group. */
  stop(): Promise<void>;
  /** Not ready while Kafka is lost or a partition is paused because something the projection needs is away. */
  readiness(): Readiness;
}

const FIRST_RETRY_MS = 100;
const PROBE_MS = 1_000;

/**
 * Feeds a topic's events to an applier and commits offsets after the effect. When the effect is impossible for the moment
 * it retries within the session, then pauses the partition and looks every second whether it may go on.
 */
export function createConsumer(options: ConsumerOptions): Consumer {
  const { bus, applier, topic, group } = options;
  const logger = options.logger.child({ topic, group });
  const crashPoints = options.crashPoints ?? noCrashPoints;
  const sessionTimeoutMs = options.sessionTimeoutMs ?? 6_000;
  const sender = createDeadLetterSender({ bus, store: applier.deadLetters, topic, logger });
  addScraped(options.metrics, {
    ...{ name: 'kcn_consumer_lag', help: 'Messages of the topic that the group has not committed yet' },
    ...{ labels: { topic, group }, read: () => bus.lag(topic, group) },
  });
  const paused = new Map<number, string>();
  const probes = new Set<Promise<void>>();
  let connected = false;
  let stopped = false;

  async function onBatch(messages: readonly IncomingMessage[], context: BatchContext): Promise<'done' | 'again'> {
    const giveUpAt = performance.now() + sessionTimeoutMs / 2;
    for (let pauseMs = FIRST_RETRY_MS; ; pauseMs *= 2) {
      try {
        await applyAll(messages, context);
        await crashPoints.reach('consumer-after-effect-before-offset');
        return 'done';
      } catch (error) {
        if (!context.isActive()) return 'again';
        if (categoryOf(error) !== 'unavailable') logger.error({ err: error }, 'a batch failed in a way that is a mistake of the consumer');
        if (performance.now() + pauseMs > giveUpAt) {
          pausePartition(messages, context, error);
          return 'again';
        }
        logger.warn({ err: error, pauseMs }, 'a batch cannot be applied for the moment, trying again');
        await delay(pauseMs);
        await context.heartbeat();
      }
    }
  }

  async function applyAll(messages: readonly IncomingMessage[], context: BatchContext): Promise<void> {
    const boards = new Map<string, LogEntry[]>();
    const sources = new Map<LogEntry, IncomingMessage>();
    let deadLetters = 0;
    for (const message of messages) {
      let event: LogEntry;
      try {
        event = decodeEvent(message);
      } catch (error) {
        await applier.deadLetters.addUnreadable(message, error);
        deadLetters += 1;
        continue;
      }
      sources.set(event, message);
      const list = boards.get(event.board);
      if (list) list.push(event);
      else boards.set(event.board, [event]);
    }
    const spans = [...sources.keys()].flatMap((event) => spanOf(event) ?? []);
    const beat = setInterval(() => void context.heartbeat().catch(() => undefined), sessionTimeoutMs / 4);
    try {
      const results = await Promise.all(
        [...boards].map(([board, events]) => applier.apply(board, events, { originOf: (event) => sources.get(event) })),
      );
      for (const result of results) deadLetters += result.deadLettered;
    } catch (error) {
      for (const span of spans) span.end(error);
      throw error;
    } finally {
      clearInterval(beat);
      for (const span of spans) span.end();
    }
    if (deadLetters > 0) sender.wake();
  }

  const spanOf = ({ traceparent, board, position, type }: LogEntry): OpenSpan | undefined =>
    traceparent === undefined
      ? undefined
      : openSpan(`process ${topic}`, {
          kind: 'consumer',
          parent: traceparent,
          attributes: { 'messaging.consumer.group.name': group, 'kcn.board': board, 'kcn.position': position, 'kcn.type': type },
        });

  function pausePartition(messages: readonly IncomingMessage[], context: BatchContext, error: unknown): void {
    const partition = messages[0]?.partition ?? 0;
    const resume = context.pause();
    paused.set(partition, error instanceof Error ? error.message : String(error));
    logger.error({ err: error, partition }, 'paused a partition until its events can be applied');
    const probe = probeUntilBack().then(() => {
      paused.delete(partition);
      if (stopped) return;
      logger.info({ partition }, 'resumed a partition');
      resume();
    });
    probes.add(probe);
    void probe.finally(() => probes.delete(probe));
  }

  async function probeUntilBack(): Promise<void> {
    while (!stopped) {
      await delay(PROBE_MS, undefined, { ref: false });
      try {
        await applier.ping();
        return;
      } catch {
        // Still away; look again.
      }
    }
  }

  const consumer = bus.createConsumer({
    topic,
    group,
    sessionTimeoutMs,
    onBatch,
    onConnected(value) {
      if (value !== connected) logger.info({ connected: value }, value ? 'joined the consumer group' : 'lost the consumer group');
      connected = value;
    },
  });

  return {
    start() {
      void consumer.start();
      sender.start();
      return Promise.resolve();
    },
    async stop() {
      stopped = true;
      await consumer.stop();
      await sender.stop();
    },
    readiness() {
      if (!connected) return { ready: false, reason: `not a member of group ${group} on ${topic}` };
      const [pausedReason] = paused.values();
      return pausedReason === undefined ? { ready: true } : { ready: false, reason: `${topic} is paused: ${pausedReason}` };
    },
  };
}
