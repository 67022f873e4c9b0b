import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { createHttpServer, createMetrics, createSilentLogger, created, defineRoute, setTracer } from '@kcn/service-kit';
import { createApplier } from './consumer/applier';
import { createConsumer } from './consumer/consumer';
import { createCommandGroups } from './group-commit/command-groups';
import { createIdempotencyStore } from './idempotency/idempotency-store';
import { createEventLog } from './log/event-log';
import { databaseOf } from './mongo/database';
import { createRelay } from './relay/relay';
import { countingProjection } from './testing/counting';
import { addTo, counterStore } from './testing/counter-units';
import { freshBus, freshConnection, freshTopic, silentLogger } from './testing/fresh';

const BOARD = 'hung-yen';
const exporter = new InMemorySpanExporter();
const TRACES = ['0af7651916cd43dd8448eb211c80319c', '1bf7651916cd43dd8448eb211c80319d', '2cf7651916cd43dd8448eb211c80319e'];

afterEach(() => {
  setTracer(undefined);
  exporter.reset();
});

/** A service that records, and a consumer of what it records. */
async function setUp() {
  const connection = await freshConnection();
  const bus = freshBus();
  const topic = await freshTopic(bus);
  const log = createEventLog({ connection });
  const idempotency = createIdempotencyStore({ connection });
  await Promise.all([log.ensureIndexes(), idempotency.ensureIndexes(), databaseOf(connection).createCollection('counters')]);
  const groups = createCommandGroups({ connection, log, store: counterStore(connection), idempotency });
  const relay = createRelay({ connection, log, bus, topic, source: 'test', logger: silentLogger });
  const applier = createApplier({
    connection,
    consumer: 'counting',
    source: 'test',
    projection: countingProjection(connection),
    logger: silentLogger,
  });
  await applier.ensureIndexes();
  const consumer = createConsumer({ bus, applier, topic, group: `${topic}.counting`, logger: silentLogger });
  const http = createHttpServer({
    name: 'test',
    host: '127.0.0.1',
    port: 0,
    logger: createSilentLogger(),
    verifier: { verify: () => Promise.resolve({ subject: 'lan', boards: ['*'], roles: ['recorder'] }) },
    routes: [
      defineRoute({
        method: 'post',
        path: '/v1/boards/:board/units/:unit',
        operationId: 'add',
        tags: ['test'],
        roles: ['recorder'],
        board: true,
        responses: { 201: { description: 'added' } },
        handler: async ({ params: { unit } }) => created((await groups.execute(addTo(`unit:${unit}`, 1))).response as object, {}),
      }),
    ],
    readiness: () => Promise.resolve({ ready: true, reasons: [] }),
    metrics: createMetrics({ service: 'test', processMetrics: false }),
    info: { title: 'test', version: '1', description: 'test' },
  });
  const parts = [relay, consumer, http];
  for (const part of parts) await part.start();
  return {
    applier,
    log,
    base: `http://127.0.0.1:${String(http.address().port)}`,
    async stop() {
      for (const part of parts.toReversed()) await part.stop();
      await connection.drop();
    },
  };
}

const post = (base: string, unit: string, traceId: string) =>
  fetch(`${base}/v1/boards/${BOARD}/units/${unit}`, {
    method: 'POST',
    headers: { authorization: 'Bearer x', traceparent: `00-${traceId}-b7ad6b7169203331-01` },
  });

test('a POST, its event’s way over Kafka and the effect elsewhere are one trace, also of commands that share a transaction', async () => {
  const { applier, base, stop } = await setUp();
  try {
    setTracer(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }).getTracer('test'));
    const answers = await Promise.all(TRACES.map((traceId, index) => post(base, String(index), traceId)));
    expect(answers.map(({ status, headers }) => [status, headers.get('x-trace-id')])).toEqual(TRACES.map((traceId) => [201, traceId]));
    await applier.waitUntilSettled(BOARD, TRACES.length, { timeoutMs: 30_000 });
  } finally {
    await stop();
  }
  for (const traceId of TRACES) {
    const spans = exporter.getFinishedSpans().filter((span) => span.spanContext().traceId === traceId);
    const [server] = spans.filter(({ name }) => name === 'POST /v1/boards/:board/units/:unit');
    const within = spans.filter(({ parentSpanContext }) => parentSpanContext?.spanId === server?.spanContext().spanId);
    expect(server?.attributes).toMatchObject({ 'http.response.status_code': 201 });
    expect(new Set(within.map(({ name }) => name.split(' ')[0]))).toEqual(new Set(['send', 'process']));
  }
});

test('with tracing off nothing is kept of a trace', async () => {
  const { applier, base, log, stop } = await setUp();
  try {
    expect((await post(base, '1', TRACES[0] ?? '')).status).toBe(201);
    await applier.waitUntilSettled(BOARD, 1, { timeoutMs: 30_000 });
    for await (const entries of log.read(BOARD, 0)) expect(entries.map(({ traceparent }) => traceparent)).toEqual([undefined]);
  } finally {
    await stop();
  }
});
