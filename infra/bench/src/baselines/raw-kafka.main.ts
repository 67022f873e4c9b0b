import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Kafka, Message } from 'kafkajs';
import { createKafkaClient } from '../environment/kafka-client';

/** The process's job, as JSON in its only argument. */
export type RawKafkaJob =
  | { readonly kind: 'produce'; readonly brokers: readonly string[]; readonly topic: string; readonly messagesFile: string }
  | {
      readonly kind: 'consume';
      readonly brokers: readonly string[];
      readonly topic: string;
      readonly group: string;
      readonly count: number;
    };

/** One line of the messages file: a message with its bytes in base64. */
export interface StoredMessage {
  readonly key: string;
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
}

const BATCH = 2_000;

async function readMessages(file: string): Promise<Message[]> {
  const messages: Message[] = [];
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const { key, value, headers } = JSON.parse(line) as StoredMessage;
    messages.push({
      key: Buffer.from(key, 'base64'),
      value: Buffer.from(value, 'base64'),
      headers: Object.fromEntries(Object.entries(headers).map(([name, bytes]) => [name, Buffer.from(bytes, 'base64')])),
    });
  }
  return messages;
}

/** Acknowledged by all, idempotent, one batch in flight, nothing else. @returns messages per second */
async function produce(kafka: Kafka, topic: string, messages: readonly Message[]): Promise<number> {
  const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  try {
    const startedAt = performance.now();
    for (let from = 0; from < messages.length; from += BATCH)
      await producer.send({ topic, acks: -1, messages: messages.slice(from, from + BATCH) });
    return (messages.length / (performance.now() - startedAt)) * 1000;
  } finally {
    await producer.disconnect();
  }
}

/** eachBatch that does nothing but count. @returns messages per second, from the first batch on */
async function consume(kafka: Kafka, { topic, group, count }: Extract<RawKafkaJob, { kind: 'consume' }>): Promise<number> {
  const consumer = kafka.consumer({ groupId: group, maxWaitTimeInMs: 200 });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  let messages = 0;
  let firstAtMs = 0;
  let countAtFirst = 0;
  return new Promise<number>((resolve, reject) => {
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      reject(payload.error);
    });
    void consumer.run({
      eachBatch: ({ batch }) => {
        messages += batch.messages.length;
        if (firstAtMs === 0) {
          firstAtMs = performance.now();
          countAtFirst = messages;
        }
        if (messages >= count) resolve(((messages - countAtFirst) / (performance.now() - firstAtMs)) * 1000);
        return Promise.resolve();
      },
    });
  }).finally(() => consumer.disconnect());
}

/** Bare kafkajs in a process that loads nothing of ours besides; prints the rate. */
async function main(job: RawKafkaJob): Promise<void> {
  const kafka = createKafkaClient(job.brokers);
  const rate = job.kind === 'produce' ? await produce(kafka, job.topic, await readMessages(job.messagesFile)) : await consume(kafka, job);
  console.log(`rate ${rate.toString()}`);
}

if (require.main === module) {
  main(JSON.parse(process.argv[2] ?? '{}') as RawKafkaJob).catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
}
