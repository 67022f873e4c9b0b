import { emulationYearEvents } from '@kcn/contracts';
import type { Clock } from '@kcn/kernel';
import { forbidden, notFound, precondition } from '@kcn/kernel';
import type { OnceResult, RunOnce, Session } from '@kcn/messaging';
import type { WorkingCalendar } from '@kcn/vietnam';
import { vietnamDay } from '@kcn/vietnam';
import { sheetCounts } from '../../domain/cycle/freeze';
import type { BlocYear } from '../bloc/ports';
import { unknownBloc } from '../bloc/score-bloc-year';
import type { LedYears } from '../cycle/find-led-year';
import type { YearCommand } from '../cycle/run-year';
import { nameOfCommand, yearOfCommand } from '../cycle/run-year';
import type { YearSteps } from '../cycle/take-year-step';
import type { YearLog } from '../cycle/year-log';
import { yearUnit } from '../cycle/year-log';
import type { FindFrozenRanking, FrozenRanking, FrozenRankings, Publication } from './ports';

export interface PublishingOptions {
  readonly ledYears: LedYears;
  readonly steps: Pick<YearSteps, 'cycleOf'>;
  readonly rankings: FrozenRankings;
  readonly record: YearLog;
  readonly runOnce: RunOnce;
  readonly clock: Clock;
  readonly calendar: Pick<WorkingCalendar, 'addWorkingDays'>;
}

/** The result that counts now; see `FindFrozenRanking`. */
export const createFindFrozenRanking =
  ({ steps, rankings }: Pick<PublishingOptions, 'steps' | 'rankings'>): FindFrozenRanking =>
  async (name, session?: Session) => {
    const { state } = await steps.cycleOf({ name }, session);
    return sheetCounts(state) ? undefined : rankings.last(name, session);
  };

export const unknownRanking = (): Error => notFound('unknown_ranking', { vi: 'Chưa có bảng xếp hạng này', en: 'There is no such ranking' });

/** Shows frozen results to the members, and to the leader those that are not shown yet. */
export function createPublishing({ ledYears, steps, rankings, record, runOnce, clock, calendar }: PublishingOptions) {
  const findFrozen = createFindFrozenRanking({ steps, rankings });

  return {
    /**
     * Publishes the frozen result that counts now; appeals are open for so many working days.
     * @throws DomainError not_found `unknown_bloc`; forbidden `not_your_step`; precondition `not_frozen`, `already_published`
     */
    async publish({
      actor,
      appealWorkingDays,
      ...command
    }: YearCommand<{ readonly appealWorkingDays: number }>): Promise<
      OnceResult<{ revision: number; sha256: string; appeal_until: string }>
    > {
      const led = await ledYears.get(yearOfCommand(command));
      const { name } = led;
      if (led.acting !== name.board)
        throw forbidden('not_your_step', { vi: 'Công bố là việc của Khối trưởng', en: 'To publish is the leader’s' });
      const appealUntil = calendar.addWorkingDays(vietnamDay(clock.now()), appealWorkingDays);
      return runOnce(nameOfCommand(command), async (session) => {
        const frozen = await findFrozen(name, session);
        if (!frozen) throw precondition('not_frozen', { vi: 'Điểm chưa được chốt', en: 'The scores are not frozen' });
        const { revision, sha256 } = frozen;
        if ((await rankings.publications(name, session)).some((one) => one.revision === revision))
          throw precondition('already_published', { vi: 'Đã công bố', en: 'It is published already' });
        const { bloc, year } = name;
        const logged = await record(session, { board: name.board, unit: yearUnit(name), actor, cause: `http:${command.key}` }, [
          {
            type: emulationYearEvents.published.type,
            payload: emulationYearEvents.published.codec.encode({ bloc, year, revision, sha256, appealUntil }).finish(),
          },
        ]);
        await rankings.publish(session, name, { revision, actor, appealUntil, publishedAt: logged.at });
        return {
          response: { revision, sha256, appeal_until: appealUntil },
          lastPosition: logged.lastPosition,
          recordedAt: logged.recordedAt,
        };
      });
    },

    /** A frozen revision, published or not, for the leader alone. @throws DomainError not_found `unknown_bloc`, `unknown_ranking` */
    async getFrozen(acting: BlocYear, revision?: number): Promise<FrozenRanking> {
      const led = await ledYears.get(acting);
      if (led.acting !== led.name.board) throw unknownBloc(acting);
      const found = revision === undefined ? await rankings.last(led.name) : await rankings.find(led.name, revision);
      if (!found) throw unknownRanking();
      return found;
    },

    /** The newest published revision, or a given one, for every member. @throws DomainError not_found `unknown_bloc`, `unknown_ranking` */
    async getPublished(
      acting: BlocYear,
      revision?: number,
    ): Promise<{ readonly ranking: FrozenRanking; readonly publication: Publication; readonly publications: readonly Publication[] }> {
      const led = await ledYears.get(acting);
      const publications = await rankings.publications(led.name);
      const publication = publications.find((one) => revision === undefined || one.revision === revision);
      const ranking = publication && (await rankings.find(led.name, publication.revision));
      if (!ranking) throw unknownRanking();
      return { ranking, publication, publications };
    },
  };
}

export type Publishing = ReturnType<typeof createPublishing>;
