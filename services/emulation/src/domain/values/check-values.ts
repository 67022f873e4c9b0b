import type { ErrorDetail } from '@kcn/kernel';
import { forbidden, invalid, precondition } from '@kcn/kernel';
import { equals, findFraction } from '@kcn/kernel/fraction';
import type { Bloc } from '../bloc/bloc';
import { isCheckerOf } from '../bloc/bloc';
import type { BlocAndCriteria, TableRow } from '../bloc/score-rows';
import { readScoreRows } from '../bloc/score-rows';
import type { ScoreValue, ValueStage } from './score-value';
import { lastValues } from './score-value';

/** A value that somebody wants to set. */
export interface WantedValue {
  readonly member: string;
  readonly criterion: string;
  /** Decimal text; null withdraws or disputes. */
  readonly value: string | null;
  readonly reason: string | null;
}

export interface ValueSetting {
  readonly stage: ValueStage;
  /** The member whose person acts. */
  readonly by: string;
  /** The person. */
  readonly actor: string;
  /** The boards that the person belongs to by name. */
  readonly actorBoards: readonly string[];
  readonly wanted: readonly WantedValue[];
}

/** Who settles a member's value: the leader, and the deputy for the leader's own. */
const settlesFor = (bloc: Bloc, member: string): string | undefined => (member === bloc.leader ? bloc.deputy : bloc.leader);

/**
 * The conflict rule, for each value of a bulk: a self-score is the member's own; nobody checks or settles its own score, neither
 * as a board nor as the person who gave the self-score.
 * @throws DomainError forbidden `conflict_of_interest` with a detail for every value in the way
 */
export function checkConflicts(bloc: Bloc, { stage, by, actor, actorBoards, wanted }: ValueSetting, before: readonly ScoreValue[]): void {
  const last = lastValues(before);
  const at = (index: number): Pick<ErrorDetail, 'pointer'> => ({ pointer: `/values/${index.toString()}` });
  const details = wanted.flatMap(({ member, criterion }, index): readonly ErrorDetail[] => {
    if (stage === 'self')
      return member === by
        ? []
        : [{ code: 'not_your_score', ...at(index), vi: 'Chỉ tự chấm điểm của đơn vị mình', en: 'A self-score is the member’s own' }];
    if (member === by)
      return [{ code: 'own_score', ...at(index), vi: 'Không được thẩm định điểm của đơn vị mình', en: 'Nobody verifies its own score' }];
    const allowed = stage === 'checked' ? isCheckerOf(bloc, { checker: by, member }) : settlesFor(bloc, member) === by;
    if (!allowed)
      return [
        {
          code: 'wrong_checker',
          ...at(index),
          vi: `${member}: không phải đơn vị được phân công`,
          en: `${member}: not the member whose duty it is`,
        },
      ];
    return actorBoards.includes(member) || last.get(`${member} ${criterion}`)?.self?.actor === actor
      ? [
          {
            code: 'same_person',
            ...at(index),
            vi: 'Người của đơn vị, hoặc đã tự chấm, không được thẩm định',
            en: 'Who belongs to the member or gave its self-score does not verify it',
          },
        ]
      : [];
  });
  if (details.length > 0)
    throw forbidden('conflict_of_interest', {
      vi: 'Xung đột lợi ích trong việc chấm điểm',
      en: 'A conflict of interest in scoring',
      details,
    });
}

/**
 * That each value fits the criteria, by the rules of bloc-scores.csv.
 * @throws DomainError invalid `bad_values` with a detail for each fault
 */
export function checkValues({ stage, by, wanted }: Pick<ValueSetting, 'stage' | 'by' | 'wanted'>, context: BlocAndCriteria): void {
  const rows = wanted.map(({ member, criterion, value, reason }, index): TableRow => {
    const number = value ?? '';
    const verified = { verified_value: number, cross_checked_by: by, reason: reason ?? '' };
    return { line: index, cells: { member, criterion, ...(stage === 'self' ? { self_value: number } : verified) } };
  });
  const reading = readScoreRows(rows, context);
  const negative = wanted.flatMap(({ value }, line) =>
    value?.startsWith('-') ? [{ code: 'bad_number', line, vi: 'Giá trị âm', en: 'The value is below zero' }] : [],
  );
  const deductions = wanted.flatMap(({ criterion }, line) =>
    stage === 'self' && !context.criteria.criteria.some(({ code }) => code === criterion)
      ? [{ code: 'not_a_criterion', line, vi: 'Chỉ tiêu chí mới có điểm tự chấm', en: 'Only a criterion has a self-score' }]
      : [],
  );
  const faults = [...(reading.ok ? [] : reading.faults), ...negative, ...deductions];
  if (faults.length > 0)
    throw invalid('bad_values', {
      vi: `Có ${faults.length.toString()} giá trị không hợp lệ`,
      en: `${faults.length.toString()} values are not allowed`,
      details: faults.map(({ code, line, vi, en }) => ({ code, pointer: `/values/${line.toString()}`, vi, en })),
    });
}

const same = (a: string | null, b: string | null): boolean => {
  const [x, y] = [a === null ? undefined : findFraction(a), b === null ? undefined : findFraction(b)];
  return x && y ? equals(x, y) : x === y;
};

/**
 * That every change says why: a value set again, a dispute, and a verified value that is not the self-score.
 * @throws DomainError precondition `reason_required` with a detail for each
 */
export function checkReasons({ stage, wanted }: Pick<ValueSetting, 'stage' | 'wanted'>, before: readonly ScoreValue[]): void {
  const last = lastValues(before);
  const details = wanted.flatMap(({ member, criterion, value, reason }, index): readonly ErrorDetail[] => {
    if ((reason ?? '').trim() !== '') return [];
    const known = last.get(`${member} ${criterion}`);
    const replaced = known?.[stage] !== undefined;
    const self = known?.self?.value ?? null;
    const differs = stage !== 'self' && (value === null || (self !== null && !same(value, self)));
    return replaced || differs
      ? [
          {
            code: 'reason_required',
            pointer: `/values/${index.toString()}`,
            vi: `${member} ${criterion}: thiếu lý do`,
            en: `${member} ${criterion}: no reason`,
          },
        ]
      : [];
  });
  if (details.length > 0)
    throw precondition('reason_required', { vi: 'Mọi thay đổi cần lý do', en: 'Every change needs a reason', details });
}
