import { createApplier, createConsumer, createEventLogClient } from '@kcn/messaging';
import type { Connection, CrashPoints, EventBus, EventLogClient } from '@kcn/messaging';
import { createTokenFile } from '@kcn/service-kit';
import type { Logger, Metrics, Part } from '@kcn/service-kit';
import { rememberingDown } from '../adapters/grpc/known-down';
import { createAudit } from '../adapters/mongo/audit';
import { createFactReads, createMakers } from '../adapters/mongo/fact-reads';
import { createFactStore } from '../adapters/mongo/fact-store';
import { createFigureViews } from '../adapters/mongo/figure-view';
import { createRecordReads } from '../adapters/mongo/record-reads';
import { createFigureProjection } from '../application/figure-events/read-figure-event';
import type { Generations, Source, Sources } from '../application/ports';
import { createRegistryProjection } from '../application/registry-events/apply-registry-events';
import type { ReportingConfig } from '../config';
import { FED_LOGS } from '../domain/source-log';
import type { SourceLog } from '../domain/source-log';

export interface SourceParts {
  readonly connection: Connection;
  readonly config: ReportingConfig;
  readonly generations: Generations;
  readonly bus: EventBus;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly crashPoints: CrashPoints;
}

/** The same thing for each log. */
const forEachLog = <T>(make: (log: SourceLog) => T): Readonly<Record<SourceLog, T>> => ({
  registry: make('registry'),
  fees: make('fees'),
  emulation: make('emulation'),
});

/**
 * The logs that figures come from: the registry's, and those of the services beside it whose address is set. Each has an inbox,
 * a consumer of its topic and collections of its own.
 */
export function createSources({ connection, config, generations, bus, logger, metrics, crashPoints }: SourceParts) {
  const { consumerGroup, topics } = config.names;
  const token = createTokenFile(config.serviceTokenFile);
  const records = forEachLog((log) => createRecordReads(connection, log));
  const clients: EventLogClient[] = [];

  function sourceOf<L extends SourceLog>(name: L, address: string): Source & { readonly name: L } {
    const facts = createFactStore(connection, name);
    const projection =
      name === 'registry' ? createRegistryProjection({ facts, generations }) : createFigureProjection({ facts, generations });
    const client = createEventLogClient({ address, token });
    // Not the registry: without it no summary is confirmed, so that it is asked each time.
    const log = name === 'registry' ? client : rememberingDown(client);
    clients.push(log);
    const applier = createApplier({
      ...{ connection, consumer: consumerGroup, source: name, projection, logger, crashPoints },
      metrics: metrics.registry,
    });
    return { name, applier, log, records: records[name] };
  }

  const sources: Sources = [
    sourceOf('registry', config.registryGrpc),
    ...FED_LOGS.flatMap((log) => {
      const address = config.fedGrpc[log];
      return address === undefined ? [] : [sourceOf(log, address)];
    }),
  ];

  const consumers = sources.map(({ name, applier }): Part => {
    const group = name === 'registry' ? consumerGroup : `${consumerGroup}.${name}`;
    const consumer = createConsumer({ bus, applier, topic: topics[name], group, logger, crashPoints, metrics: metrics.registry });
    return { name: name === 'registry' ? 'consumer' : `${name} consumer`, start: () => consumer.start(), stop: () => consumer.stop() };
  });
  const calls: Part = {
    name: 'log clients',
    start: () => Promise.resolve(),
    stop: () => {
      for (const client of clients) client.close();
      return Promise.resolve();
    },
  };

  return {
    sources,
    records,
    views: forEachLog((log) => createFigureViews(connection, log)),
    facts: forEachLog((log) => createFactReads(connection, log)),
    makers: forEachLog((log) => createMakers(connection, log)),
    audits: forEachLog((log) => createAudit(connection, log)),
    calls,
    consumers,
    ensureIndexes: async (): Promise<void> => {
      for (const { applier } of sources) await applier.ensureIndexes();
    },
  };
}
