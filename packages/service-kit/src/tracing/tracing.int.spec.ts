import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { spawnService } from '@kcn/testkit';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { currentTraceId, currentTraceparent, inSpan, openSpan, setTracer } from './spans';
import { startTracing } from './start-tracing';

const TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

afterEach(() => {
  setTracer(undefined);
});

it('is off unless an endpoint is set, and then nothing is passed on', async () => {
  const tracing = await startTracing({ service: 'registry', endpoint: '' });
  expect(openSpan('x', { kind: 'server', parent: TRACEPARENT })).toBeUndefined();
  expect(await inSpan('x', { kind: 'server' }, (span) => Promise.resolve([span, currentTraceparent(), currentTraceId()]))).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  await tracing.stop();
});

it('sends spans to the collector by OTLP over HTTP, the last of them when the process stops', async () => {
  const bodies: string[] = [];
  const collector = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      bodies.push(`${request.method ?? ''} ${request.url ?? ''} ${body}`);
      response.end('{}');
    });
  });
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  const { port } = collector.address() as AddressInfo;
  const ENDPOINT = `http://127.0.0.1:${String(port)}/`;
  const service = await spawnService(join(__dirname, 'one-span.fixture.cjs'), { ENDPOINT, TRACEPARENT });
  await service.waitForLine(/^stopped/);
  await new Promise((resolve) => collector.close(resolve));
  expect(bodies).toHaveLength(1);
  expect(bodies[0]).toMatch(/^POST \/v1\/traces /);
  for (const part of ['kcn-registry', 'POST /x', '0af7651916cd43dd8448eb211c80319c', 'b7ad6b7169203331']) expect(bodies[0]).toContain(part);
});

describe('a span', () => {
  const exporter = new InMemorySpanExporter();
  beforeEach(() => {
    exporter.reset();
    setTracer(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }).getTracer('test'));
  });
  const spans = () => exporter.getFinishedSpans();

  it('belongs to the traceparent that is given, else to the span that is running, else begins a trace', async () => {
    await inSpan('server', { kind: 'server', parent: TRACEPARENT }, () => inSpan('client', { kind: 'client' }, () => Promise.resolve()));
    openSpan('alone', { kind: 'producer', parent: '00-00000000000000000000000000000000-b7ad6b7169203331-01' })?.end();
    const [client, server, alone] = spans();
    expect(server?.parentSpanContext?.spanId).toBe('b7ad6b7169203331');
    expect(client?.parentSpanContext?.spanId).toBe(server?.spanContext().spanId);
    expect(new Set([client, server].map((span) => span?.spanContext().traceId))).toEqual(new Set(['0af7651916cd43dd8448eb211c80319c']));
    expect(alone?.parentSpanContext).toBeUndefined();
  });

  it('tells of what went wrong and lets it through', async () => {
    const failure = new Error('broken');
    await expect(inSpan('server', { kind: 'server' }, () => Promise.reject(failure))).rejects.toBe(failure);
    expect(spans()[0]?.status).toMatchObject({ message: 'broken' });
  });
});
