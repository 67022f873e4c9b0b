import type { Admin, Kafka } from 'kafkajs';
import { readTopic } from './topic-probe';
import type { TopicMessage } from './topic-probe';

export interface Delivery {
  /** Different events in the topic. */
  readonly distinct: number;
  /** Messages beyond the first of their event. */
  readonly repeated: number;
  /** Events whose first appearance came after a later event of the same key. */
  readonly outOfOrder: number;
}

/**
 * Reads a whole topic and accounts for every event.
 * @param positionOf the event's position in its log
 */
export async function auditDelivery(
  kafka: Kafka,
  admin: Admin,
  topic: string,
  positionOf: (message: TopicMessage) => number,
): Promise<Delivery> {
  const seen = new Set<number>();
  const newestByKey = new Map<string, number>();
  let repeated = 0;
  let outOfOrder = 0;
  await readTopic(kafka, admin, topic, (message) => {
    const position = positionOf(message);
    if (seen.has(position)) {
      repeated += 1;
      return;
    }
    seen.add(position);
    if (position < (newestByKey.get(message.key) ?? 0)) outOfOrder += 1;
    else newestByKey.set(message.key, position);
  });
  return { distinct: seen.size, repeated, outOfOrder };
}

export const deliveryText = ({ distinct, outOfOrder }: Pick<Delivery, 'distinct' | 'outOfOrder'>): string =>
  `${distinct.toString()} events, ${outOfOrder.toString()} out of order`;
