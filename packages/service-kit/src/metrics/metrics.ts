import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** Bounds in seconds, fine where our targets lie (milliseconds) and coarse above. */
const DURATION_BUCKETS_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** The event loop's delay is looked at this often; prom-client's 10 ms would wake an idle process a hundred times a second. */
const LOOP_SAMPLE_MS = 100;

/** The metrics of one service, named `kcn_<service>_<thing>_<unit>`; ids are never labels. */
export interface Metrics {
  readonly registry: Registry;
  /** `kcn_<service>_http_request_seconds{method,route,status}` */
  readonly httpSeconds: Histogram<'method' | 'route' | 'status'>;
  /** `kcn_<service>_grpc_call_seconds{method,code}` */
  readonly grpcSeconds: Histogram<'method' | 'code'>;
  /** `kcn_<service>_job_run_seconds{job,outcome}` */
  readonly jobSeconds: Histogram<'job' | 'outcome'>;
  /** `kcn_<service>_<thing>_total` */
  counter<L extends string>(thing: string, help: string, labels?: readonly L[]): Counter<L>;
  /** `kcn_<service>_<thing>`; say the unit in `thing`. `collect` is asked at each scrape. */
  gauge<L extends string>(
    thing: string,
    help: string,
    options?: { readonly labels?: readonly L[]; readonly collect?: (gauge: Gauge<L>) => void | Promise<void> },
  ): Gauge<L>;
  /** `kcn_<service>_<thing>_seconds` */
  seconds<L extends string>(thing: string, help: string, labels?: readonly L[]): Histogram<L>;
  /** The text that GET /metrics answers with. */
  exposition(): Promise<string>;
  /** Stops the default collectors; call it in tests that make many. */
  stop(): void;
}

export interface MetricsOptions {
  readonly service: string;
  /** Node's own metrics (event loop, heap, garbage collection); default true. */
  readonly processMetrics?: boolean;
}

export function createMetrics({ service, processMetrics = true }: MetricsOptions): Metrics {
  const registry = new Registry();
  const prefix = `kcn_${service.replaceAll(/[^a-zA-Z0-9]/g, '_')}_`;
  if (processMetrics) collectDefaultMetrics({ register: registry, prefix, eventLoopMonitoringPrecision: LOOP_SAMPLE_MS });
  const seconds = <L extends string>(thing: string, help: string, labels: readonly L[] = []): Histogram<L> =>
    new Histogram<L>({
      name: `${prefix}${thing}_seconds`,
      help,
      labelNames: labels,
      buckets: DURATION_BUCKETS_SECONDS,
      registers: [registry],
    });
  return {
    registry,
    httpSeconds: seconds('http_request', 'Time to answer an HTTP request', ['method', 'route', 'status']),
    grpcSeconds: seconds('grpc_call', 'Time to answer a gRPC call', ['method', 'code']),
    jobSeconds: seconds('job_run', 'Time one attempt at a job took', ['job', 'outcome']),
    counter: (thing, help, labels = []) =>
      new Counter({ name: `${prefix}${thing}_total`, help, labelNames: labels, registers: [registry] }),
    gauge: <L extends string>(
      thing: string,
      help: string,
      options: { readonly labels?: readonly L[]; readonly collect?: (gauge: Gauge<L>) => void | Promise<void> } = {},
    ) => {
      const { collect } = options;
      return new Gauge<L>({
        name: `${prefix}${thing}`,
        help,
        labelNames: options.labels ?? [],
        registers: [registry],
        ...(collect && {
          collect(this: Gauge<L>) {
            return collect(this);
          },
        }),
      });
    },
    seconds,
    exposition: () => registry.metrics(),
    stop: () => {
      registry.clear();
    },
  };
}
