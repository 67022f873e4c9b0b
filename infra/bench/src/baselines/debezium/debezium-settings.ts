/** As delivered, or with what its documentation offers against latency and for throughput. */
export type DebeziumTuning = 'default' | 'tuned';

export interface DebeziumOptions {
  readonly mongoUrl: string;
  readonly database: string;
  readonly collection: string;
  readonly brokers: readonly string[];
  readonly topic: string;
  readonly tuning: DebeziumTuning;
}

const TUNED = {
  'debezium.source.poll.interval.ms': '5',
  'debezium.source.max.batch.size': '4096',
  'debezium.source.max.queue.size': '16384',
};

/**
 * Settings for the outbox pattern over our own `event_log`: the event router takes key and payload from the document, the
 * payload's bytes go to Kafka as they are, ordered and acknowledged by all replicas as our relay does it.
 */
export const debeziumSettings = ({ mongoUrl, database, collection, brokers, topic, tuning }: DebeziumOptions): Record<string, string> => ({
  'debezium.source.connector.class': 'io.debezium.connector.mongodb.MongoDbConnector',
  'debezium.source.mongodb.connection.string': mongoUrl,
  'debezium.source.topic.prefix': 'bench',
  'debezium.source.database.include.list': database,
  'debezium.source.collection.include.list': `${database}.${collection}`,
  'debezium.source.snapshot.mode': 'no_data',
  'debezium.source.offset.storage.file.filename': 'offsets.dat',
  'debezium.source.offset.flush.interval.ms': '1000',
  'debezium.transforms': 'outbox',
  'debezium.transforms.outbox.type': 'io.debezium.connector.mongodb.transforms.outbox.MongoEventRouter',
  'debezium.transforms.outbox.collection.field.event.id': '_id',
  'debezium.transforms.outbox.collection.field.event.key': 'aggregate',
  'debezium.transforms.outbox.collection.field.event.payload': 'payload',
  'debezium.transforms.outbox.route.by.field': 'board',
  'debezium.transforms.outbox.route.topic.replacement': topic,
  'debezium.format.key': 'simplestring',
  'debezium.format.value': 'binary',
  'debezium.format.header': 'json',
  'debezium.format.header.schemas.enable': 'false',
  'debezium.sink.type': 'kafka',
  'debezium.sink.kafka.producer.bootstrap.servers': brokers.join(','),
  'debezium.sink.kafka.producer.acks': 'all',
  'debezium.sink.kafka.producer.key.serializer': 'org.apache.kafka.common.serialization.StringSerializer',
  'debezium.sink.kafka.producer.value.serializer': 'org.apache.kafka.common.serialization.ByteArraySerializer',
  'quarkus.http.host': '127.0.0.1',
  'quarkus.http.port': '0',
  'quarkus.log.console.json': 'false',
  ...(tuning === 'tuned' ? TUNED : {}),
});

export const asProperties = (settings: Readonly<Record<string, string>>): string =>
  Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
