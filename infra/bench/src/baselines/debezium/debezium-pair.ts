import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Admin } from 'kafkajs';
import type { RunningChild } from '../../measure/child-process';
import { countMessages } from '../../measure/topic-probe';
import type { DebeziumOptions, DebeziumTuning } from './debezium-settings';
import { startDebezium } from './run-debezium';

export const TUNINGS: readonly DebeziumTuning[] = ['default', 'tuned'];

export interface DebeziumPairOptions extends Omit<DebeziumOptions, 'tuning' | 'topic'> {
  readonly home: string;
  /** Keeps settings and offsets of both. */
  readonly folder: string;
  readonly topics: Readonly<Record<DebeziumTuning, string>>;
}

export interface Primed {
  /** Events that were written. */
  readonly written: number;
  /** How many of them each connector saw: those written after its change stream was open. */
  readonly seen: Readonly<Record<DebeziumTuning, number>>;
}

export interface DebeziumPair {
  start(tuning: DebeziumTuning): Promise<RunningChild>;
  /**
   * Gives both a place in the change stream, which they have only after a first event: starts them, has events written
   * until each has seen one, and stops them. What is written afterwards is their backlog.
   */
  prime(admin: Admin, writeOneEvent: (number: number) => Promise<unknown>): Promise<Primed>;
}

const PRIMING_PAUSE_MS = 2_000;
const MAX_PRIMING_EVENTS = 30;

/** A connector as delivered and a tuned one over the same collection, each with a topic of its own. */
export function createDebeziumPair({ folder, topics, ...options }: DebeziumPairOptions): DebeziumPair {
  const start = (tuning: DebeziumTuning): Promise<RunningChild> =>
    startDebezium({ ...options, tuning, topic: topics[tuning], folder: join(folder, tuning) });
  return {
    start,
    async prime(admin, writeOneEvent) {
      const children: RunningChild[] = [];
      let written = 0;
      try {
        for (const tuning of TUNINGS) children.push(await start(tuning));
        for (const tuning of TUNINGS) {
          while ((await countMessages(admin, topics[tuning])) === 0) {
            if (written >= MAX_PRIMING_EVENTS)
              throw new Error(
                `Debezium (${tuning}) sent none of ${written.toString()} events:\n${children.map((child) => child.tail()).join('\n')}`,
              );
            await writeOneEvent(written);
            written += 1;
            await pause(PRIMING_PAUSE_MS);
          }
        }
      } finally {
        await Promise.all(children.map((child) => child.stop()));
      }
      return { written, seen: { default: await countMessages(admin, topics.default), tuned: await countMessages(admin, topics.tuned) } };
    },
  };
}
