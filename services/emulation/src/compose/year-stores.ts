import type { Connection, EventLog } from '@kcn/messaging';
import { createEvidenceFileStore } from '../adapters/mongo/evidence-file-store';
import { createAppealStore, createFrozenRankingStore } from '../adapters/mongo/frozen-ranking-store';
import { createMembershipStore } from '../adapters/mongo/membership-store';
import { createRescoreOfferStore } from '../adapters/mongo/rescore-offer-store';
import { createScoreValueStore } from '../adapters/mongo/score-value-store';
import { createUnitVersionStore } from '../adapters/mongo/unit-version-store';
import { createBallotBox, createVoteStore } from '../adapters/mongo/vote-store';
import { createYearCycleStore, createYearRecordStore } from '../adapters/mongo/year-cycle-store';
import type { BlocVersions } from '../application/bloc/ports';
import { createLedYears } from '../application/cycle/find-led-year';
import { createFindYearState } from '../application/cycle/find-year-state';
import { createYearLog } from '../application/cycle/year-log';

export interface YearStoresOptions {
  readonly connection: Connection;
  readonly log: EventLog;
  readonly versions: BlocVersions;
}

/** What is kept of a bloc's year beside its files, and where it stands. */
export function createYearStores({ connection, log, versions }: YearStoresOptions) {
  const [units, cycles, ledYears] = [createUnitVersionStore(connection), createYearCycleStore(connection), createLedYears(versions)];
  return {
    ...{ units, cycles, ledYears },
    stateOf: createFindYearState({ ledYears, cycles }),
    record: createYearLog({ log, units }),
    records: createYearRecordStore(connection),
    memberships: createMembershipStore(connection),
    values: createScoreValueStore(connection),
    evidence: createEvidenceFileStore(connection),
    rankings: createFrozenRankingStore(connection),
    appeals: createAppealStore(connection),
    votes: createVoteStore(connection),
    box: createBallotBox(connection),
    offers: createRescoreOfferStore(connection),
  };
}

export type YearStores = ReturnType<typeof createYearStores>;
