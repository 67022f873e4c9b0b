import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { EventEmitter } from 'node:events';
import type { Kafka } from 'kafkajs';
import type { IncomingMessage } from './event-bus';
import { toIncoming } from './kafka-consumer';

/**
 * Reads a topic from its beginning to the end it had when the call began, by a group of its own that is deleted
 * afterwards. At most one batch is held in memory.
 */
export async function* readKafkaTopic(kafka: Kafka, topic: string): AsyncGenerator<readonly IncomingMessage[]> {
  const admin = kafka.admin();
  await admin.connect();
  const groupId = `read-${randomUUID()}`;
  const consumer = kafka.consumer({
    groupId,
    maxWaitTimeInMs: 250,
    sessionTimeout: 30_000,
    allowAutoTopicCreation: false,
    // A broker that has just come back loads its groups first and refuses new ones meanwhile.
    retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 15 },
  });
  try {
    const remaining = new Map<number, bigint>();
    for (const { partition, low, high } of await admin.fetchTopicOffsets(topic))
      if (BigInt(high) > BigInt(low)) remaining.set(partition, BigInt(high));
    if (remaining.size === 0) return;

    const hand = new EventEmitter();
    let batch: readonly IncomingMessage[] | undefined;
    let failure: Error | undefined;
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      failure = payload.error;
      hand.emit('change');
    });
    await consumer.connect();
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await consumer.run({
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
    });
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
