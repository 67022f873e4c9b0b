import { join } from 'node:path';
import {
  borrowServers,
  createTopics,
  deleteTopics,
  eventually,
  freshDatabase,
  freshTopicPrefix,
  spawnService,
  testTokens,
} from '@kcn/testkit';
import type { SpawnedService } from '@kcn/testkit';
import { sampleFiles } from './spec-support/sample';
import { createClient } from './spec-support/start-registry';

/** The built service: run `npm run build` first. */
const MAIN = join(__dirname, '../dist/main.js');

const portOf = async (service: SpawnedService): Promise<string> => {
  const line = JSON.parse(await service.waitForLine(/"HTTP listening"/i)) as { port: number };
  return String(line.port);
};

// The sample makes two transactions: killed inside the second, after the first, after both.
test.each([
  ['before-commit:2', 'some'],
  ['after-commit-before-answer:1', 'some'],
  ['after-commit-before-answer:2', 'all'],
])(
  'killed at %s with %s of it written, a large import is finished by the next process, and each row is recorded once',
  async (crashAt, written) => {
    const database = await freshDatabase('registry');
    const tokens = await testTokens();
    const topicPrefix = freshTopicPrefix();
    await createTopics([`${topicPrefix}kcn.registry.v1`], 1);
    const env = {
      ...tokens.env,
      KCN_HTTP_PORT: '0',
      KCN_GRPC_PORT: '0',
      KCN_MONGO_URL: database.uri,
      KCN_KAFKA_BROKERS: borrowServers().kafkaBrokers.join(','),
      KCN_TOPIC_PREFIX: topicPrefix,
      KCN_IMPORT_ANSWER_AT_ONCE_ABOVE: '0',
      KCN_IMPORT_LEASE_MS: '2000',
    };
    const first = await spawnService(MAIN, { ...env, KCN_CRASH_AT: crashAt });
    let second: SpawnedService | undefined;
    try {
      const client = createClient(`http://127.0.0.1:${await portOf(first)}`, (claims) => tokens.sign(claims));
      const accepted = await client.importFiles('hung-yen', sampleFiles(), { key: 'big' });
      expect(accepted.status).toBe(202);
      const total = accepted.body.progress.total;
      expect((await first.ended).signal).toBe('SIGKILL');
      const entries = await database.connection.collection('event_log').countDocuments();
      expect(entries).toBeGreaterThan(0);
      expect(entries === total).toBe(written === 'all');

      second = await spawnService(MAIN, env);
      const again = createClient(`http://127.0.0.1:${await portOf(second)}`, (claims) => tokens.sign(claims));
      const report = await eventually(
        async () => {
          const { body } = await again.call('GET', accepted.headers.get('location') ?? '');
          return body.status === 'applied' ? body : undefined;
        },
        { describe: 'the import is applied', timeoutMs: 100_000 },
      );
      expect(report).toMatchObject({ progress: { done: total, total }, last_position: total });
      expect(await database.connection.collection('event_log').countDocuments()).toBe(total);
      expect(await database.connection.collection('records').countDocuments()).toBe(total);
      expect(await database.connection.collection('import_files').countDocuments()).toBe(0);
      const replay = await again.importFiles('hung-yen', sampleFiles(), { key: 'big' });
      expect([replay.status, replay.headers.get('idempotency-replayed')]).toEqual([201, 'true']);
    } finally {
      await first.kill();
      await second?.kill('SIGTERM');
      await deleteTopics([`${topicPrefix}kcn.registry.v1`]);
      await database.drop();
      await tokens.drop();
    }
    // A transaction whose client was killed holds its documents until the server ends it, after 60 s by default.
  },
  120_000,
);
