import type { Instant } from '@kcn/kernel';
import { findFraction } from '@kcn/kernel/fraction';
import type { ScoreRow } from '../bloc/score-rows';

/** The three values of a point: what the member says of itself, what the checker found, what the leader settles. */
export const VALUE_STAGES = ['self', 'checked', 'final'] as const;
export type ValueStage = (typeof VALUE_STAGES)[number];

/** A value as it was set once; the last of its stage counts. */
export interface ScoreValue {
  readonly member: string;
  /** The code of a criterion, penalty (units) or veto (1). */
  readonly criterion: string;
  readonly stage: ValueStage;
  /** Exact decimal; null withdraws a self-score, or leaves a dispute: then the computed points count. */
  readonly value: string | null;
  /** The member whose person set it. */
  readonly by: string;
  /** The person. */
  readonly actor: string;
  readonly reason: string | null;
  readonly recordedAt: Instant;
}

const key = ({ member, criterion }: Pick<ScoreValue, 'member' | 'criterion'>): string => `${member} ${criterion}`;

/** The last value of each stage, by member and criterion. */
export function lastValues(values: readonly ScoreValue[]): ReadonlyMap<string, Readonly<Partial<Record<ValueStage, ScoreValue>>>> {
  const last = new Map<string, Partial<Record<ValueStage, ScoreValue>>>();
  for (const value of values) last.set(key(value), { ...last.get(key(value)), [value.stage]: value });
  return last;
}

const exact = (text: string) => {
  const found = findFraction(text);
  if (!found) throw new Error(`a kept value is no decimal: ${text}`);
  return found;
};

/**
 * The rows with the leader's side of the values in the place of what a file says: the final value, else the cross-checked one,
 * with who set it and why. A row that is not there yet is added.
 */
export function rowsWithVerified(rows: readonly ScoreRow[], values: readonly ScoreValue[]): readonly ScoreRow[] {
  return withValues(rows, values, (row, { final, checked }) => {
    const effective = final ?? checked;
    if (!effective) return row;
    const { verified: _verified, checkedBy: _by, reason: _reason, ...rest } = row;
    return {
      ...rest,
      checkedBy: effective.by,
      ...(effective.value === null ? {} : { verified: exact(effective.value) }),
      ...(effective.reason === null ? {} : { reason: effective.reason }),
    };
  });
}

/** The rows with a member's own self-scores in the place of what its file says. */
export function rowsWithSelf(rows: readonly ScoreRow[], values: readonly ScoreValue[]): readonly ScoreRow[] {
  return withValues(rows, values, (row, { self }) => {
    if (!self) return row;
    const { self: _self, ...rest } = row;
    return self.value === null ? rest : { ...rest, self: exact(self.value) };
  });
}

function withValues(
  rows: readonly ScoreRow[],
  values: readonly ScoreValue[],
  change: (row: ScoreRow, last: Readonly<Partial<Record<ValueStage, ScoreValue>>>) => ScoreRow,
): readonly ScoreRow[] {
  const last = lastValues(values);
  if (last.size === 0) return rows;
  const keyOfRow = ({ member, code }: ScoreRow): string => key({ member, criterion: code });
  const held = new Set(rows.map(keyOfRow));
  const added = [...last.values()].flatMap((stages): readonly ScoreRow[] => {
    const [any] = Object.values(stages);
    return any && !held.has(key(any)) ? [{ member: any.member, code: any.criterion, notApplicable: false }] : [];
  });
  return [...rows, ...added].map((row) => change(row, last.get(keyOfRow(row)) ?? {}));
}
