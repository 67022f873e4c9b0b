import { instantFromDate } from '@kcn/kernel';
import { createServiceCore } from '@kcn/messaging';
import type { ComposedService } from '@kcn/messaging';
import { createTokenFile } from '@kcn/service-kit';
import type { Logger, Part } from '@kcn/service-kit';
import { createWorkingCalendar } from '@kcn/vietnam';
import { createReportingFigures } from './adapters/grpc/reporting-figures';
import { createBlocRoutes } from './adapters/http/bloc-routes';
import { createImportRoutes } from './adapters/http/import-routes';
import { createRollUpRoutes } from './adapters/http/roll-up-routes';
import { createSheetRoutes } from './adapters/http/sheet-routes';
import { createBlocVersionStore } from './adapters/mongo/bloc-version-store';
import { createImportStore } from './adapters/mongo/import-store';
import { migrations } from './adapters/mongo/migrations';
import { createSignedRevisionStore } from './adapters/mongo/signed-revision-store';
import { createJoseSeal } from './adapters/signing/jose-seal';
import { createSigningKeys } from './adapters/signing/signing-keys';
import { createBlocList } from './application/bloc/list-blocs';
import { createBlocLoader } from './application/bloc/load-bloc';
import { createBlocScoring } from './application/bloc/score-bloc-year';
import { createBlocRollUp } from './application/roll-up/roll-up-bloc';
import { createSheetSigning } from './application/sheets/sign-sheet';
import { createWithRecorded } from './application/values/with-recorded';
import { composeAwards } from './compose/compose-awards';
import { composePull } from './compose/compose-pull';
import { composeYear } from './compose/compose-year';
import { createYearStores } from './compose/year-stores';
import type { EmulationConfig } from './config';

export interface Emulation extends ComposedService {
  /** Where it listens once started; `peers` is `host:port` for other boards' deployments, undefined where they are not answered. */
  addresses(): ReturnType<ComposedService['addresses']> & { readonly peers: string | undefined };
}

/** The whole service from its settings: the only place where parts are put together. */
export async function compose(config: EmulationConfig, { logger }: { readonly logger: Logger }): Promise<Emulation> {
  const signingKeys = createSigningKeys(config.signingKeysDir);
  await signingKeys.check();
  const core = await createServiceCore({ name: 'emulation', config, topic: config.names.emulationTopic, migrations, logger });
  const { connection, metrics, log, runOnce, bus } = core;
  const memberFigures = createReportingFigures({ address: config.reportingGrpc, token: createTokenFile(config.serviceTokenFile) });

  const versions = createBlocVersionStore(connection);
  const loader = createBlocLoader({ log, versions, imports: createImportStore(connection), runOnce });
  const workingDays = createWorkingCalendar();
  const [seal, revisions, clock] = [createJoseSeal(), createSignedRevisionStore(connection), { now: () => instantFromDate(new Date()) }];
  const stores = createYearStores({ connection, log, versions });
  const { values, evidence, stateOf } = stores;
  const pull = await composePull({
    ...{ config, connection, logger, log, runOnce, versions, revisions, workingDays, seal, clock, signingKeys, stateOf },
    withRecorded: createWithRecorded(stores),
    missingReasonsOf: async (name) => (await stores.rankings.last(name))?.missingReasons ?? new Map(),
  });
  const scoring = createBlocScoring({
    ...{ versions, memberFigures, workingDays, pulledSheets: pull.sheets },
    withRecorded: createWithRecorded(stores),
  });
  const listBlocs = createBlocList({ versions });
  const rollUps = createBlocRollUp({ versions, memberFigures, pulledSheets: pull.sheets });
  const signing = createSheetSigning({
    ...{ versions, memberFigures, log, runOnce, workingDays, revisions, values, evidence, seal, clock },
    signerOf: (board) => signingKeys.signerOf(board),
  });
  const year = composeYear({
    ...{ config, connection, logger, metrics, log, bus, runOnce, stores, versions, revisions, scoring, signing, seal, clock },
    ...{ calendar: workingDays, signerOf: (board: string) => signingKeys.signerOf(board) },
  });

  const awards = await composeAwards({
    ...{ connection, log, runOnce, versions, scoring, clock, workingDays },
    ...{ publicUrl: config.publicUrl, enterpriseRulesDir: config.enterpriseRulesDir },
    findFrozenRanking: year.findFrozenRanking,
  });

  const calls: Part = {
    name: 'reporting client',
    start: () => Promise.resolve(),
    stop: () => {
      memberFigures.close();
      return Promise.resolve();
    },
  };
  const service = await core.serve({
    // What was received has a fixed word where own sheets have a revision, so it stands before them.
    routes: [
      ...pull.routes,
      ...createImportRoutes({ loader }),
      ...createBlocRoutes({ scoring }),
      ...createRollUpRoutes({ listBlocs, rollUps }),
      ...createSheetRoutes({ signing }),
      ...awards.routes,
      ...year.routes,
    ],
    prepare: () => year.ensureIndexes(),
    parts: [calls, ...year.parts, ...pull.parts],
    info: {
      title: 'Emulation',
      version: '1.0.0',
      description: 'Thi đua, khen thưởng – emulation blocs: scores, ranking and awards',
    },
  });
  return { ...service, addresses: () => ({ ...service.addresses(), peers: pull.address() }) };
}
