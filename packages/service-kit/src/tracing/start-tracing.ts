import { setTracer } from './spans';

export interface TracingOptions {
  /** `registry` */
  readonly service: string;
  /** OTLP over HTTP, `http://collector:4318`; undefined or empty: off. */
  readonly endpoint: string | undefined;
}

export interface Tracing {
  /** Sends what is left and switches tracing off. */
  stop(): Promise<void>;
}

const OFF: Tracing = { stop: () => Promise.resolve() };
const SEND_TIMEOUT_MS = 3_000;

/**
 * Switches tracing on for the process. The SDK is loaded only then; off, it costs neither start-up time nor memory. What is
 * sampled follows OTEL_TRACES_SAMPLER, default all.
 */
export async function startTracing({ service, endpoint }: TracingOptions): Promise<Tracing> {
  if (endpoint === undefined || endpoint === '') return OFF;
  const [{ BasicTracerProvider, BatchSpanProcessor }, { resourceFromAttributes }, { OTLPTraceExporter }] = await Promise.all([
    import('@opentelemetry/sdk-trace-base'),
    import('@opentelemetry/resources'),
    import('@opentelemetry/exporter-trace-otlp-http'),
  ]);
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces`, timeoutMillis: SEND_TIMEOUT_MS });
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': `kcn-${service}` }),
    spanProcessors: [new BatchSpanProcessor(exporter)],
  });
  setTracer(provider.getTracer('kcn'));
  return {
    async stop() {
      setTracer(undefined);
      // A collector that is away must not make the end of a process fail.
      await provider.shutdown().catch(() => undefined);
    },
  };
}
