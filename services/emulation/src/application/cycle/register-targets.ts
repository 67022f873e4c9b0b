import { emulationYearEvents } from '@kcn/contracts';
import type { Clock, PlainDate } from '@kcn/kernel';
import { forbidden, precondition } from '@kcn/kernel';
import type { OnceResult, RunOnce } from '@kcn/messaging';
import { vietnamDay } from '@kcn/vietnam';
import type { WorkingDays } from '../../domain/cycle/working-days';
import type { LedYears } from './find-led-year';
import type { Movement, RegisteredTarget, Registration, YearRecords } from './ports';
import type { YearCommand } from './run-year';
import { nameOfCommand, yearOfCommand } from './run-year';
import type { OnBehalf } from './sign-pledge';
import { memberOfAct } from './sign-pledge';
import { checkDay } from './take-year-step';
import type { YearSteps } from './take-year-step';
import type { YearLog } from './year-log';
import { yearUnit } from './year-log';

export interface TargetRegistrationOptions {
  readonly ledYears: LedYears;
  readonly steps: Pick<YearSteps, 'cycleOf'>;
  readonly records: YearRecords;
  readonly record: YearLog;
  readonly runOnce: RunOnce;
  readonly clock: Clock;
  readonly workingDays: WorkingDays;
}

export interface RegistrationWish extends OnBehalf {
  readonly on?: PlainDate | undefined;
  readonly targets: readonly RegisteredTarget[];
  readonly titles: readonly string[];
}

/** What members set out to do: targets and titles before the registration closes, and their movements. */
export function createTargetRegistration({ ledYears, steps, records, record, runOnce, clock, workingDays }: TargetRegistrationOptions) {
  return {
    /**
     * Registers targets and titles in the place of those before. Once registration is closed the leader alone does it, with a
     * reason; days after the deadline are counted either way.
     * @throws DomainError as `memberOfAct` and `checkDay`; precondition `step_not_allowed`, `reason_required`
     */
    async register(given: YearCommand<RegistrationWish>): Promise<OnceResult<{ member: string; late_working_days: number }>> {
      const { member: asked, reason, on, targets, titles, actor, ...command } = given;
      const led = await ledYears.get(yearOfCommand(command));
      const { bloc } = led.set;
      const member = memberOfAct(led, { member: asked, reason });
      const today = vietnamDay(clock.now());
      const registeredOn = on ?? today;
      checkDay({ on: registeredOn, today, isLeader: led.acting === bloc.leader, reason });
      const deadline = bloc.deadlines.get('registration');
      const lateWorkingDays = deadline === undefined ? 0 : workingDays.workingDaysBetween(deadline, registeredOn);
      return runOnce(nameOfCommand(command), async (session) => {
        const { state } = await steps.cycleOf(led, session);
        if (!['pledged', 'registered', 'in-progress'].includes(state))
          throw precondition('step_not_allowed', {
            vi: `Không thể đăng ký khi khối đang "${state}"`,
            en: `Nothing is registered while the bloc is "${state}"`,
            params: { state },
          });
        if (state !== 'pledged' && led.acting !== bloc.leader)
          throw forbidden('late_step_is_the_leaders', {
            vi: 'Đã đóng đăng ký: chỉ Khối trưởng được ghi, kèm lý do',
            en: 'Registration is closed: only the leader records it, with a reason',
          });
        if (state !== 'pledged' && (reason ?? '').trim() === '')
          throw precondition('reason_required', { vi: 'Cần lý do của Khối trưởng', en: "The leader's reason is required" });
        const registration: Registration = { member, registeredOn, lateWorkingDays, targets, titles, recordedBy: led.acting };
        const { version, at, lastPosition, recordedAt } = await record(
          session,
          { board: led.name.board, unit: yearUnit(led.name), actor, cause: `http:${command.key}` },
          [
            {
              type: emulationYearEvents.targetsRegistered.type,
              payload: emulationYearEvents.targetsRegistered.codec
                .encode({ ...registration, bloc: bloc.id, year: bloc.year, targets: [...targets], titles: [...titles] })
                .finish(),
              ...(reason === undefined ? {} : { reason }),
            },
          ],
        );
        await records.insert(session, led.name, {
          kind: 'registration',
          sequence: version,
          content: { ...registration, recordedAt: at, actor },
        });
        return { response: { member, late_working_days: lateWorkingDays }, lastPosition, recordedAt };
      });
    },

    /** A member launches a movement of its own, the leader one of the bloc. @throws DomainError not_found `unknown_bloc` */
    async launchMovement(
      given: YearCommand<{ readonly name: string; readonly from: PlainDate; readonly to?: PlainDate | undefined }>,
    ): Promise<OnceResult<{ member: string; name: string }>> {
      const { name, from, to, actor, ...command } = given;
      const led = await ledYears.get(yearOfCommand(command));
      return runOnce(nameOfCommand(command), async (session) => {
        const movement: Movement = { member: led.acting, name, from, to: to ?? null };
        const { version, at, lastPosition, recordedAt } = await record(
          session,
          { board: led.name.board, unit: yearUnit(led.name), actor, cause: `http:${command.key}` },
          [
            {
              type: emulationYearEvents.movementLaunched.type,
              payload: emulationYearEvents.movementLaunched.codec
                .encode({ bloc: led.name.bloc, year: led.name.year, member: led.acting, name, from, to: to ?? '' })
                .finish(),
            },
          ],
        );
        await records.insert(session, led.name, { kind: 'movement', sequence: version, content: { ...movement, recordedAt: at, actor } });
        return { response: { member: led.acting, name }, lastPosition, recordedAt };
      });
    },
  };
}

export type TargetRegistration = ReturnType<typeof createTargetRegistration>;
