import type { Migration } from '@kcn/messaging';
import { collectionsMigration } from './0001-collections';
import { pullMigration } from './0002-pull';
import { yearCycleMigration } from './0010-year-cycle';
import { scoreValuesMigration } from './0011-score-values';
import { frozenRankingsMigration } from './0012-frozen-rankings';
import { votesMigration } from './0013-votes';
import { rescoreOffersMigration } from './0014-rescore-offers';
import { awardsMigration } from './0020-awards';
import { leaderRecordsMigration } from './0030-leader-records';

/** All of them, in the order in which they are applied. */
export const migrations: readonly Migration[] = [
  collectionsMigration,
  pullMigration,
  yearCycleMigration,
  scoreValuesMigration,
  frozenRankingsMigration,
  votesMigration,
  rescoreOffersMigration,
  awardsMigration,
  leaderRecordsMigration,
];
