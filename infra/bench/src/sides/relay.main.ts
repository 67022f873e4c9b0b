import { connectMongo, createEventLog, createKafkaBus, createRelay } from '@kcn/messaging';
import { pino } from 'pino';

/** Settings of the relay's process, as JSON in its only argument. */
export interface RelaySettings {
  readonly mongoUrl: string;
  readonly brokers: readonly string[];
  readonly topic: string;
  readonly source: string;
}

/** The relay of messaging in a process of its own, as Debezium has one. Prints `relay started` and ends on SIGTERM. */
async function main(settings: RelaySettings): Promise<void> {
  const logger = pino({ level: 'error' });
  const connection = await connectMongo(settings.mongoUrl, { appName: 'bench-relay' });
  const log = createEventLog({ connection });
  const bus = createKafkaBus({ brokers: settings.brokers, clientId: 'bench-relay', logger });
  const relay = createRelay({ connection, log, bus, topic: settings.topic, source: settings.source, logger });
  await relay.start();
  console.log('relay started');
  process.once('SIGTERM', () => {
    void relay
      .stop()
      .then(() => connection.close())
      .finally(() => process.exit(0));
  });
}

if (require.main === module) {
  main(JSON.parse(process.argv[2] ?? '{}') as RelaySettings).catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
}
