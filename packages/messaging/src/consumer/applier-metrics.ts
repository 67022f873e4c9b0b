import { Counter } from 'prom-client';
import type { Registry } from 'prom-client';
import { addScraped } from '../metrics/scraped-gauge';
import type { ApplyResult } from './applier-types';

export interface ApplierMetrics {
  count(result: ApplyResult): void;
}

export interface ApplierMetricsOptions {
  readonly consumer: string;
  readonly countParked: () => Promise<number>;
  readonly countDeadLetters: () => Promise<number>;
}

/**
 * `kcn_consumer_events_total{consumer, outcome}` and `kcn_consumer_waiting{consumer, why}`; one metric per registry however many
 * appliers there are.
 */
export function createApplierMetrics(
  registry: Registry | undefined,
  { consumer, countParked, countDeadLetters }: ApplierMetricsOptions,
): ApplierMetrics {
  if (!registry) return { count: () => undefined };
  const waiting = { name: 'kcn_consumer_waiting', help: 'Events that are parked or dead-lettered and have had no effect yet' };
  addScraped(registry, { ...waiting, labels: { consumer, why: 'parked' }, read: countParked });
  addScraped(registry, { ...waiting, labels: { consumer, why: 'dead-letter' }, read: countDeadLetters });
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
