import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { KafkaJSProtocolError } from 'kafkajs';
import type { Consumer, ConsumerRunConfig, Kafka } from 'kafkajs';
import type { IncomingMessage } from './event-bus';
import { toIncoming } from './kafka-consumer';

const GROUPS_LOADED_WITHIN_MS = 90_000;
const LOOK_AGAIN_MS = 200;

/** A broker that has just come back loads its groups first and refuses members meanwhile; the client does not wait for that by itself. */
function isLoadingGroups(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof KafkaJSProtocolError && LOADING.has(error.type)) return true;
  return isLoadingGroups(error.cause);
}

const LOADING: ReadonlySet<string> = new Set(['GROUP_LOAD_IN_PROGRESS', 'GROUP_COORDINATOR_NOT_AVAILABLE', 'NOT_COORDINATOR_FOR_GROUP']);

/**
 * Reads a topic from its beginning to the end it had when the call began, by a group of its own that is deleted
 * afterwards. At most one batch is held in memory.
 */
export async function* readKafkaTopic(kafka: Kafka, topic: string): AsyncGenerator<readonly IncomingMessage[]> {
  const admin = kafka.admin();
  await admin.connect();
  const groupId = `read-${randomUUID()}`;
  const createReader = (): Consumer =>
    kafka.consumer({
      groupId,
      maxWaitTimeInMs: 250,
      sessionTimeout: 30_000,
      allowAutoTopicCreation: false,
      retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 15 },
    });
  let consumer = createReader();
  try {
    const remaining = new Map<number, bigint>();
    for (const { partition, low, high } of await admin.fetchTopicOffsets(topic))
      if (BigInt(high) > BigInt(low)) remaining.set(partition, BigInt(high));
    if (remaining.size === 0) return;

    const hand = new EventEmitter();
    let batch: readonly IncomingMessage[] | undefined;
    let failure: Error | undefined;
    const settings: ConsumerRunConfig = {
      autoCommit: false,
      eachBatch: async ({ batch: { partition, messages }, heartbeat }) => {
        const high = remaining.get(partition);
        if (high === undefined) return;
        const wanted = messages.filter((message) => BigInt(message.offset) < high);
        while (batch) await once(hand, 'taken');
        const last = messages.at(-1);
        if (last && BigInt(last.offset) >= high - 1n) remaining.delete(partition);
        batch = wanted.map((message) => toIncoming(topic, partition, message));
        hand.emit('change');
        await heartbeat();
      },
    };
    const giveUpAt = performance.now() + GROUPS_LOADED_WITHIN_MS;
    for (;;) {
      consumer.on(consumer.events.CRASH, ({ payload }) => {
        failure = payload.error;
        hand.emit('change');
      });
      try {
        await consumer.connect();
        await consumer.subscribe({ topics: [topic], fromBeginning: true });
        await consumer.run(settings);
        break;
      } catch (error) {
        if (!isLoadingGroups(error) || performance.now() > giveUpAt) throw error;
        await consumer.disconnect().catch(() => undefined);
        await delay(LOOK_AGAIN_MS);
        failure = undefined;
        consumer = createReader();
      }
    }
    while (remaining.size > 0 || batch) {
      if (failure) throw failure;
      if (!batch) {
        await once(hand, 'change');
        continue;
      }
      const taken: readonly IncomingMessage[] = batch;
      batch = undefined;
      hand.emit('taken');
      if (taken.length > 0) yield taken;
    }
  } finally {
    await consumer.disconnect().catch(() => undefined);
    await admin.deleteGroups([groupId]).catch(() => undefined);
    await admin.disconnect().catch(() => undefined);
  }
}
