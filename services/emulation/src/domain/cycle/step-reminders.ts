import type { PlainDate } from '@kcn/kernel';
import type { Bloc } from '../bloc/bloc';
import type { WorkingDays } from './working-days';
import type { CycleState } from './year-cycle';
import { ALLOWED_STEPS, CYCLE_STATES } from './year-cycle';

/** Working days before the deadline on which it is called to mind; afterwards on every working day until the step is done. */
const REMINDED_BEFORE: readonly number[] = [7, 3, 1, 0];

export interface StepReminder {
  readonly step: string;
  readonly deadline: PlainDate;
  /** Below 0 after the deadline. */
  readonly workingDaysLeft: number;
}

/**
 * The deadlines of a bloc's year that are to be called to mind on a day: of steps that the year has not passed yet.
 */
export function remindersDue(
  bloc: Pick<Bloc, 'deadlines'>,
  state: CycleState,
  { today, calendar }: { readonly today: PlainDate; readonly calendar: WorkingDays & { isWorkingDay(date: PlainDate): boolean } },
): readonly StepReminder[] {
  if (!calendar.isWorkingDay(today)) return [];
  const at = CYCLE_STATES.indexOf(state);
  return [...bloc.deadlines].flatMap(([step, deadline]): readonly StepReminder[] => {
    const closing = ALLOWED_STEPS.find((one) => one.deadline === step);
    if (!closing || at > CYCLE_STATES.indexOf(closing.from)) return [];
    const left = today <= deadline ? calendar.workingDaysBetween(today, deadline) : -calendar.workingDaysBetween(deadline, today);
    return left < 0 || REMINDED_BEFORE.includes(left) ? [{ step, deadline, workingDaysLeft: left }] : [];
  });
}
