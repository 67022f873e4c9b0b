import { Counter } from 'prom-client';
import type { Registry } from 'prom-client';
import type { ApplyResult } from './applier-types';

export interface ApplierMetrics {
  count(result: ApplyResult): void;
}

/** `kcn_consumer_events_total{consumer, outcome}`; one metric per registry however many appliers there are. */
export function createApplierMetrics(registry: Registry | undefined, consumer: string): ApplierMetrics {
  if (!registry) return { count: () => undefined };
  const name = 'kcn_consumer_events_total';
  const existing = registry.getSingleMetric(name) as Counter<'consumer' | 'outcome'> | undefined;
  const events =
    existing ??
    new Counter({ name, help: 'Events that a consumer settled, by outcome', labelNames: ['consumer', 'outcome'], registers: [registry] });
  return {
    count({ applied, duplicates, parked, deadLettered }) {
      events.inc({ consumer, outcome: 'applied' }, applied);
      events.inc({ consumer, outcome: 'duplicate' }, duplicates);
      events.inc({ consumer, outcome: 'parked' }, parked);
      events.inc({ consumer, outcome: 'dead-letter' }, deadLettered);
    },
  };
}
