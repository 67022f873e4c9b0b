import { Redis } from 'ioredis';
import { Kafka, logLevel } from 'kafkajs';
import { eventually } from '../time/eventually';
import { borrowServers } from './borrow-servers';
import { freshDatabase } from './fresh-database';
import { dropRedisPrefix, freshRedisPrefix } from './fresh-redis-prefix';
import { createTopics, deleteTopics, freshGroupId, freshTopicPrefix } from './fresh-topics';
import { startOwnServer } from './own-server';

describe('the servers of a test run', () => {
  test('a fresh database has transactions and change streams and is gone after drop', async () => {
    const database = await freshDatabase('kit');
    const items = database.connection.collection('items');
    await items.insertOne({ n: 0 });
    const stream = items.watch();
    const seen = stream.next();
    await database.connection.transaction(async (session) => {
      await items.insertOne({ n: 1 }, { session });
    });
    expect(await seen).toMatchObject({ operationType: 'insert', fullDocument: { n: 1 } });
    await stream.close();

    const other = await freshDatabase('kit');
    await database.drop();
    const names = (await other.connection.getClient().db('admin').admin().listDatabases()).databases.map(({ name }) => name);
    expect(names).not.toContain(database.name);
    await other.drop();
  });

  test('created topics take messages at once', async () => {
    const topic = `${freshTopicPrefix()}events`;
    await createTopics([topic], 3);
    const kafka = new Kafka({ brokers: [...borrowServers().kafkaBrokers], logLevel: logLevel.NOTHING });
    const producer = kafka.producer({ idempotent: true });
    await producer.connect();
    await producer.send({ topic, messages: [{ key: 'a', value: 'one' }] });
    const consumer = kafka.consumer({ groupId: freshGroupId() });
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    const received = await new Promise((resolve, reject) => {
      const eachMessage = ({ message }: { message: { value: Buffer | null } }): Promise<void> => {
        resolve(message.value?.toString());
        return Promise.resolve();
      };
      consumer.run({ eachMessage }).catch(reject);
    });
    expect(received).toBe('one');
    await Promise.all([producer.disconnect(), consumer.disconnect()]);
    await deleteTopics([topic]);
  });

  test('a Redis prefix is emptied without touching its neighbours', async () => {
    const [mine, other] = [freshRedisPrefix(), freshRedisPrefix()];
    const redis = new Redis(borrowServers().redisUrl);
    await redis.mset({ [`${mine}:a`]: '1', [`${mine}:b`]: '2', [`${other}:a`]: '3' });
    await dropRedisPrefix(mine);
    expect(await redis.mget(`${mine}:a`, `${mine}:b`, `${other}:a`)).toEqual([null, null, '3']);
    await dropRedisPrefix(other);
    await redis.quit();
  });

  test('a server of its own survives a kill with what it acknowledged', async () => {
    const server = await startOwnServer('redis');
    const redis = new Redis(server.address, { maxRetriesPerRequest: null });
    redis.on('error', () => undefined);
    await redis.set('k', 'v');
    const firstPid = server.pid();
    await server.kill();
    expect(server.pid()).toBeUndefined();
    await server.restart();
    expect(server.pid()).not.toBe(firstPid);
    expect(await eventually(() => redis.get('k'), { describe: 'the value is back' })).toBe('v');
    await redis.quit();
    await server.stop();
  });

  test('a missing server is an error, not a skip', () => {
    const before = process.env['KCN_TEST_KAFKA'];
    delete process.env['KCN_TEST_KAFKA'];
    expect(() => borrowServers()).toThrow(/KCN_TEST_KAFKA is not set/);
    process.env['KCN_TEST_KAFKA'] = before;
  });
});
