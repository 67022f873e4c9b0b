import type { EventBus } from '@kcn/messaging';
import { decodeEvent } from '@kcn/messaging';
import type { TopicReads } from '../../application/ports';

/** What Kafka holds of a board, read from the beginning by a group of its own. */
export function createTopicReads(bus: Pick<EventBus, 'readTopic'>): TopicReads {
  return {
    async read(topic, board) {
      const positions = new Set<number>();
      const versions = new Map<string, number>();
      const outOfOrder = new Set<string>();
      for await (const messages of bus.readTopic(topic)) {
        for (const message of messages) {
          // What cannot be read as an event is the consumer's business (dead letters); it has no position here.
          const event = tryDecode(message);
          if (event?.board !== board) continue;
          if (positions.has(event.position)) continue;
          positions.add(event.position);
          const last = versions.get(event.aggregate);
          if (last !== undefined && event.aggregateVersion !== last + 1) outOfOrder.add(event.aggregate);
          versions.set(event.aggregate, event.aggregateVersion);
        }
      }
      return { positions, outOfOrder: [...outOfOrder].sort() };
    },
  };
}

function tryDecode(message: Parameters<typeof decodeEvent>[0]): ReturnType<typeof decodeEvent> | undefined {
  try {
    return decodeEvent(message);
  } catch {
    return undefined;
  }
}
