import { connectMongo, createApplier, prepareDatabase } from '@kcn/messaging';
import type { Connection, LogEntry, Projection } from '@kcn/messaging';
import { createSilentLogger } from '@kcn/service-kit';
import { applierFixture, deliverySuite, freshDatabase } from '@kcn/testkit';
import type { ApplierHooks } from '@kcn/testkit';
import { migrations } from './adapters/mongo/migrations';
import { createRegistryStore } from './adapters/mongo/registry-store';
import { createRegistryProjection } from './application/registry-events/apply-registry-events';
import { aLease, aPark, aProject, aProjectEvent, logEntriesOf } from './spec-support/registry-stand-in';

const BOARD = 'hung-yen';

/** Two projects and a lease with three versions each and more; a correction, a withdrawal, and what fees does not keep. */
const events = logEntriesOf(BOARD, [
  aProject('P1'),
  aProject('P2', { name: 'Hai' }),
  aLease('L1', 'P1'),
  aPark('kcn-a', 'Khu A'),
  aProjectEvent('P1', { type: 'START_OPERATION', date: '2026-01-05' }),
  aProjectEvent('P1', { date: '2026-08-15', seq: 2 }),
  aLease('L1', 'P1', { areaHundredthsM2: 120_000n }),
  aProjectEvent('P2', { date: '2026-07-01' }),
  // The same again is no change.
  aLease('L1', 'P1', { areaHundredthsM2: 120_000n }),
  { kind: 'project-events', unit: 'project:P2', key: 'P2|2026-07-01|1' },
  { kind: 'leases', unit: 'lease:L1', key: 'L1' },
  aProject('P1', { name: 'Một', parkCode: 'kcn-b' }),
]);

const land = { parkCode: 'kcn-a', projectCode: 'P1', from: '2020-02-01', kind: 'LAND' };
const expected = {
  projects: [
    {
      ...{ projectCode: 'P1', version: 4, isRecorded: true, name: 'Một', parkCode: 'kcn-b', enterpriseTaxCode: '9900001000' },
      terminations: { '2026-08-15|2': '2026-08-15' },
    },
    {
      ...{ projectCode: 'P2', version: 3, isRecorded: true, name: 'Hai', parkCode: 'kcn-a', enterpriseTaxCode: '9900001000' },
      terminations: {},
    },
  ],
  leases: [{ leaseNo: 'L1', version: 4 }],
  changes: [
    {
      leaseNo: 'L1',
      version: 2,
      day: '2026-01-07',
      before: { ...land, areaHundredthsM2: 100_000n },
      after: { ...land, areaHundredthsM2: 120_000n },
    },
    { leaseNo: 'L1', version: 4, day: '2026-01-11', before: { ...land, areaHundredthsM2: 120_000n } },
  ],
  parks: [{ parkCode: 'kcn-a', version: 1, name: 'Khu A' }],
};

const applierOn = (connection: Connection, projection: Projection, crashPoints?: ApplierHooks['crashPoints']) =>
  createApplier({
    ...{ connection, consumer: 'fees.registry', source: 'registry', projection, logger: createSilentLogger() },
    ...(crashPoints ? { crashPoints } : {}),
  });

deliverySuite<LogEntry>({
  name: 'the copy of the registry',
  expected,
  makeFixture: () =>
    applierFixture({
      board: BOARD,
      events,
      unknownType: 'kcn.registry.v9.ProjectRecorded',
      async make({ crashPoints, interrupted }) {
        const database = await freshDatabase('fees');
        await prepareDatabase(database.connection, migrations);
        const other = await connectMongo(database.uri);
        const copy = createRegistryStore(database.connection);
        return {
          applier: applierOn(database.connection, interrupted(createRegistryProjection(copy)), crashPoints),
          elsewhere: applierOn(other, createRegistryProjection(createRegistryStore(other))),
          snapshot: async () => ({
            projects: await copy.projects(undefined, BOARD, ['P1', 'P2']),
            leases: await copy.leases(undefined, BOARD, ['L1']),
            changes: await copy.leaseChanges(undefined, BOARD),
            parks: await copy.parks(undefined, BOARD, ['kcn-a']),
          }),
          async stop() {
            await other.close();
            await database.drop();
          },
        };
      },
    }),
});
