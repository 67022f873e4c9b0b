// node bare-consumer.main.js <brokers> <topic> <group> – kafkajs alone with the settings of our consumers; prints a line at its first batch.
import { Kafka, logLevel } from 'kafkajs';

const [, , brokers = '', topic = '', group = ''] = process.argv;

async function main(): Promise<void> {
  const consumer = new Kafka({ clientId: 'bare', brokers: brokers.split(','), logLevel: logLevel.NOTHING }).consumer({
    ...{ groupId: group, sessionTimeout: 6_000, rebalanceTimeout: 6_000, heartbeatInterval: 1_000 },
    ...{ maxWaitTimeInMs: 250, allowAutoTopicCreation: false },
  });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  let consumed = false;
  await consumer.run({
    autoCommit: false,
    eachBatchAutoResolve: false,
    eachBatch: async ({ batch: { partition, messages }, resolveOffset, commitOffsetsIfNecessary }) => {
      const last = messages.at(-1);
      if (!last) return;
      if (!consumed) console.log('consumed');
      consumed = true;
      resolveOffset(last.offset);
      await commitOffsetsIfNecessary({ topics: [{ topic, partitions: [{ partition, offset: String(BigInt(last.offset) + 1n) }] }] });
    },
  });
}

void main();
