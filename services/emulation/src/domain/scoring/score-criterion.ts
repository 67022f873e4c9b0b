import type { ScoreRow } from '../bloc/score-rows';
import type { Criterion, Rule } from '../criteria/criteria';
import { toHundredths } from '../figures/points';
import { computePoints } from './compute-points';
import type { CriterionScore, Hundredths, ScoreError } from './member-score';
import type { Operand, ScoreFlag } from './operand';

export interface ScoredCriterion {
  readonly score: CriterionScore;
  readonly errors: readonly ScoreError[];
}

/** A checker's remark without a value of its own: the two sides do not agree, so the computed points count. */
const isDisputed = (row: ScoreRow | undefined): boolean =>
  row?.checkedBy !== undefined && row.reason !== undefined && row.verified === undefined;

/** A value that the leader or a checker sets against what was claimed or computed needs a reason that others can read. */
function needsReason(
  row: ScoreRow | undefined,
  points: { readonly self?: Hundredths; readonly verified?: Hundredths; readonly computed?: Hundredths },
): boolean {
  if (points.verified === undefined || row?.reason !== undefined) return false;
  return points.verified !== points.self || (points.computed !== undefined && points.verified !== points.computed);
}

/** Scores one criterion: computed from its operands, verified by the row, final = verified, else computed. */
export function scoreCriterion(
  criterion: Criterion,
  resolve: (rule: Rule) => readonly Operand[],
  row: ScoreRow | undefined,
): ScoredCriterion {
  const operands = resolve(criterion.rule);
  const { points, quotients, flags: computedFlags } = computePoints({ rule: criterion.rule, max: criterion.max, operands });
  const values = {
    ...(points ? { computed: toHundredths(points) } : {}),
    ...(row?.self ? { self: toHundredths(row.self) } : {}),
    ...(row?.verified ? { verified: toHundredths(row.verified) } : {}),
  };
  const base = { code: criterion.code, group: criterion.group, max: toHundredths(criterion.max), operands, quotients, ...values };
  if (row?.notApplicable === true) return { score: { ...base, status: 'not-applicable', flags: [] }, errors: [] };

  const final = values.verified ?? values.computed;
  const claimed = (final ?? 0n) > 0n || (values.self ?? 0n) > 0n;
  const flags: ScoreFlag[] = [...computedFlags];
  if (criterion.evidence && claimed && row?.evidenceRef === undefined) flags.push('no-evidence');
  if (isDisputed(row)) flags.push('disputed');
  if (final === undefined) flags.push('unverified');
  const errors: ScoreError[] = needsReason(row, values)
    ? [
        {
          code: 'needs_reason',
          member: row?.member ?? '',
          criterion: criterion.code,
          vi: 'Giá trị thẩm định khác điểm tự chấm hoặc điểm tính được, cần lý do',
          en: 'The verified value differs from the self-score or the computed points and needs a reason',
        },
      ]
    : [];
  const status = final === undefined ? 'unscored' : 'scored';
  return { score: { ...base, status, flags, ...(final === undefined ? {} : { final }) }, errors };
}
