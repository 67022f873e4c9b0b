import { emulationYearEvents } from '@kcn/contracts';
import type { Clock } from '@kcn/kernel';
import { precondition } from '@kcn/kernel';
import type { OnceResult, RunOnce } from '@kcn/messaging';
import { vietnamDay } from '@kcn/vietnam';
import type { CycleState } from '../../domain/cycle/year-cycle';
import type { BlocVersions } from '../bloc/ports';
import { readKeptSet } from '../bloc/read-bloc-set';
import { unknownBloc } from '../bloc/score-bloc-year';
import type { LedYears } from './find-led-year';
import type { YearCycles } from './ports';
import type { YearCommand } from './run-year';
import { nameOfCommand, yearOfCommand } from './run-year';
import type { YearLog } from './year-log';
import { yearUnit } from './year-log';

export interface FreezeNotingOptions {
  readonly versions: Pick<BlocVersions, 'last'>;
  readonly ledYears: LedYears;
  readonly cycles: YearCycles;
  readonly record: YearLog;
  readonly runOnce: RunOnce;
  readonly clock: Clock;
}

/**
 * A member whose leader's deployment is elsewhere notes that the leader has frozen the year, or re-opened it: from then on its
 * sheet is answered to no reader, or is again.
 */
export const createFreezeNoting =
  ({ versions, ledYears, cycles, record, runOnce, clock }: FreezeNotingOptions) =>
  /** @throws DomainError not_found `unknown_bloc`; precondition `led_here`, `step_not_allowed` where it is noted already */
  async ({
    actor,
    frozen,
    reason,
    ...command
  }: YearCommand<{ readonly frozen: boolean; readonly reason: string }>): Promise<OnceResult<{ state: CycleState }>> => {
    const name = yearOfCommand(command);
    const kept = await versions.last(name);
    if (!kept) throw unknownBloc(name);
    const { bloc } = await readKeptSet(kept.files);
    if (await ledYears.find(name))
      throw precondition('led_here', {
        vi: 'Khối được điều hành tại đây, không cần ghi nhận',
        en: 'The bloc is led here, there is nothing to note',
      });
    return runOnce(nameOfCommand(command), async (session) => {
      const before = (await cycles.find(name, session)) ?? { ...name, state: 'planned' as const, steps: [] };
      const state: CycleState = frozen ? 'consolidated' : 'cross-checked';
      if ((before.state === 'consolidated') === frozen)
        throw precondition('step_not_allowed', { vi: 'Đã ghi nhận', en: 'It is noted already', params: { state: before.state } });
      const step = {
        ...{ action: frozen ? ('freeze' as const) : ('re-open' as const), from: before.state, to: state, by: bloc.leader },
        ...{ on: vietnamDay(clock.now()), lateWorkingDays: 0 },
      };
      const logged = await record(session, { board: name.board, unit: yearUnit(name), actor, cause: `http:${command.key}` }, [
        {
          type: emulationYearEvents.stepTaken.type,
          payload: emulationYearEvents.stepTaken.codec.encode({ ...step, bloc: bloc.id, year: bloc.year, output: {} }).finish(),
          reason,
        },
      ]);
      await cycles.save(session, {
        ...before,
        state,
        steps: [...before.steps, { ...step, reason, recordedAt: logged.at, actor, output: {} }],
      });
      return { response: { state }, lastPosition: logged.lastPosition, recordedAt: logged.recordedAt };
    });
  };

export type FreezeNoting = ReturnType<typeof createFreezeNoting>;
