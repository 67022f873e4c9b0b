// The one-shot `topics` of docker-compose.yml: KCN_KAFKA_BROKERS, KCN_TOPICS_FILE, KCN_TOPIC_PREFIX.
import { createTopics, readTopics } from './topics/create-topics';

async function main(): Promise<void> {
  const { KCN_KAFKA_BROKERS: brokers, KCN_TOPICS_FILE: file, KCN_TOPIC_PREFIX: prefix = '' } = process.env;
  if (!brokers || !file) throw new Error('KCN_KAFKA_BROKERS and KCN_TOPICS_FILE must be set');
  const topics = (await readTopics(file)).map((topic) => ({ ...topic, name: `${prefix}${topic.name}` }));
  await createTopics({ topics, brokers: brokers.split(','), log: console.log });
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
