import { createApplier, createConsumer } from '@kcn/messaging';
import type { Connection, CrashPoints, EventBus } from '@kcn/messaging';
import { createTokenFile } from '@kcn/service-kit';
import type { Logger, Metrics, Part } from '@kcn/service-kit';
import { createRegistryLookup } from '../adapters/grpc/registry-lookup';
import { createRegistryStore } from '../adapters/mongo/registry-store';
import { createRegistryProjection } from '../application/registry-events/apply-registry-events';
import { createProjectLookup } from '../application/registry-events/look-up-projects';
import type { FeesConfig } from '../config';

export interface RegistrySourceParts {
  readonly connection: Connection;
  readonly config: FeesConfig;
  readonly bus: EventBus;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly crashPoints: CrashPoints;
}

/** What the registry tells: its topic as a copy of our own, and the registry itself for what has not come by it yet. */
export function createRegistrySource({ connection, config, bus, logger, metrics, crashPoints }: RegistrySourceParts) {
  const { registryGrpc, serviceTokenFile, registryTopic: topic, registryGroup: group } = config;
  const registry = createRegistryStore(connection);
  const applier = createApplier({
    ...{ connection, consumer: 'fees.registry', source: 'registry', logger, crashPoints },
    projection: createRegistryProjection(registry),
    metrics: metrics.registry,
  });
  const consumer = createConsumer({ bus, applier, topic, group, logger, crashPoints, metrics: metrics.registry });
  const lookup =
    registryGrpc === undefined || serviceTokenFile === undefined
      ? undefined
      : createRegistryLookup({ address: registryGrpc, token: createTokenFile(serviceTokenFile) });
  const consuming: Part = {
    name: 'registry consumer',
    start: () => consumer.start(),
    async stop() {
      await consumer.stop();
      lookup?.close();
    },
  };
  return {
    registry,
    lookUpProjects: createProjectLookup({ registry, lookup }),
    ensureIndexes: () => applier.ensureIndexes(),
    consuming,
  };
}
