import { deadLetterTopic, topics } from '@kcn/contracts';
import { readMessages, sendMessages } from '../platform/topic-traffic';
import type { TopicMessage } from '../platform/topic-traffic';
import { until } from '../platform/until';
import type { Fault } from './fault';

/** A board of its own: poison that names a board holds that board's summary up, and must. */
const BOARD = 'poisoned';
/** TARGETS-like bound: a poisonous message is out of the way within 10 s. */
const GONE_WITHIN_MS = 10_000;

const event = (position: number, over: Readonly<Record<string, string>> = {}) => ({
  ce_specversion: '1.0',
  ce_id: `/kcn/registry/${BOARD}/${String(position)}`,
  ce_source: `/kcn/registry/${BOARD}`,
  ce_type: 'kcn.registry.v1.ProjectRecorded',
  ce_time: '2020-01-01T00:00:00.000Z',
  ce_recordedtime: '2020-01-01T00:00:00.000Z',
  ce_partitionkey: `${BOARD}/project:1`,
  'content-type': 'application/protobuf',
  ce_board: BOARD,
  ce_position: String(position),
  ce_aggregate: `project:${String(position)}`,
  ce_aggregateversion: '1',
  ce_actor: 'nobody',
  ce_cause: 'test',
  ...over,
});

type Poison = Omit<TopicMessage, 'offset' | 'partition'>;
const poison = (headers: Poison['headers'], value: Buffer | null): Poison => ({ key: Buffer.from(`${BOARD}/x`), value, headers });

/** `first`: positions are not used twice, or later ones would count as duplicates. */
const poisons = (first: number): Poison[] => [
  poison({}, Buffer.from('not an event at all')),
  poison({ ce_board: BOARD }, null),
  poison(event(first, { ce_position: 'twelve' }), Buffer.alloc(0)),
  poison(event(first + 1, { ce_type: 'kcn.registry.v9.Unheard' }), Buffer.alloc(3)),
  poison(event(first + 2), Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff])),
  poison(event(first + 3), Buffer.alloc(850_000, 0x80)),
];

/** Every partition gets what no consumer can read; all of it must come to the dead-letter topic and hold nothing up. */
export function poisonTopic(): Fault {
  let used = 0;
  return {
    name: 'poison in every partition',
    async strike({ brokers }) {
      const letters = deadLetterTopic(topics.registry);
      const before = (await readMessages(brokers, letters)).length;
      const partitions = new Set((await readMessages(brokers, topics.registry)).map(({ partition }) => partition));
      const messages = [...partitions].flatMap((partition) => {
        used += 10;
        return poisons(used).map((one) => ({ ...one, partition }));
      });
      await sendMessages(brokers, topics.registry, messages);
      await until(async () => (await readMessages(brokers, letters)).length >= before + messages.length, {
        what: `${String(messages.length)} dead letters`,
        timeoutMs: GONE_WITHIN_MS,
        everyMs: 250,
      });
    },
  };
}
