import { emulationYearEvents } from '@kcn/contracts';
import type { PlainDate } from '@kcn/kernel';
import { forbidden, invalid, precondition } from '@kcn/kernel';
import type { Session } from '@kcn/messaging';
import type { WorkingDays } from '../../domain/cycle/working-days';
import type { CycleAction } from '../../domain/cycle/year-cycle';
import { takeStep } from '../../domain/cycle/year-cycle';
import type { LedYear } from './find-led-year';
import type { RecordedStep, StepOutput, YearCycle, YearCycles } from './ports';
import type { Logged, YearLog } from './year-log';
import { yearUnit } from './year-log';

export interface StepCommand {
  readonly action: CycleAction;
  /** The member for which it is done. */
  readonly by: string;
  readonly today: PlainDate;
  /** The day on which it was done; default today. */
  readonly on?: PlainDate | undefined;
  readonly reason?: string | undefined;
  readonly output?: StepOutput;
  readonly actor: string;
  readonly cause: string;
}

export interface YearStepsOptions {
  readonly cycles: YearCycles;
  readonly record: YearLog;
  readonly workingDays: WorkingDays;
}

/** A year that nobody has begun. */
const plannedYear = ({ name }: Pick<LedYear, 'name'>): YearCycle => ({ ...name, state: 'planned', steps: [] });

/** Takes steps of a year: state, record and event in the caller's transaction. */
export function createYearSteps({ cycles, record, workingDays }: YearStepsOptions) {
  const cycleOf = async (led: Pick<LedYear, 'name'>, session?: Session): Promise<YearCycle> =>
    (await cycles.find(led.name, session)) ?? plannedYear(led);

  return {
    cycleOf,

    /**
     * @throws DomainError as `takeStep`; invalid `day_in_future`; forbidden `earlier_day_is_the_leaders`; precondition
     *   `reason_required` for a day before today
     */
    async take(session: Session, led: LedYear, command: StepCommand): Promise<{ readonly cycle: YearCycle; readonly logged: Logged }> {
      const { action, by, today, on = today, reason, output = {}, actor, cause } = command;
      const { bloc } = led.set;
      const cycle = await cycleOf(led, session);
      checkDay({ on, today, isLeader: by === bloc.leader, reason });
      const step = takeStep(bloc, cycle.state, { action, by, on, ...(reason === undefined ? {} : { reason }) }, workingDays);
      const { from, to, lateWorkingDays } = step;
      const logged = await record(session, { board: led.name.board, unit: yearUnit(led.name), actor, cause }, [
        {
          type: emulationYearEvents.stepTaken.type,
          payload: emulationYearEvents.stepTaken.codec
            .encode({ bloc: bloc.id, year: bloc.year, action, from, to, on, by, lateWorkingDays, output: { ...output } })
            .finish(),
          ...(reason === undefined ? {} : { reason }),
        },
      ]);
      const recorded: RecordedStep = { ...step, recordedAt: logged.at, actor, output };
      const next: YearCycle = { ...cycle, state: to, steps: [...cycle.steps, recorded] };
      await cycles.save(session, next);
      return { cycle: next, logged };
    },
  };
}

export type YearSteps = ReturnType<typeof createYearSteps>;

interface StatedDay {
  readonly on: PlainDate;
  readonly today: PlainDate;
  readonly isLeader: boolean;
  readonly reason: string | undefined;
}

/** An earlier day would hide that a step is late, so only the leader states one, and says why. */
export function checkDay({ on, today, isLeader, reason }: StatedDay): void {
  if (on > today) throw invalid('day_in_future', { vi: 'Ngày thực hiện ở tương lai', en: 'The day lies in the future' });
  if (on === today) return;
  if (!isLeader)
    throw forbidden('earlier_day_is_the_leaders', {
      vi: 'Chỉ Khối trưởng được ghi lùi ngày, kèm lý do',
      en: 'Only the leader states an earlier day, with a reason',
    });
  if ((reason ?? '').trim() === '')
    throw precondition('reason_required', { vi: 'Ghi lùi ngày cần lý do', en: 'An earlier day needs a reason' });
}
