import { eventually } from '@kcn/testkit';
import { Registry } from 'prom-client';
import { createApplier } from '../consumer/applier';
import { createConsumer } from '../consumer/consumer';
import { createEventLog } from '../log/event-log';
import { createRelay } from '../relay/relay';
import { counted, countingProjection } from '../testing/counting';
import { freshBus, freshConnection, freshTopic, silentLogger } from '../testing/fresh';
import { inTransaction } from '../transactions/in-transaction';

const BOARD = 'hung-yen';

it('an operator sees what the relay has not sent, what the consumer has not taken, and what is parked or failed', async () => {
  const connection = await freshConnection();
  const bus = freshBus();
  const topic = await freshTopic(bus);
  const metrics = new Registry();
  const log = createEventLog({ connection });
  await log.ensureIndexes();
  const relay = createRelay({ connection, log, bus, topic, source: 'test', logger: silentLogger, metrics });
  const projection = countingProjection(connection);
  const applier = createApplier({ connection, consumer: 'counting', source: 'test', projection, logger: silentLogger, metrics });
  await applier.ensureIndexes();
  const consumer = createConsumer({ bus, applier, topic, group: topic, logger: silentLogger, metrics });
  const see = (lines: readonly string[]) =>
    eventually(
      async () => {
        const text = await metrics.metrics();
        return lines.every((line) => text.includes(`${line}\n`));
      },
      { describe: lines.join(), timeoutMs: 40_000 },
    );
  const labels = `{topic="${topic}",group="${topic}"}`;
  try {
    // The second can never be counted; the third waits behind it.
    const events = [counted('unit:1', 1, 5), counted('unit:2', 1, 13), counted('unit:2', 2, 5)];
    await inTransaction(connection, (session) => log.append(session, BOARD, events));
    await see([`kcn_relay_waiting{topic="${topic}"} 3`, `kcn_consumer_lag${labels} 0`]);
    await relay.start();
    await see([`kcn_relay_waiting{topic="${topic}"} 0`, `kcn_consumer_lag${labels} 3`]);
    await consumer.start();
    await see([
      `kcn_consumer_lag${labels} 0`,
      'kcn_consumer_waiting{consumer="counting",why="parked"} 1',
      'kcn_consumer_waiting{consumer="counting",why="dead-letter"} 1',
    ]);
  } finally {
    await consumer.stop();
    await relay.stop();
    await connection.drop();
  }
});
