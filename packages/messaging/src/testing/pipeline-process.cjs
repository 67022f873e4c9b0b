// A process that runs a relay or a consumer of the counting projection, for tests that kill it. Settings by environment:
// ROLE (relay | consumer), MONGO_URL, KAFKA, TOPIC, GROUP, CRASH_AT.
const {
  createKafkaBus,
  createRelay,
  createEventLog,
  createApplier,
  createConsumer,
  createEnvCrashPoints,
  connectMongo,
  databaseOf,
} = require('../../dist');
const pino = require('pino');

const env = process.env;
const logger = pino({ level: 'warn' });

function countingProjection(connection) {
  const sums = databaseOf(connection).collection('sums');
  return {
    scope: () => Promise.resolve('g1'),
    async apply(session, board, scope, events) {
      for (const event of events) {
        const update = {
          $inc: { sum: Number(Buffer.from(event.payload).toString()), count: 1 },
          $max: { version: event.aggregateVersion },
        };
        await sums.updateOne({ _id: `${board}|${scope}|${event.aggregate}` }, update, { session, upsert: true });
      }
    },
  };
}

async function main() {
  const connection = await connectMongo(env.MONGO_URL);
  const bus = createKafkaBus({ brokers: env.KAFKA.split(','), clientId: 'child', logger });
  const crashPoints = createEnvCrashPoints(env.CRASH_AT);
  if (env.ROLE === 'relay') {
    const log = createEventLog({ connection });
    await createRelay({
      connection,
      log,
      bus,
      topic: env.TOPIC,
      source: 'test',
      logger,
      batchSize: 20,
      leaseMs: 1000,
      crashPoints,
    }).start();
  } else {
    const applier = createApplier({
      connection,
      consumer: 'counter',
      source: 'test',
      projection: countingProjection(connection),
      logger,
      crashPoints,
    });
    await createConsumer({ bus, applier, topic: env.TOPIC, group: env.GROUP, logger, crashPoints }).start();
  }
  console.log('started');
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
