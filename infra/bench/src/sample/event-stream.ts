import { createEventEncoder } from '@kcn/messaging';
import type { LogEntry } from '@kcn/messaging';
import type { Kafka } from 'kafkajs';
import { sampleEvents } from './sample-events';

/** Entries as a log would hold them, without a database. */
export function sampleEntries({
  board,
  count,
  aggregates,
}: {
  readonly board: string;
  readonly count: number;
  readonly aggregates: number;
}): LogEntry[] {
  const recordedAt = new Date('2026-01-01T00:00:00Z');
  return sampleEvents({ count, aggregates }).map((event, index) => ({ ...event, board, position: index + 1, recordedAt }));
}

const BATCH = 1_000;

/** Puts entries into a topic as the relay would encode them, in the order given. */
export async function produceEntries(kafka: Kafka, topic: string, entries: readonly LogEntry[], source: string): Promise<void> {
  const encode = createEventEncoder(source);
  const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  try {
    for (let from = 0; from < entries.length; from += BATCH) {
      const messages = entries.slice(from, from + BATCH).map((entry) => {
        const message = encode(entry);
        return { key: message.key, value: Buffer.from(message.value), headers: { ...message.headers } };
      });
      await producer.send({ topic, acks: -1, messages });
    }
  } finally {
    await producer.disconnect();
  }
}
