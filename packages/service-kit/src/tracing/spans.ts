import { AsyncLocalStorage } from 'node:async_hooks';
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { Attributes, Context, Span, SpanContext, Tracer } from '@opentelemetry/api';

export interface SpanOptions {
  readonly kind: 'server' | 'client' | 'producer' | 'consumer';
  /** W3C `traceparent` of what this is done for; default the span that is running. Neither: a new trace. */
  readonly parent?: string | undefined;
  readonly attributes?: Attributes;
}

/** A span that has begun and is ended by hand. */
export interface OpenSpan {
  readonly traceId: string;
  /** What is passed on to whoever works for this span. */
  readonly traceparent: string;
  /** What is begun within, also later, belongs to this span. */
  run<T>(work: () => T): T;
  set(attributes: Attributes): void;
  /** Only the first call counts. */
  end(error?: unknown): void;
}

const KINDS = { server: SpanKind.SERVER, client: SpanKind.CLIENT, producer: SpanKind.PRODUCER, consumer: SpanKind.CONSUMER } as const;
const TRACEPARENT = /^[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})/;

const running = new AsyncLocalStorage<OpenSpan>();
let tracer: Tracer | undefined;

/** Undefined switches tracing off, which is how a process begins: then nothing here costs more than a look at a variable. */
export function setTracer(chosen: Tracer | undefined): void {
  tracer = chosen;
}

function readTraceparent(text: string): SpanContext | undefined {
  const [, traceId, spanId, flags] = TRACEPARENT.exec(text) ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true };
}

function contextOf(traceparent: string | undefined): Context {
  const parent = traceparent === undefined ? undefined : readTraceparent(traceparent);
  return parent ? trace.setSpanContext(ROOT_CONTEXT, parent) : ROOT_CONTEXT;
}

/** Begins a span; undefined while tracing is off. */
export function openSpan(name: string, { kind, parent, attributes }: SpanOptions): OpenSpan | undefined {
  if (!tracer) return undefined;
  const within = contextOf(parent ?? running.getStore()?.traceparent);
  return wrap(tracer.startSpan(name, { kind: KINDS[kind], ...(attributes && { attributes }) }, within));
}

function wrap(span: Span): OpenSpan {
  const { traceId, spanId, traceFlags } = span.spanContext();
  const open: OpenSpan = {
    traceId,
    traceparent: `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`,
    run: (work) => running.run(open, work),
    set: (attributes) => {
      span.setAttributes(attributes);
    },
    end: (error) => {
      if (!span.isRecording()) return;
      if (error !== undefined)
        span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.message : 'thrown without an error' });
      span.end();
    },
  };
  return open;
}

/** Runs `work` in a span of its own, which ends with it. */
export async function inSpan<T>(name: string, options: SpanOptions, work: (span: OpenSpan | undefined) => Promise<T>): Promise<T> {
  const span = openSpan(name, options);
  if (!span) return work(undefined);
  try {
    const result = await span.run(() => work(span));
    span.end();
    return result;
  } catch (error) {
    span.end(error);
    throw error;
  }
}

/** `traceparent` of the span that is running, to be kept with what is done later; undefined while tracing is off. */
export const currentTraceparent = (): string | undefined => (tracer ? running.getStore()?.traceparent : undefined);

export const currentTraceId = (): string | undefined => (tracer ? running.getStore()?.traceId : undefined);
