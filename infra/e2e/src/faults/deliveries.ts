import { topics } from '@kcn/contracts';
import { emptyTopic, readMessages, sendMessages } from '../platform/topic-traffic';
import type { TopicMessage } from '../platform/topic-traffic';
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
  },
});

/** Runs `work` while reporting is away, and then lets it see the events for the first time repeated and out of order. */
export async function deliverShuffled(
  platform: Platform,
  { board, seed, work }: { board: string; seed: number; work: () => Promise<void> },
) {
  const { brokers, registryDb } = platform;
  await Promise.all(platform.reportings.map((one) => one.stop()));
  await work();
  const head = await registryDb.collection<{ _id: string; position: number }>('log_heads').findOne({ _id: board });
  const checkpoints = registryDb.collection<{ _id: string; position: number }>('relay_checkpoints');
  await until(async () => Number((await checkpoints.findOne({ _id: board }))?.position ?? 0) >= Number(head?.position ?? 0), {
    what: `every event of ${board} to be published`,
    timeoutMs: 60_000,
  });
  const ofBoard = (await readMessages(brokers, topics.registry)).filter(({ headers }) => String(headers['ce_board']) === board);
  await emptyTopic(brokers, topics.registry);
  await sendMessages(brokers, topics.registry, disturb(ofBoard, seededRandom(seed)));
  await Promise.all(platform.reportings.map((one) => one.start()));
}
