import { setTimeout as delay } from 'node:timers/promises';
import type { Consumer, EachBatchPayload, Kafka, KafkaMessage } from 'kafkajs';
import type { Logger } from 'pino';
import type { BusConsumer, ConsumeOptions, IncomingMessage } from './event-bus';

const RECONNECT_MS = 500;

/** A member of a consumer group that works on whole batches and commits after the work. */
export function createKafkaConsumer(kafka: Kafka, options: ConsumeOptions, logger: Logger): BusConsumer {
  const { topic, group, onBatch, onConnected } = options;
  const sessionTimeout = options.sessionTimeoutMs ?? 6_000;
  let consumer: Consumer | undefined;
  const stop = new AbortController();
  const isStopping = (): boolean => stop.signal.aborted;

  function create(): Consumer {
    const created = kafka.consumer({
      groupId: group,
      sessionTimeout,
      rebalanceTimeout: sessionTimeout,
      heartbeatInterval: Math.floor(sessionTimeout / 6),
      // A fetch in flight delays rejoining a group by as much as this (default 5 s).
      maxWaitTimeInMs: 250,
      maxBytesPerPartition: 1_048_576,
      allowAutoTopicCreation: false,
      metadataMaxAge: 60_000,
      retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 5, restartOnFailure: () => Promise.resolve(!isStopping()) },
    });
    created.on(created.events.GROUP_JOIN, () => onConnected?.(true));
    created.on(created.events.CRASH, () => onConnected?.(false));
    return created;
  }

  async function join(): Promise<void> {
    for (;;) {
      const candidate = create();
      try {
        await candidate.connect();
        await candidate.subscribe({ topics: [topic], fromBeginning: true });
        const joined = new Promise<void>((resolve) => {
          candidate.on(candidate.events.GROUP_JOIN, () => resolve());
        });
        await candidate.run({
          autoCommit: false,
          eachBatchAutoResolve: false,
          partitionsConsumedConcurrently: options.partitionsConsumedConcurrently ?? 4,
          eachBatch: work,
        });
        consumer = candidate;
        await joined;
        return;
      } catch (error) {
        await candidate.disconnect().catch(() => undefined);
        if (isStopping()) return;
        onConnected?.(false);
        logger.warn({ err: error, topic, group }, 'Kafka is not there yet, trying again');
        await delay(RECONNECT_MS);
        if (isStopping()) return;
      }
    }
  }

  async function work({
    batch,
    heartbeat,
    pause,
    isRunning,
    isStale,
    resolveOffset,
    commitOffsetsIfNecessary,
  }: EachBatchPayload): Promise<void> {
    const isActive = (): boolean => isRunning() && !isStale() && !isStopping();
    const last = batch.messages.at(-1);
    if (!last || !isActive()) return;
    const messages = batch.messages.map((message) => toIncoming(batch.topic, batch.partition, message));
    const verdict = await onBatch(messages, { heartbeat, isActive, pause });
    if (verdict === 'again' || isStale()) return;
    resolveOffset(last.offset);
    const next = (BigInt(last.offset) + 1n).toString();
    await commitOffsetsIfNecessary({ topics: [{ topic: batch.topic, partitions: [{ partition: batch.partition, offset: next }] }] });
    await heartbeat();
  }

  let joining: Promise<void> | undefined;
  return {
    start() {
      joining ??= join();
      return joining;
    },
    async stop() {
      stop.abort();
      const member = consumer;
      if (member) await member.disconnect().catch(() => undefined);
      else await Promise.race([joining, delay(RECONNECT_MS * 4, undefined, { ref: false })]);
      if (!member) await consumer?.disconnect().catch(() => undefined);
    },
  };
}

export function toIncoming(topic: string, partition: number, { offset, key, value, headers }: KafkaMessage): IncomingMessage {
  // kafkajs reads header values as buffers, or as lists of buffers when a name comes twice.
  return { topic, partition, offset, key, value, headers: (headers ?? {}) as Record<string, Buffer | undefined> };
}
