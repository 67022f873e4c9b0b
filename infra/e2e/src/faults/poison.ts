import { setTimeout as pause } from 'node:timers/promises';
import { deadLetterTopic, topics } from '@kcn/contracts';
import type { Measure } from '../measure/measure';
import { ratePerSecond } from '../measure/timeline';
import { countMessages, partitionsOf, sendMessages } from '../platform/topic-traffic';
import type { TopicMessage } from '../platform/topic-traffic';
import { until } from '../platform/until';
import { watchProcessor } from '../platform/waited-for-cpu';
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
const poison = (headers: Readonly<Record<string, string>>, value: Buffer | null): Poison => ({
  key: Buffer.from(`${BOARD}/x`),
  value,
  headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)])),
});

/** `first`: positions are not used twice, or later ones would count as duplicates. */
const poisons = (first: number): Poison[] => [
  poison({}, Buffer.from('not an event at all')),
  poison({ ce_board: BOARD }, null),
  poison(event(first, { ce_position: 'twelve' }), Buffer.alloc(0)),
  poison(event(first + 1, { ce_type: 'kcn.registry.v9.Unheard' }), Buffer.alloc(3)),
  poison(event(first + 2), Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff])),
  poison(event(first + 3), Buffer.alloc(850_000, 0x80)),
];

/** The load's events must go on being applied meanwhile: looked at over the time that poison may take, before and after. */
const WINDOW_MS = GONE_WITHIN_MS;
const OTHERS_AT_LEAST = 0.9;
/** Below it the rates say nothing. */
const LEAST_PER_SECOND = 20;

/** Every partition gets what no consumer can read; all of it must come to the dead-letter topic and hold nothing up. */
export function poisonTopic(): Fault {
  let used = 0;
  return {
    name: 'poison in every partition',
    async strike({ brokers, processesOf }, { timeline }) {
      const letters = deadLetterTopic(topics.registry);
      const before = await countMessages(brokers, letters);
      const messages = (await partitionsOf(brokers, topics.registry)).flatMap((partition) => {
        used += 10;
        return poisons(used).map((one) => ({ ...one, partition }));
      });
      const startedAt = performance.now();
      await sendMessages(brokers, topics.registry, messages);
      const sentAt = performance.now();
      const processor = await watchProcessor(processesOf('reporting')[0].pid());
      await until(async () => (await countMessages(brokers, letters)) >= before + messages.length, {
        what: `${String(messages.length)} dead letters`,
        timeoutMs: 60_000,
        everyMs: 50,
      });
      const goneMs = performance.now() - sentAt;
      const { waitedMs } = await processor();
      const measures: Measure[] = [
        {
          demand: 'D9 poison is dead-lettered',
          value: goneMs,
          unit: 'ms',
          is: 'at most',
          bound: GONE_WITHIN_MS + waitedMs,
          floor: waitedMs,
        },
      ];
      const rateFrom = (fromMs: number, count: 'recorded' | 'settled'): number =>
        ratePerSecond(timeline.samples, count, { fromMs, toMs: fromMs + WINDOW_MS });
      const fromMs = startedAt - WINDOW_MS;
      const [arrivedBefore, appliedBefore] = [rateFrom(fromMs, 'recorded'), rateFrom(fromMs, 'settled')];
      if (appliedBefore < LEAST_PER_SECOND) return measures;
      // A machine that others use as well may not have let it keep up before either.
      const keptUp = Math.min(1, appliedBefore / arrivedBefore);
      await pause(Math.max(0, sentAt + WINDOW_MS - performance.now()));
      const [arrived, applied] = [rateFrom(sentAt, 'recorded'), rateFrom(sentAt, 'settled')];
      if (arrived >= LEAST_PER_SECOND)
        measures.push({
          demand: 'D9 other events applied meanwhile, of those that arrive',
          value: applied / arrived,
          unit: 'times',
          is: 'at least',
          bound: OTHERS_AT_LEAST * keptUp,
        });
      return measures;
    },
  };
}
