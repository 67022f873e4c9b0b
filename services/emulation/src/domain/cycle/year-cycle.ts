import type { PlainDate } from '@kcn/kernel';
import { forbidden, precondition } from '@kcn/kernel';
import type { Bloc } from '../bloc/bloc';
import { rolesOf } from '../bloc/bloc';
import type { RoleName, StepName } from '../criteria/criteria';
import type { WorkingDays } from './working-days';

export const CYCLE_STATES = [
  'planned',
  'pledged',
  'registered',
  'in-progress',
  'self-scored',
  'cross-checked',
  'consolidated',
  'voted',
  'submitted',
  'awarded',
  'closed',
] as const;
/** Where the year of a bloc stands. */
export type CycleState = (typeof CYCLE_STATES)[number];

export type CycleAction =
  | 'sign-pledge'
  | 'close-registration'
  | 'launch'
  | 'review-mid-year'
  | 'close-self-score'
  | 'close-cross-check'
  | 'freeze'
  | 're-open'
  | 'close-ballot'
  | 'submit-dossier'
  | 'record-decision'
  | 'hand-over';

export interface AllowedStep {
  readonly action: CycleAction;
  readonly from: CycleState;
  readonly to: CycleState;
  readonly who: readonly RoleName[];
  /** The deadline of bloc.json that binds it, if the bloc gives one. */
  readonly deadline?: StepName;
  /** Always needs the leader's reason, late or not. */
  readonly reason?: true;
}

/** The whole state machine: what is not in this table cannot happen. Roles are those of the year, not of an organisation. */
export const ALLOWED_STEPS: readonly AllowedStep[] = [
  { action: 'sign-pledge', from: 'planned', to: 'pledged', who: ['leader', 'deputy'], deadline: 'pledge' },
  { action: 'close-registration', from: 'pledged', to: 'registered', who: ['leader', 'deputy'], deadline: 'registration' },
  { action: 'launch', from: 'registered', to: 'in-progress', who: ['leader', 'deputy'] },
  { action: 'review-mid-year', from: 'in-progress', to: 'in-progress', who: ['leader', 'deputy', 'host'] },
  { action: 'close-self-score', from: 'in-progress', to: 'self-scored', who: ['leader', 'deputy'], deadline: 'selfScore' },
  { action: 'close-cross-check', from: 'self-scored', to: 'cross-checked', who: ['leader', 'deputy'], deadline: 'crossCheck' },
  { action: 'freeze', from: 'cross-checked', to: 'consolidated', who: ['leader'] },
  { action: 're-open', from: 'consolidated', to: 'cross-checked', who: ['leader'], reason: true },
  { action: 'close-ballot', from: 'consolidated', to: 'voted', who: ['leader'], deadline: 'ballot' },
  { action: 'submit-dossier', from: 'voted', to: 'submitted', who: ['leader'] },
  { action: 'record-decision', from: 'submitted', to: 'awarded', who: ['leader'] },
  { action: 'hand-over', from: 'awarded', to: 'closed', who: ['leader'] },
];

export interface CycleStepTaken {
  readonly action: CycleAction;
  readonly from: CycleState;
  readonly to: CycleState;
  readonly on: PlainDate;
  /** The member whose person did it. */
  readonly by: string;
  /** Working days after the deadline, 0 in time. */
  readonly lateWorkingDays: number;
  readonly reason?: string;
}

export interface StepRequest {
  readonly action: CycleAction;
  readonly by: string;
  readonly on: PlainDate;
  readonly reason?: string;
}

/** The actions that a member may take now. */
export function allowedActions(bloc: Bloc, state: CycleState, member: string): readonly CycleAction[] {
  const roles = rolesOf(bloc, member);
  return ALLOWED_STEPS.filter((step) => step.from === state && step.who.some((role) => roles.includes(role))).map((step) => step.action);
}

/**
 * Takes one step of the year. A step after its deadline is taken by the leader, with a reason.
 *
 * @throws DomainError precondition `step_not_allowed`, `reason_required`; forbidden `not_your_step`, `late_step_is_the_leaders`
 */
export function takeStep(bloc: Bloc, state: CycleState, request: StepRequest, workingDays: WorkingDays): CycleStepTaken {
  const { action, by, on, reason } = request;
  const step = ALLOWED_STEPS.find((one) => one.action === action && one.from === state);
  if (!step)
    throw precondition('step_not_allowed', {
      vi: `Không thể "${action}" khi khối đang "${state}"`,
      en: `"${action}" is not allowed while the bloc is "${state}"`,
      params: { action, state },
    });
  const roles = rolesOf(bloc, by);
  if (!step.who.some((role) => roles.includes(role)))
    throw forbidden('not_your_step', {
      vi: `Bước này thuộc ${step.who.join(', ')} của năm`,
      en: `This step is for the year's ${step.who.join(', ')}`,
    });
  const deadline = step.deadline === undefined ? undefined : bloc.deadlines.get(step.deadline);
  const late = deadline !== undefined && on > deadline;
  if (late && !roles.includes('leader'))
    throw forbidden('late_step_is_the_leaders', {
      vi: 'Quá hạn: chỉ Khối trưởng được thực hiện, kèm lý do',
      en: 'After the deadline only the leader takes the step, with a reason',
    });
  if ((late || step.reason) && (reason ?? '').trim() === '')
    throw precondition('reason_required', { vi: 'Cần lý do của Khối trưởng', en: "The leader's reason is required" });
  const lateWorkingDays = late ? workingDays.workingDaysBetween(deadline, on) : 0;
  return { action, from: step.from, to: step.to, on, by, lateWorkingDays, ...(reason === undefined ? {} : { reason }) };
}
