import { topics } from '@kcn/contracts';
import { emptyTopic, readMessages, sendMessages } from '../platform/topic-traffic';
import type { TopicMessage } from '../platform/topic-traffic';
import { watchBoard } from '../measure/timeline';
import { until } from '../platform/until';
import type { Platform } from '../platform/platform';
import { seededRandom } from '../workload/random';
import type { Random } from '../workload/random';
import type { Fault } from './fault';

/** Messages are moved at most so far from their place. */
const SHUFFLED_WITHIN = 1_000;

/** Each message one to five times, shuffled within a thousand places. */
function disturb(messages: readonly TopicMessage[], random: Random): TopicMessage[] {
  const repeated = messages.flatMap((message) => Array.from({ length: random.between(1, 5) }, () => message));
  return repeated
    .map((message, index) => ({ message, place: index + random.between(0, SHUFFLED_WITHIN) }))
    .sort((a, b) => a.place - b.place)
    .map(({ message }) => message);
}

/** Each event once: a topic that was repeated before would otherwise grow threefold each time. */
function firstOfEach(messages: readonly TopicMessage[]): TopicMessage[] {
  const byId = new Map<string, TopicMessage>();
  for (const message of messages) {
    const id = String(message.headers['ce_id'] ?? `${String(message.partition)}/${message.offset}`);
    if (!byId.has(id)) byId.set(id, message);
  }
  return [...byId.values()];
}

/** What was published so far comes once more: every event one to five times, out of order. */
export const resendAll = (seed: number): Fault => ({
  name: 'every event sent again one to five times, shuffled',
  async strike({ brokers }) {
    const messages = firstOfEach(await readMessages(brokers, topics.registry));
    await sendMessages(brokers, topics.registry, disturb(messages, seededRandom(seed)));
    return [];
  },
});

/** What becomes of a topic's messages before a consumer sees them. */
export type Arrange = (messages: readonly TopicMessage[]) => TopicMessage[];

export const once: Arrange = (messages) => [...messages];
export const shuffled =
  (seed: number): Arrange =>
  (messages) =>
    disturb(messages, seededRandom(seed));
export const repeated =
  (seed: number): Arrange =>
  (messages) => {
    const random = seededRandom(seed);
    return messages.flatMap((message) => Array.from({ length: random.between(1, 5) }, () => message));
  };

/**
 * Runs `work` while reporting is away, and then lets it see the board's events for the first time as arranged.
 * @returns how long reporting took from the first effect to the last, ms
 */
export async function deliverAfterwards(
  platform: Platform,
  { board, arrange, work }: { readonly board: string; readonly arrange: Arrange; readonly work: () => Promise<void> },
): Promise<number> {
  const { brokers } = platform;
  await Promise.all(platform.reportings.map((one) => one.stop()));
  const timeline = watchBoard(platform, board);
  try {
    await work();
    const { recorded } = await timeline.look();
    await timeline.next(({ published }) => published >= recorded, { what: `every event of ${board} to be published`, timeoutMs: 60_000 });
    const ofBoard = (await readMessages(brokers, topics.registry)).filter(({ headers }) => String(headers['ce_board']) === board);
    await emptyTopic(brokers, topics.registry);
    await sendMessages(brokers, topics.registry, arrange(ofBoard));
    await Promise.all(platform.reportings.map((one) => one.start()));
    const patience = { what: `every event of ${board} to have its effect`, timeoutMs: 180_000, everyMs: 20 };
    const last = await until(() => Promise.resolve(timeline.samples.find(({ settled }) => settled >= recorded)), patience);
    const before = timeline.samples.findLast(({ consumed }) => consumed === 0);
    return last.atMs - (before?.atMs ?? 0);
  } finally {
    await timeline.stop();
  }
}
