import { randomUUID } from 'node:crypto';
import { Kafka, logLevel } from 'kafkajs';

export interface TopicFindings {
  /** Distinct positions seen per board. */
  readonly positions: ReadonlyMap<string, ReadonlySet<string>>;
  /** Messages beyond the first of their position. */
  readonly duplicates: number;
  /** Aggregates whose versions did not first appear as 1, 2, 3 … */
  readonly outOfOrder: readonly string[];
}

/** Reads a topic from its beginning to where it ends now. */
export async function readTopic({ brokers, topic }: { brokers: string[]; topic: string }): Promise<TopicFindings> {
  const kafka = new Kafka({ clientId: 'e2e-topic-check', brokers, logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  const ends = new Map(
    (await admin.fetchTopicOffsets(topic)).map(({ partition, low, high }) => [partition, { low: BigInt(low), high: BigInt(high) }]),
  );
  await admin.disconnect();

  const open = new Set([...ends].filter(([, { low, high }]) => high > low).map(([partition]) => partition));
  const positions = new Map<string, Set<string>>();
  const nextVersion = new Map<string, bigint>();
  const outOfOrder = new Set<string>();
  let duplicates = 0;
  if (open.size === 0) return { positions, duplicates, outOfOrder: [] };

  const consumer = kafka.consumer({ groupId: `e2e-topic-check-${randomUUID()}`, maxWaitTimeInMs: 250 });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await new Promise<void>((resolve, reject) => {
    consumer
      .run({
        autoCommit: false,
        eachMessage: ({ partition, message }) => {
          const header = (name: string): string => message.headers?.[name]?.toString() ?? '';
          const board = header('ce_board');
          const position = header('ce_position');
          if (position !== '') {
            const seen = positions.get(board) ?? new Set<string>();
            positions.set(board, seen);
            if (seen.has(position)) duplicates += 1;
            else {
              seen.add(position);
              const aggregate = `${board}/${header('ce_aggregate')}`;
              const due = nextVersion.get(aggregate) ?? 1n;
              if (BigInt(header('ce_aggregateversion')) !== due) outOfOrder.add(aggregate);
              nextVersion.set(aggregate, due + 1n);
            }
          }
          const end = ends.get(partition);
          if (end && BigInt(message.offset) >= end.high - 1n) open.delete(partition);
          if (open.size === 0) resolve();
          return Promise.resolve();
        },
      })
      .catch(reject);
  });
  await consumer.disconnect();
  return { positions, duplicates, outOfOrder: [...outOfOrder] };
}
