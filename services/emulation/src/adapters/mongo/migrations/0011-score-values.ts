import { createCollectionsMigration } from '@kcn/messaging';

/** Self, cross-checked and final values with their history, and evidence files. */
export const scoreValuesMigration = createCollectionsMigration({
  name: '0011-score-values',
  indexes: {
    score_values: [{ board: 1, bloc: 1, year: 1, member: 1, recordedAt: 1 }],
    evidence_files: [{ board: 1, bloc: 1, year: 1, criterion: 1 }],
  },
});
