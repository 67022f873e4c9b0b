import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { REPOSITORY } from '@kcn/local';
import type { Connection, Projection } from '@kcn/messaging';

/** A set of projected data of a board, as reporting names it. */
interface Place {
  readonly board: string;
  readonly generation: number;
}

interface Cell {
  readonly measure: string;
  readonly measureUnit: string;
  readonly breakdown: string;
  readonly sum: bigint;
}

interface FigureView {
  readonly reader: { flow(measures: readonly string[], window: { readonly from: string; readonly to: string }): Promise<Cell[]> };
  close(): Promise<void>;
}

/** The parts of reporting that C6 drives, taken from its build: a bench may look inside, services may not. */
export interface ReportingModules {
  prepareDatabase(connection: Connection): Promise<void>;
  createProjection(connection: Connection): Projection;
  openFigures(connection: Connection, place: Place, position: bigint): FigureView;
}

interface Modules {
  readonly factStore: { createFactStore(connection: Connection): unknown };
  readonly generationStore: { createGenerationStore(connection: Connection): unknown };
  readonly figureViews: { createFigureViews(connection: Connection): { open(place: Place, position: bigint): FigureView } };
  readonly projection: { createRegistryProjection(options: { readonly facts: unknown; readonly generations: unknown }): Projection };
  readonly collections: { readonly collectionsMigration: { up(connection: Connection): Promise<void> } };
}

const loadModule = createRequire(__filename);

const load = (path: string): unknown => {
  const file = join(REPOSITORY, 'services', 'reporting', 'dist', path);
  if (!existsSync(file)) throw new Error(`services/reporting is not built, or has no ${path} any more`);
  return loadModule(file) as unknown;
};

/** @throws Error when reporting is not built or has changed its shape */
export function loadReportingModules(): ReportingModules {
  const modules = {
    factStore: load('adapters/mongo/fact-store.js'),
    generationStore: load('adapters/mongo/generation-store.js'),
    figureViews: load('adapters/mongo/figure-view.js'),
    projection: load('application/registry-events/apply-registry-events.js'),
    collections: load('adapters/mongo/migrations/0001-collections.js'),
  } as Modules;
  return {
    prepareDatabase: (connection) => modules.collections.collectionsMigration.up(connection),
    createProjection: (connection) =>
      modules.projection.createRegistryProjection({
        facts: modules.factStore.createFactStore(connection),
        generations: modules.generationStore.createGenerationStore(connection),
      }),
    openFigures: (connection, place, position) => modules.figureViews.createFigureViews(connection).open(place, position),
  };
}
