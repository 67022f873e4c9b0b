import { databaseOf, decodeEvent, inTransaction, isDuplicateKey } from '@kcn/messaging';
import type { Connection, LogEntry } from '@kcn/messaging';
import type { Kafka } from 'kafkajs';
import { addToCounts } from '../sides/counting-projection';

interface InboxDocument {
  readonly _id: string;
}

export interface OneByOneResult {
  readonly messages: number;
  readonly elapsedMs: number;
  /** Events that had an effect. */
  readonly applied: readonly LogEntry[];
}

/**
 * The textbook's idempotent consumer: for each message a transaction that inserts its id into an inbox (unique) and
 * applies the effect; a duplicate fails on the inbox. Stops after `limit` messages, because it is slow.
 */
export async function consumeOneByOne({
  kafka,
  connection,
  topic,
  group,
  limit,
}: {
  readonly kafka: Kafka;
  readonly connection: Connection;
  readonly topic: string;
  readonly group: string;
  readonly limit: number;
}): Promise<OneByOneResult> {
  const db = databaseOf(connection);
  const inbox = db.collection<InboxDocument>('bench_inbox');
  await db.createCollection('bench_inbox');
  const consumer = kafka.consumer({ groupId: group, maxWaitTimeInMs: 200 });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  const applied: LogEntry[] = [];
  let messages = 0;
  let firstAtMs = 0;
  let lastAtMs = 0;
  const finished = new Promise<void>((resolve, reject) => {
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      reject(payload.error);
    });
    void consumer.run({
      eachMessage: async ({ message, partition }) => {
        if (messages >= limit) return;
        if (messages === 0) firstAtMs = performance.now();
        const event = decodeEvent({
          topic,
          partition,
          offset: message.offset,
          key: message.key,
          value: message.value,
          headers: message.headers as Record<string, Buffer | undefined>,
        });
        try {
          await inTransaction(connection, async (session) => {
            await inbox.insertOne({ _id: `${event.board}/${event.position.toString()}` }, { session });
            await addToCounts(connection, session, [event]);
          });
          applied.push(event);
        } catch (error) {
          if (!isDuplicateKey(error)) throw error;
        }
        messages += 1;
        if (messages < limit) return;
        lastAtMs = performance.now();
        resolve();
      },
    });
  });
  try {
    await finished;
  } finally {
    await consumer.disconnect();
  }
  return { messages, elapsedMs: lastAtMs - firstAtMs, applied };
}
