import { createApplier, prepareDatabase } from '@kcn/messaging';
import type { Applier, Connection, CrashPoints, Projection } from '@kcn/messaging';
import { createSilentLogger } from '@kcn/service-kit';
import { freshDatabase } from '@kcn/testkit';
import type { FreshDatabase } from '@kcn/testkit';
import { createFactStore } from '../adapters/mongo/fact-store';
import { createFigureViews } from '../adapters/mongo/figure-view';
import { createGenerationStore } from '../adapters/mongo/generation-store';
import { migrations } from '../adapters/mongo/migrations';
import { createFigureProjection } from '../application/figure-events/read-figure-event';
import { createRegistryProjection } from '../application/registry-events/apply-registry-events';
import type { SourceLog } from '../domain/source-log';

export const CONSUMER = 'reporting.facts';

export function projectionOn(connection: Connection, log: SourceLog = 'registry'): Projection {
  const parts = { facts: createFactStore(connection, log), generations: createGenerationStore(connection) };
  return log === 'registry' ? createRegistryProjection(parts) : createFigureProjection(parts);
}

export function applierOn(
  connection: Connection,
  options: { readonly log?: SourceLog; readonly projection?: Projection; readonly crashPoints?: CrashPoints } = {},
): Applier {
  const { log = 'registry' } = options;
  return createApplier({
    connection,
    consumer: CONSUMER,
    source: log,
    projection: options.projection ?? projectionOn(connection, log),
    logger: createSilentLogger(),
    ...(options.crashPoints ? { crashPoints: options.crashPoints } : {}),
  });
}

export interface FreshProjection {
  readonly database: FreshDatabase;
  readonly connection: Connection;
  readonly applier: Applier;
  readonly views: ReturnType<typeof createFigureViews>;
}

/** An empty, migrated database with the consumer's parts on it; drop the database at the end. */
export async function freshProjection(): Promise<FreshProjection> {
  const database = await freshDatabase('reporting');
  await prepareDatabase(database.connection, migrations);
  return {
    database,
    connection: database.connection,
    applier: applierOn(database.connection),
    views: createFigureViews(database.connection),
  };
}
