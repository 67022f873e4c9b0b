import { randomUUID } from 'node:crypto';
import { emulationYearEvents } from '@kcn/contracts';
import type { Clock } from '@kcn/kernel';
import { invalid, notFound, precondition } from '@kcn/kernel';
import type { OnceResult, RunOnce } from '@kcn/messaging';
import { vietnamDay } from '@kcn/vietnam';
import { decideAppeal, fileAppeal } from '../../domain/cycle/freeze';
import type { BlocYear } from '../bloc/ports';
import type { LedYear, LedYears } from '../cycle/find-led-year';
import type { YearCommand } from '../cycle/run-year';
import { nameOfCommand, yearOfCommand } from '../cycle/run-year';
import type { YearSteps } from '../cycle/take-year-step';
import type { YearLog } from '../cycle/year-log';
import { yearUnit } from '../cycle/year-log';
import type { Appeals, KeptAppeal } from './appeals';
import type { FrozenRankings } from './ports';

export interface AppealDecidingOptions {
  readonly ledYears: LedYears;
  readonly steps: YearSteps;
  readonly rankings: Pick<FrozenRankings, 'publications'>;
  readonly appeals: Appeals;
  readonly record: YearLog;
  readonly runOnce: RunOnce;
  readonly clock: Clock;
  /** Whether a vote of the year is under way or over: nothing is appealed or re-opened then. */
  readonly isVoteHeld: (name: BlocYear) => Promise<boolean>;
}

const judgeOf = ({ set: { bloc } }: LedYear, member: string): string | undefined => (member === bloc.leader ? bloc.deputy : bloc.leader);

/** Members' objections to published scores; one that is upheld re-opens the year. */
export function createAppealDeciding(options: AppealDecidingOptions) {
  const { ledYears, steps, rankings, appeals, record, runOnce, clock, isVoteHeld } = options;

  const closed = (): Error =>
    precondition('appeal_closed', { vi: 'Không còn trong thời hạn khiếu nại', en: 'The term of the appeals is not open' });

  return {
    /**
     * @throws DomainError as `fileAppeal`; not_found `unknown_bloc`; invalid `unknown_criterion`; precondition `appeal_closed`
     *   before the publication, after its term, and once a vote is held
     */
    async file({
      actor,
      criterion,
      reason,
      ...command
    }: YearCommand<{ readonly criterion: string; readonly reason: string }>): Promise<OnceResult<{ id: string; revision: number }>> {
      const led = await ledYears.get(yearOfCommand(command));
      const { name, acting: member } = led;
      const { criteria, penalties, vetoes } = led.set.criteria;
      if (![...criteria, ...penalties, ...vetoes].some(({ code }) => code === criterion))
        throw invalid('unknown_criterion', { vi: `Không có tiêu chí "${criterion}"`, en: `There is no criterion "${criterion}"` });
      const today = vietnamDay(clock.now());
      return runOnce(nameOfCommand(command), async (session) => {
        const { state } = await steps.cycleOf(led, session);
        const appeal = fileAppeal(state, member, { member, criterion, reason });
        const [publication] = await rankings.publications(name, session);
        if (!publication || today > publication.appealUntil || (await isVoteHeld(name))) throw closed();
        const [id, { revision }] = [randomUUID(), publication];
        const logged = await record(session, { board: name.board, unit: yearUnit(name), actor, cause: `http:${command.key}` }, [
          {
            type: emulationYearEvents.appealFiled.type,
            payload: emulationYearEvents.appealFiled.codec
              .encode({ bloc: name.bloc, year: name.year, appeal: id, member, criterion, revision })
              .finish(),
            reason,
          },
        ]);
        await appeals.save(session, { ...name, ...appeal, id, revision, filedAt: logged.at, actor });
        return { response: { id, revision }, lastPosition: logged.lastPosition, recordedAt: logged.recordedAt };
      });
    },

    /**
     * Upheld, it re-opens the year in the same transaction, if another appeal has not done so.
     * @throws DomainError as `decideAppeal`; not_found `unknown_bloc`, `unknown_appeal`; precondition `appeal_decided`, `vote_held`
     */
    async decide({
      actor,
      id,
      upheld,
      answer,
      ...command
    }: YearCommand<{ readonly id: string; readonly upheld: boolean; readonly answer: string }>): Promise<
      OnceResult<{ id: string; upheld: boolean; state: string }>
    > {
      const led = await ledYears.get(yearOfCommand(command));
      const { name, acting: by } = led;
      const cause = `http:${command.key}`;
      return runOnce(nameOfCommand(command), async (session) => {
        const appeal = (await appeals.list(name, session)).find((one) => one.id === id);
        const mayKnow = appeal && (by === name.board || by === judgeOf(led, appeal.member) || by === appeal.member);
        if (!appeal || !mayKnow) throw notFound('unknown_appeal', { vi: 'Không có khiếu nại này', en: 'There is no such appeal' });
        const decided = decideAppeal(led.set.bloc, appeal, { by, upheld, answer });
        if (appeal.decision) throw precondition('appeal_decided', { vi: 'Khiếu nại đã được quyết định', en: 'The appeal is decided' });
        let { state } = await steps.cycleOf(led, session);
        const logged = await record(session, { board: name.board, unit: yearUnit(name), actor, cause }, [
          {
            type: emulationYearEvents.appealDecided.type,
            payload: emulationYearEvents.appealDecided.codec.encode({ bloc: name.bloc, year: name.year, appeal: id, by, upheld }).finish(),
            reason: answer,
          },
        ]);
        await appeals.save(session, { ...appeal, decision: { by, upheld, answer, decidedAt: logged.at, actor } });
        let { lastPosition } = logged;
        if (decided.next === 're-open' && state === 'consolidated') {
          // The step is the leader's; on its own appeal it follows from what the deputy decided.
          const reopened = await steps.take(session, led, {
            ...{ action: 're-open', by: name.board, today: vietnamDay(clock.now()), reason: answer, actor, cause },
            output: { appeal: id },
          });
          state = reopened.cycle.state;
          lastPosition = reopened.logged.lastPosition;
        }
        return { response: { id, upheld, state }, lastPosition, recordedAt: logged.recordedAt };
      });
    },

    /** All of them to the leader, a member's own to it, and to the deputy those that it decides. */
    async list(acting: BlocYear): Promise<readonly KeptAppeal[]> {
      const led = await ledYears.get(acting);
      const by = led.acting;
      return (await appeals.list(led.name)).filter(({ member }) => by === led.name.board || by === member || by === judgeOf(led, member));
    },
  };
}

export type AppealDeciding = ReturnType<typeof createAppealDeciding>;
