import type { ScoreRow } from '../bloc/score-rows';
import { findFraction } from '@kcn/kernel/fraction';
import type { EmulationSheet, SheetCriterion } from './sheet';

/**
 * The rows that a member's score is made from once its sheet is there: self-scores and evidence are what it signed; verified
 * values, reasons, deductions and what is not applicable are the leader's, whatever the leader's file says of the others.
 */
export function rowsWithSheet(
  leaderRows: readonly ScoreRow[],
  { member, criteria }: Pick<EmulationSheet, 'member' | 'criteria'>,
): readonly ScoreRow[] {
  const signed = new Map(criteria.map((criterion) => [criterion.code, criterion]));
  const own = leaderRows
    .filter((row) => row.member === member)
    .map((row) => {
      const criterion = signed.get(row.code);
      return criterion ? withSigned(row, criterion) : row;
    });
  const held = new Set(own.map(({ code }) => code));
  const added = criteria
    .filter(({ code, self, evidence }) => !held.has(code) && (self !== null || evidence.length > 0))
    .map((criterion) => withSigned({ member, code: criterion.code, notApplicable: false }, criterion));
  return [...own, ...added];
}

function withSigned({ self: _self, evidenceRef: _ref, ...row }: ScoreRow, { self, evidence: [first] }: SheetCriterion): ScoreRow {
  const points = self === null ? undefined : findFraction(self);
  return { ...row, ...(points ? { self: points } : {}), ...(first ? { evidenceRef: first.ref } : {}) };
}
