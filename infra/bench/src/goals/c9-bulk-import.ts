import { connectMongo, databaseOf } from '@kcn/messaging';
import { insertBare } from '../baselines/bare-inserts';
import type { InsertStyle } from '../baselines/bare-inserts';
import type { BenchEnvironment } from '../environment/bench-environment';
import { createTokenIssuer } from '../environment/tokens';
import type { ExactnessCheck, Form, Goal, Measurement, Series } from '../measure/goal';
import { inTurns, valuesOf } from '../measure/rounds';
import { boardFiles, projectFiles, RECORDS_PER_PROJECT } from '../sample/import-files';
import type { ImportFile } from '../sample/import-files';
import { createRegistryClient } from '../sides/registry-client';
import { createServiceTopics, startService } from '../sides/service-process';

const BOARD = 'bench';
const SIZES: Record<Form, { readonly projects: number; readonly rounds: number }> = {
  tiny: { projects: 500, rounds: 1 },
  quick: { projects: 25_000, rounds: 3 },
  full: { projects: 250_000, rounds: 5 },
};

interface Stored {
  readonly records: number;
  readonly events: number;
  readonly distinctPositions: number;
}

/** Counts what an import left in the registry's database beside the board and its parks. */
async function countStored(mongoUrl: string): Promise<Stored> {
  const connection = await connectMongo(mongoUrl, { appName: 'bench-check' });
  try {
    const db = databaseOf(connection);
    const ofProjects = { $regex: '^project:' };
    const [span] = await db
      .collection('event_log')
      .aggregate<{ first: number; last: number }>([
        { $match: { aggregate: ofProjects } },
        { $group: { _id: null, first: { $min: '$position' }, last: { $max: '$position' } } },
      ])
      .toArray();
    return {
      records: await db.collection('records').countDocuments({ unit: ofProjects, live: true }),
      events: await db.collection('event_log').countDocuments({ aggregate: ofProjects }),
      distinctPositions: span ? span.last - span.first + 1 : 0,
    };
  } finally {
    await connection.dropDatabase();
    await connection.close();
  }
}

const storedText = ({ records, events, distinctPositions }: Stored): string =>
  `${records.toString()} records, ${events.toString()} events, ${distinctPositions.toString()} positions`;

async function importOnce(
  environment: BenchEnvironment,
  files: readonly ImportFile[],
  count: number,
  checks: ExactnessCheck[],
): Promise<number> {
  const issuer = await createTokenIssuer(await environment.emptyFolder('c9'));
  const mongoUrl = environment.mongoUrl(environment.uniqueName('c9-registry'));
  const topicPrefix = `${environment.uniqueName('c9')}.`;
  await createServiceTopics(environment.brokers, topicPrefix);
  const service = await startService({ name: 'registry', mongoUrl, brokers: environment.brokers, jwksFile: issuer.jwksFile, topicPrefix });
  let rate: number;
  try {
    const registry = createRegistryClient(service.httpUrl, await issuer.token('bench', ['recorder', 'reader']));
    await registry.importFiles(BOARD, boardFiles(BOARD));
    const startedAt = performance.now();
    const added = await registry.importFiles(BOARD, files);
    rate = (count / (performance.now() - startedAt)) * 1000;
    checks.push({ name: 'registry, records added', expected: count.toString(), actual: added.toString() });
  } finally {
    await service.child.stop();
  }
  checks.push({
    name: 'registry, stored',
    expected: storedText({ records: count, events: count, distinctPositions: count }),
    actual: storedText(await countStored(mongoUrl)),
  });
  return rate;
}

async function measure(environment: BenchEnvironment, form: Form): Promise<Measurement> {
  const { projects, rounds } = SIZES[form];
  const count = projects * RECORDS_PER_PROJECT;
  const files = projectFiles({ projects });
  const checks: ExactnessCheck[] = [];
  const insert = async (style: InsertStyle): Promise<number> => {
    const { documentsPerSecond, count: stored } = await insertBare({
      style,
      mongoUrl: environment.mongoUrl(environment.uniqueName(`c9-${style}`)),
      projects,
    });
    checks.push({ name: `${style} insertMany, documents`, expected: count.toString(), actual: stored.toString() });
    return documentsPerSecond;
  };
  const results = await inTurns(
    rounds,
    [
      { name: 'import over HTTP', run: () => importOnce(environment, files, count, checks) },
      { name: 'native insertMany', run: () => insert('native') },
      { name: 'mongoose insertMany', run: () => insert('mongoose') },
    ],
    environment.say,
  );
  const series = (name: string): Series => ({ label: name, unit: 'records/s', values: valuesOf(results, name) });
  return {
    lines: [
      {
        kind: 'ratio',
        name: `${count.toString()} records v native insertMany`,
        ours: series('import over HTTP'),
        baseline: series('native insertMany'),
        bound: { atLeast: 0.3 },
      },
      {
        kind: 'ratio',
        name: `${count.toString()} records v mongoose insertMany`,
        ours: series('import over HTTP'),
        baseline: series('mongoose insertMany'),
        bound: { atLeast: 1.3 },
      },
    ],
    checks,
  };
}

export const c9BulkImport: Goal = { id: 'C9', title: 'bulk import of files, validated, with event log', measure };
