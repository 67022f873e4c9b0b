import { Counter, Gauge } from 'prom-client';
import type { Registry } from 'prom-client';

export interface RelayMetrics {
  sent(events: number): void;
  /** Events in the log that Kafka has not acknowledged. */
  waiting(events: number): void;
  failed(): void;
}

/** `kcn_relay_events_total`, `kcn_relay_waiting`, `kcn_relay_failures_total`, by topic. */
export function createRelayMetrics(registry: Registry | undefined, topic: string): RelayMetrics {
  if (!registry) return { sent: () => undefined, waiting: () => undefined, failed: () => undefined };
  const registers = [registry];
  const labelNames = ['topic'] as const;
  const events = new Counter({ name: 'kcn_relay_events_total', help: 'Events acknowledged by Kafka', labelNames, registers });
  const waiting = new Gauge({
    name: 'kcn_relay_waiting',
    help: 'Events in the log that Kafka has not acknowledged yet',
    labelNames,
    registers,
  });
  const failures = new Counter({ name: 'kcn_relay_failures_total', help: 'Sends that failed and were repeated', labelNames, registers });
  return {
    sent: (count) => events.inc({ topic }, count),
    waiting: (count) => waiting.set({ topic }, count),
    failed: () => failures.inc({ topic }),
  };
}
