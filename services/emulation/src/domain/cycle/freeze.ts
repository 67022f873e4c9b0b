import type { ErrorDetail } from '@kcn/kernel';
import { forbidden, precondition } from '@kcn/kernel';
import type { Bloc } from '../bloc/bloc';
import type { ScoreError } from '../scoring/member-score';
import type { CycleState } from './year-cycle';
import { CYCLE_STATES } from './year-cycle';

/** The sheets with which a year is frozen, and why it was frozen without the others. */
export interface Freeze {
  /** Hash of the accepted sheet by member. */
  readonly sheets: ReadonlyMap<string, string>;
  readonly missing: ReadonlyMap<string, string>;
}

export interface FreezeRequest {
  readonly bloc: Bloc;
  /** Hash of the accepted sheet by member. */
  readonly accepted: ReadonlyMap<string, string>;
  /** The leader's reason by member whose sheet is not there. */
  readonly reasons: ReadonlyMap<string, string>;
  /** What the scores still lack: a freeze with any of it would publish a value that nobody answers for. */
  readonly errors: readonly ScoreError[];
}

/**
 * Freezes the scores: an accepted sheet from every member, or a reason for each one missing. That a member could not be
 * reached is such a reason and never a veto: the member stays in the bloc, without a rank.
 *
 * @throws DomainError precondition `freeze_blocked` with one detail for each member or row in the way
 */
export function freezeScores({ bloc, accepted, reasons, errors }: FreezeRequest): Freeze {
  const absent = bloc.members.filter((member) => !accepted.has(member.id));
  const unexplained = absent.filter((member) => (reasons.get(member.id) ?? '').trim() === '');
  const details: ErrorDetail[] = [
    ...unexplained.map((member) => ({
      code: 'sheet_missing',
      vi: `${member.name.vi}: chưa có phiếu được chấp nhận và chưa có lý do`,
      en: `${member.name.en}: no accepted sheet and no reason`,
    })),
    ...errors.map(({ code, member, criterion, vi, en }) => ({
      code,
      vi: `${member} ${criterion}: ${vi}`,
      en: `${member} ${criterion}: ${en}`,
    })),
  ];
  if (details.length > 0)
    throw precondition('freeze_blocked', { vi: 'Chưa thể chốt điểm', en: 'The scores cannot be frozen yet', details });
  return { sheets: new Map(accepted), missing: new Map(absent.map((member) => [member.id, reasons.get(member.id) ?? ''])) };
}

const isBefore = (state: CycleState, limit: CycleState): boolean => CYCLE_STATES.indexOf(state) < CYCLE_STATES.indexOf(limit);

/** Whether a sheet that comes in now counts. After the freeze it is kept as received and changes nothing, until the leader re-opens. */
export const sheetCounts = (state: CycleState): boolean => isBefore(state, 'consolidated');

/** A member's objection to its frozen score. */
export interface Appeal {
  readonly member: string;
  readonly criterion: string;
  readonly reason: string;
}

export interface AppealDecision extends Appeal {
  readonly upheld: boolean;
  /** The leader's answer, for the member to read. */
  readonly answer: string;
  /** What follows: an upheld appeal is carried out by re-opening, correcting and freezing again. */
  readonly next: 're-open' | 'none';
}

/**
 * A member appeals against its own score between freeze and vote.
 *
 * @throws DomainError precondition `appeal_closed`, `reason_required`; forbidden `not_your_score`
 */
export function fileAppeal(state: CycleState, by: string, appeal: Appeal): Appeal {
  if (by !== appeal.member)
    throw forbidden('not_your_score', { vi: 'Chỉ được khiếu nại điểm của đơn vị mình', en: 'A member appeals against its own score only' });
  if (state !== 'consolidated')
    throw precondition('appeal_closed', {
      vi: 'Chỉ khiếu nại sau khi chốt điểm và trước khi bỏ phiếu',
      en: 'An appeal is open from the freeze to the vote',
    });
  if (appeal.reason.trim() === '') throw precondition('reason_required', { vi: 'Khiếu nại cần lý do', en: 'An appeal needs a reason' });
  return appeal;
}

/**
 * The leader decides; where the appeal is the leader's own, the deputy does.
 *
 * @throws DomainError forbidden `not_your_decision`; precondition `reason_required`
 */
export function decideAppeal(
  bloc: Bloc,
  appeal: Appeal,
  { by, upheld, answer }: { readonly by: string; readonly upheld: boolean; readonly answer: string },
): AppealDecision {
  const judge = appeal.member === bloc.leader ? bloc.deputy : bloc.leader;
  if (by !== judge)
    throw forbidden('not_your_decision', {
      vi: 'Khiếu nại do Khối trưởng (hoặc Khối phó, nếu của Khối trưởng) quyết định',
      en: "The leader decides, the deputy where the appeal is the leader's own",
    });
  if (answer.trim() === '') throw precondition('reason_required', { vi: 'Quyết định cần lý do', en: 'The decision needs a reason' });
  return { ...appeal, upheld, answer, next: upheld ? 're-open' : 'none' };
}
