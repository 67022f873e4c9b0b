import type { Clock, PlainDate } from '@kcn/kernel';
import { vietnamDay } from '@kcn/vietnam';
import { rolesOf } from '../../domain/bloc/bloc';
import { allowedActions } from '../../domain/cycle/year-cycle';
import type { WorkingDays } from '../../domain/cycle/working-days';
import type { BlocYear } from '../bloc/ports';
import type { LedYears } from './find-led-year';
import type { YearRecords } from './ports';
import type { YearSteps } from './take-year-step';

export interface YearViewOptions {
  readonly ledYears: LedYears;
  readonly steps: Pick<YearSteps, 'cycleOf'>;
  readonly records: YearRecords;
  readonly clock: Clock;
  readonly workingDays: WorkingDays;
}

/** Working days from one day to another, below 0 for an earlier one. */
export const workingDaysLeft = (workingDays: WorkingDays, from: PlainDate, to: PlainDate): number =>
  from <= to ? workingDays.workingDaysBetween(from, to) : -workingDays.workingDaysBetween(to, from);

/** How a bloc's year stands, as the acting board may see it: of targets its own, the leader and the deputy everybody's. */
export const createYearView =
  ({ ledYears, steps, records, clock, workingDays }: YearViewOptions) =>
  async (acting: BlocYear) => {
    const led = await ledYears.get(acting);
    const { bloc } = led.set;
    const cycle = await steps.cycleOf(led);
    const today = vietnamDay(clock.now());
    const [signatures, registrations, movements, reminders] = [
      await records.list(led.name, 'pledge-signature'),
      await records.list(led.name, 'registration'),
      await records.list(led.name, 'movement'),
      await records.list(led.name, 'reminder'),
    ];
    const seesAll = led.acting === bloc.leader || led.acting === bloc.deputy;
    const last = [...new Map(registrations.map((one) => [one.member, one])).values()];
    return {
      led,
      cycle,
      roles: rolesOf(bloc, led.acting),
      allowedActions: allowedActions(bloc, cycle.state, led.acting),
      deadlines: [...bloc.deadlines].map(([step, deadline]) => ({ step, deadline, left: workingDaysLeft(workingDays, today, deadline) })),
      signatures,
      registrations: last.filter(({ member }) => seesAll || member === led.acting),
      /** Who has registered, for everybody to see. */
      registered: last.map(({ member }) => member),
      movements,
      reminders,
    };
  };

export type YearView = ReturnType<typeof createYearView>;
