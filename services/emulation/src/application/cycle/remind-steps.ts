import { emulationYearEvents } from '@kcn/contracts';
import type { PlainDate } from '@kcn/kernel';
import type { Session } from '@kcn/messaging';
import type { WorkingCalendar } from '@kcn/vietnam';
import { remindersDue } from '../../domain/cycle/step-reminders';
import type { BlocVersions, BlocYear } from '../bloc/ports';
import type { LedYear, LedYears } from './find-led-year';
import type { GivenReminder, YearRecords } from './ports';
import type { YearSteps } from './take-year-step';
import type { YearLog } from './year-log';
import { yearUnit } from './year-log';

export interface StepRemindingOptions {
  readonly versions: Pick<BlocVersions, 'names'>;
  readonly ledYears: LedYears;
  readonly steps: Pick<YearSteps, 'cycleOf'>;
  readonly records: YearRecords;
  readonly record: YearLog;
  readonly transact: <T>(work: (session: Session) => Promise<T>) => Promise<T>;
  readonly calendar: Pick<WorkingCalendar, 'workingDaysBetween' | 'isWorkingDay'>;
}

/** A deadline is a matter of its year and of the one after; older years are history that was loaded. */
const REMINDED_YEARS = 1;

/** Calls the deadlines of the years that a board leads to mind, each at most once a day. */
export function createStepReminding(options: StepRemindingOptions) {
  const { versions, ledYears, steps, records, record, transact, calendar } = options;

  async function outstandingOf(led: LedYear, step: string, session: Session): Promise<readonly string[]> {
    const kind = step === 'pledge' ? 'pledge-signature' : step === 'registration' ? 'registration' : undefined;
    if (!kind) return [];
    const done = new Set((await records.list(led.name, kind, session)).map(({ member }) => member));
    return led.set.bloc.members.map(({ id }) => id).filter((id) => !done.has(id));
  }

  const remindYear = (led: LedYear, today: PlainDate): Promise<readonly GivenReminder[]> =>
    transact(async (session) => {
      const { bloc } = led.set;
      const { state } = await steps.cycleOf(led, session);
      const due = remindersDue(bloc, state, { today, calendar });
      const before = await records.list(led.name, 'reminder', session);
      const given: GivenReminder[] = [];
      for (const { step, deadline, workingDaysLeft } of due) {
        if (before.some((one) => one.step === step && one.workingDaysLeft === workingDaysLeft)) continue;
        const reminder = { step, deadline, workingDaysLeft, outstanding: await outstandingOf(led, step, session) };
        const actor = 'service:emulation';
        const { version, at } = await record(
          session,
          { board: led.name.board, unit: yearUnit(led.name), actor, cause: `job:step-deadlines/${today}` },
          [
            {
              type: emulationYearEvents.stepReminded.type,
              payload: emulationYearEvents.stepReminded.codec
                .encode({ ...reminder, bloc: bloc.id, year: bloc.year, state, outstanding: [...reminder.outstanding] })
                .finish(),
            },
          ],
        );
        await records.insert(session, led.name, { kind: 'reminder', sequence: version, content: { ...reminder, recordedAt: at, actor } });
        given.push(reminder);
      }
      return given;
    });

  /** @returns the reminders that were given now, by the years that the board leads */
  return async (board: string, today: PlainDate): Promise<readonly (BlocYear & { readonly given: readonly GivenReminder[] })[]> => {
    const current = Number(today.slice(0, 4));
    const years = (await versions.names({})).filter((name) => name.board === board && name.year >= current - REMINDED_YEARS);
    const reminded: (BlocYear & { readonly given: readonly GivenReminder[] })[] = [];
    for (const name of years) {
      const led = await ledYears.find(name);
      if (led?.name.board === board) reminded.push({ ...name, given: await remindYear(led, today) });
    }
    return reminded.filter(({ given }) => given.length > 0);
  };
}

export type StepReminding = ReturnType<typeof createStepReminding>;
