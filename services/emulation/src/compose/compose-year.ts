import { randomUUID } from 'node:crypto';
import type { Clock, Instant } from '@kcn/kernel';
import { precondition } from '@kcn/kernel';
import { createApplier, createConsumer, inTransaction } from '@kcn/messaging';
import type { Connection, EventBus, EventLog, RunOnce, Session } from '@kcn/messaging';
import { createJobs } from '@kcn/service-kit';
import type { Logger, Metrics, Part, Route } from '@kcn/service-kit';
import type { WorkingCalendar } from '@kcn/vietnam';
import { vietnamDay } from '@kcn/vietnam';
import { createBallotRoutes } from '../adapters/http/ballot-routes';
import { createCycleRoutes } from '../adapters/http/cycle-routes';
import { createEvidenceRoutes } from '../adapters/http/evidence-routes';
import { createFreezeRoutes } from '../adapters/http/freeze-routes';
import { createMembershipRoutes } from '../adapters/http/membership-routes';
import { createRescoreRoutes } from '../adapters/http/rescore-routes';
import { createValueRoutes } from '../adapters/http/value-routes';
import { defineStepDeadlinesWork, stepDeadlinesJob } from '../adapters/jobs/step-deadlines';
import { createMemberFileStore } from '../adapters/mongo/member-file-store';
import { createReceivedSheetStore } from '../adapters/mongo/received-sheet-store';
import { createVoteHolding } from '../application/ballot/hold-vote';
import type { BlocVersions, BlocYear } from '../application/bloc/ports';
import type { BlocScoring } from '../application/bloc/score-bloc-year';
import { createMembershipKeeping } from '../application/cycle/keep-memberships';
import { createFreezeNoting } from '../application/cycle/note-leaders-freeze';
import { createTargetRegistration } from '../application/cycle/register-targets';
import { createStepReminding } from '../application/cycle/remind-steps';
import { createYearRunning } from '../application/cycle/run-year';
import { createPledgeSigning } from '../application/cycle/sign-pledge';
import { createYearSteps } from '../application/cycle/take-year-step';
import { createYearView } from '../application/cycle/view-year';
import { createFigureRecorder } from '../application/emulation-figures/record-figures';
import { createAppealDeciding } from '../application/freeze/decide-appeals';
import { createFreezing } from '../application/freeze/freeze-ranking';
import { createRevisionKeeping } from '../application/freeze/keep-revision';
import type { FindFrozenRanking } from '../application/freeze/ports';
import { createFindFrozenRanking, createPublishing } from '../application/freeze/publish-ranking';
import { createReadRecord } from '../application/read-sheets-ports';
import { createRescoreOffering } from '../application/rescore/offer-rescore';
import { createOfferView } from '../application/rescore/view-offers';
import type { SheetSigning } from '../application/sheets/sign-sheet';
import type { SignedRevisions, Signer } from '../application/sheets/ports';
import { createFindSheetDuty } from '../application/values/find-sheet-duty';
import { createEvidenceKeeping } from '../application/values/keep-evidence';
import { createValueSetting } from '../application/values/set-values';
import { createValueView } from '../application/values/view-values';
import type { EmulationConfig } from '../config';
import type { Seal } from '../domain/keys/seal';
import type { YearStores } from './year-stores';

export interface ComposeYearOptions {
  readonly config: Pick<EmulationConfig, 'redisUrl' | 'names'>;
  readonly connection: Connection;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly log: EventLog;
  readonly bus: EventBus;
  readonly runOnce: RunOnce;
  readonly stores: YearStores;
  readonly versions: BlocVersions;
  readonly revisions: SignedRevisions;
  readonly scoring: BlocScoring;
  readonly signing: SheetSigning;
  readonly calendar: WorkingCalendar;
  readonly seal: Seal;
  readonly clock: Clock;
  readonly signerOf: (board: string) => Promise<Signer | undefined>;
}

export interface YearParts {
  readonly routes: readonly Route[];
  readonly parts: readonly Part[];
  readonly findFrozenRanking: FindFrozenRanking;
  ensureIndexes(): Promise<void>;
}

/** The year of a bloc: its cycle, values, freeze, vote, and the offers to score anew. */
export function composeYear(options: ComposeYearOptions): YearParts {
  const { config, connection, logger, metrics, log, bus, runOnce, stores, versions, revisions, scoring, signing, calendar } = options;
  const { seal, clock, signerOf } = options;
  const { units, cycles, ledYears, stateOf, record, records, memberships, values, evidence, rankings, appeals, votes, box, offers } =
    stores;
  const transact = <T>(work: (session: Session) => Promise<T>): Promise<T> => inTransaction(connection, work);
  const received = createReceivedSheetStore(connection);
  const recordRead = createReadRecord({ log, transact });

  const steps = createYearSteps({ cycles, record, workingDays: calendar });
  const findFrozen = createFindFrozenRanking({ steps, rankings });
  const keep = createRevisionKeeping({ rankings, record, recordFigures: createFigureRecorder({ log }) });
  const voting = createVoteHolding({
    ...{ ledYears, steps, votes, box, appeals, findFrozen, rankings, keep, record, runOnce, transact, clock },
    drawId: randomUUID,
  });
  const beforeReopening = async (name: BlocYear): Promise<void> => {
    if (await voting.isHeld(name))
      throw precondition('vote_held', { vi: 'Đã mở bỏ phiếu, không mở lại điểm được', en: 'A vote is held: the scores are not re-opened' });
  };
  const running = createYearRunning({ ledYears, steps, records, runOnce, clock, beforeReopening });

  const findDuty = createFindSheetDuty({ ledYears, stateOf, revisions, received, seal });

  const jobs = createJobs({
    ...{ connection, logger, metrics, redisUrl: config.redisUrl, prefix: config.names.redisPrefix },
    catalogue: [stepDeadlinesJob],
  });
  defineStepDeadlinesWork({
    ...{ jobs, logger, boards: () => log.boards(), dayOf: (at: Instant) => vietnamDay(at) },
    remind: createStepReminding({ versions, ledYears, steps, records, record, transact, calendar }),
  });

  const { consumerGroup, reportingTopic } = config.names;
  const applier = createApplier({
    ...{ connection, consumer: consumerGroup, source: 'reporting', logger, metrics: metrics.registry },
    projection: createRescoreOffering({ versions, offers, record }),
  });
  const consumer = createConsumer({ bus, applier, topic: reportingTopic, group: consumerGroup, logger, metrics: metrics.registry });

  return {
    findFrozenRanking: findFrozen,
    routes: [
      ...createCycleRoutes({
        running,
        view: createYearView({ ledYears, steps, records, clock, workingDays: calendar }),
        pledge: createPledgeSigning({ ledYears, cycles, steps, records, record, runOnce, clock, signerOf }),
        registration: createTargetRegistration({ ledYears, steps, records, record, runOnce, clock, workingDays: calendar }),
        noteFreeze: createFreezeNoting({ versions, ledYears, cycles, record, runOnce, clock }),
      }),
      ...createMembershipRoutes({
        keeping: createMembershipKeeping({ memberships, record, runOnce }),
        today: () => vietnamDay(clock.now()),
      }),
      ...createValueRoutes({
        setting: createValueSetting({ versions, ledYears, stateOf, values, record, runOnce }),
        view: createValueView({ findDuty, values, recordRead }),
      }),
      ...createEvidenceRoutes({
        evidence: createEvidenceKeeping({ versions, ledYears, findDuty, evidence, record, runOnce, recordRead }),
      }),
      ...createFreezeRoutes({
        freezing: createFreezing({
          ...{ versions, ledYears, steps, scoring, units, rankings, keep, runOnce, clock },
          files: createMemberFileStore(connection),
        }),
        publishing: createPublishing({ ledYears, steps, rankings, record, runOnce, clock, calendar }),
        appeals: createAppealDeciding({
          ...{ ledYears, steps, rankings, appeals, record, runOnce, clock },
          isVoteHeld: (name) => voting.isHeld(name),
        }),
      }),
      ...createBallotRoutes({ voting }),
      ...createRescoreRoutes({
        offers: createOfferView({ versions, offers, scoring, signing, revisions, findFrozen, seal, runOnce, clock }),
      }),
    ],
    parts: [jobs, { name: 'reporting consumer', start: () => consumer.start(), stop: () => consumer.stop() }],
    ensureIndexes: () => applier.ensureIndexes(),
  };
}
