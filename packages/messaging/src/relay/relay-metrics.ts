import { Counter } from 'prom-client';
import type { Registry } from 'prom-client';
import { addScraped } from '../metrics/scraped-gauge';

export interface RelayMetrics {
  sent(events: number): void;
  failed(): void;
}

export interface RelayMetricsOptions {
  readonly topic: string;
  /** Events in the log that Kafka has not acknowledged, whichever process sends them. */
  readonly countWaiting: () => Promise<number>;
}

/** `kcn_relay_events_total`, `kcn_relay_waiting`, `kcn_relay_failures_total`, by topic. */
export function createRelayMetrics(registry: Registry | undefined, { topic, countWaiting }: RelayMetricsOptions): RelayMetrics {
  if (!registry) return { sent: () => undefined, failed: () => undefined };
  const registers = [registry];
  const labelNames = ['topic'] as const;
  const events = new Counter({ name: 'kcn_relay_events_total', help: 'Events acknowledged by Kafka', labelNames, registers });
  const failures = new Counter({ name: 'kcn_relay_failures_total', help: 'Sends that failed and were repeated', labelNames, registers });
  addScraped(registry, {
    ...{ name: 'kcn_relay_waiting', help: 'Events in the log that Kafka has not acknowledged yet' },
    ...{ labels: { topic }, read: countWaiting },
  });
  return {
    sent: (count) => events.inc({ topic }, count),
    failed: () => failures.inc({ topic }),
  };
}
