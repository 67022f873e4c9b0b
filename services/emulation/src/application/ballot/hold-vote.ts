import { createHash } from 'node:crypto';
import { emulationYearEvents } from '@kcn/contracts';
import type { Clock } from '@kcn/kernel';
import { alreadyExists, forbidden, instantFromDate, invalid, notFound, precondition } from '@kcn/kernel';
import type { OnceResult, RunOnce, Session } from '@kcn/messaging';
import { vietnamDay } from '@kcn/vietnam';
import { countBallots, markRoll, sealBallot } from '../../domain/ballot/ballot';
import type { BallotId, BallotOutcome, ElectorId, Vote as Choice, VoteRules } from '../../domain/ballot/ballot';
import { receiptOf, receiptsOf } from '../../domain/ballot/receipts';
import type { Bloc } from '../../domain/bloc/bloc';
import { rankWithBallot } from '../../domain/cycle/rank-with-ballot';
import type { BlocYear } from '../bloc/ports';
import type { LedYear, LedYears } from '../cycle/find-led-year';
import type { YearCommand } from '../cycle/run-year';
import { nameOfCommand, yearOfCommand } from '../cycle/run-year';
import type { YearSteps } from '../cycle/take-year-step';
import type { YearLog } from '../cycle/year-log';
import type { Appeals } from '../freeze/appeals';
import type { KeepRevision } from '../freeze/keep-revision';
import type { FindFrozenRanking, FrozenRankings } from '../freeze/ports';
import type { BallotBox, Elector, Vote, Votes } from './ports';

export interface VoteHoldingOptions {
  readonly ledYears: LedYears;
  readonly steps: YearSteps;
  readonly votes: Votes;
  readonly box: BallotBox;
  readonly appeals: Pick<Appeals, 'list'>;
  readonly findFrozen: FindFrozenRanking;
  readonly rankings: Pick<FrozenRankings, 'publications'>;
  readonly keep: KeepRevision;
  readonly record: YearLog;
  readonly runOnce: RunOnce;
  readonly transact: <T>(work: (session: Session) => Promise<T>) => Promise<T>;
  readonly clock: Clock;
  /** Random, 128 bits or more. */
  readonly drawId: () => string;
}

const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');
const voteUnit = ({ bloc, year }: BlocYear): string => `vote:${bloc}/${year.toString()}`;
const unknownVote = (): Error => notFound('unknown_vote', { vi: 'Không có cuộc bỏ phiếu nào', en: 'There is no vote' });
const rulesOf = (bloc: Bloc, { candidates }: Vote): VoteRules => ({ electors: bloc.electors, quorum: bloc.quorum, candidates });

/** Holds the secret vote of a year. */
export function createVoteHolding(options: VoteHoldingOptions) {
  const { ledYears, steps, votes, box, appeals, findFrozen, rankings, keep, record, runOnce, transact, clock, drawId } = options;

  async function getLed(acting: BlocYear): Promise<LedYear> {
    const led = await ledYears.get(acting);
    if (led.acting !== led.name.board)
      throw forbidden('not_your_step', { vi: 'Cuộc bỏ phiếu do Khối trưởng tổ chức', en: 'The vote is the leader’s to hold' });
    return led;
  }

  /** One head a member, where the leader names nobody. @throws DomainError invalid `roll_differs`, `unknown_member` */
  function rollOf({ electors: number, members }: Bloc, given: readonly Elector[] | undefined): readonly Elector[] {
    const electors = given ?? members.map(({ id }) => ({ elector: id as ElectorId, member: id }));
    if (electors.length !== number || new Set(electors.map(({ elector }) => elector)).size !== number)
      throw invalid('roll_differs', {
        vi: `Danh sách cử tri phải có đúng ${number.toString()} người`,
        en: `The roll must have exactly ${number.toString()} electors`,
      });
    const stranger = electors.find(({ member }) => !members.some(({ id }) => id === member));
    if (stranger)
      throw invalid('unknown_member', { vi: `"${stranger.member}" không phải là thành viên`, en: `"${stranger.member}" is not a member` });
    return electors;
  }

  return {
    isHeld: async (name: BlocYear): Promise<boolean> => (await votes.find(name)) !== undefined,

    /**
     * Opens the vote on the published ranking.
     * @param candidates default everybody who is ranked
     * @throws DomainError forbidden `not_your_step`; already_exists `vote_held`; precondition `not_published`, `appeals_open`,
     *   `reason_required` within the term of the appeals; invalid `roll_differs`, `unknown_member`
     */
    async open({
      actor,
      candidates: wished,
      electors: given,
      reason,
      ...command
    }: YearCommand<{
      readonly candidates?: readonly string[] | undefined;
      readonly electors?: readonly Elector[] | undefined;
      readonly reason?: string | undefined;
    }>): Promise<OnceResult<{ candidates: readonly string[]; electors: number }>> {
      const { name, set } = await getLed(yearOfCommand(command));
      const electors = rollOf(set.bloc, given);
      const today = vietnamDay(clock.now());
      return runOnce(nameOfCommand(command), async (session) => {
        if (await votes.find(name, session)) throw alreadyExists('vote_held', { vi: 'Đã có cuộc bỏ phiếu', en: 'There is a vote already' });
        const frozen = await findFrozen(name, session);
        const publication = (await rankings.publications(name, session)).find(({ revision }) => revision === frozen?.revision);
        if (!frozen || !publication)
          throw precondition('not_published', { vi: 'Bảng điểm chưa được công bố', en: 'The ranking is not published' });
        if ((await appeals.list(name, session)).some(({ decision }) => !decision))
          throw precondition('appeals_open', { vi: 'Còn khiếu nại chưa quyết định', en: 'An appeal is not decided yet' });
        if (today <= publication.appealUntil && (reason ?? '').trim() === '')
          throw precondition('reason_required', {
            vi: 'Còn trong thời hạn khiếu nại: cần lý do',
            en: 'The term of the appeals is open: a reason is required',
          });
        const candidates = wished ?? frozen.result.ranking.ranked.map(({ member }) => member);
        const stranger = candidates.find((one) => !set.bloc.members.some(({ id }) => id === one));
        if (stranger !== undefined)
          throw invalid('unknown_member', { vi: `"${stranger}" không phải là thành viên`, en: `"${stranger}" is not a member` });
        const logged = await record(session, { board: name.board, unit: voteUnit(name), actor, cause: `http:${command.key}` }, [
          {
            type: emulationYearEvents.voteOpened.type,
            payload: emulationYearEvents.voteOpened.codec
              .encode({ bloc: name.bloc, year: name.year, candidates: [...candidates], electors: electors.map(({ elector }) => elector) })
              .finish(),
            ...(reason === undefined ? {} : { reason }),
          },
        ]);
        await votes.save(session, { ...name, candidates, electors, openedAt: logged.at });
        return { response: { candidates, electors: electors.length }, lastPosition: logged.lastPosition, recordedAt: logged.recordedAt };
      });
    },

    /**
     * Takes one ballot: a mark on the roll that says who, a ballot in the box that says how, and nothing that joins the two. No
     * answer is remembered, for its key or its request's hash would; whoever sends it twice is told that it has voted.
     * @returns what only the voter is told: the id of its ballot and the hash by which it finds it among the receipts
     * @throws DomainError not_found `unknown_bloc`, `unknown_vote`; forbidden `not_on_the_roll`; precondition `vote_closed`,
     *   `already_voted`, `unknown_candidate`
     */
    async cast(acting: BlocYear, { actor, choices }: { readonly actor: string; readonly choices: ReadonlyMap<string, Choice> }) {
      const led = await ledYears.get(acting);
      const { name, set } = led;
      const id = drawId() as BallotId;
      return transact(async (session) => {
        const vote = await votes.find(name, session);
        if (!vote) throw unknownVote();
        const elector = vote.electors.find(({ member, subject }) => member === led.acting && (subject === undefined || subject === actor));
        if (!elector) throw forbidden('not_on_the_roll', { vi: 'Không có tên trong danh sách cử tri', en: 'Not on the roll' });
        const mark = markRoll(await votes.roll(name, session), { elector: elector.elector, open: vote.closed === undefined });
        const ballot = sealBallot(rulesOf(set.bloc, vote), { id, votes: choices });
        await record(session, { board: name.board, unit: voteUnit(name), actor, cause: 'vote' }, [
          {
            type: emulationYearEvents.rollMarked.type,
            payload: emulationYearEvents.rollMarked.codec.encode({ bloc: name.bloc, year: name.year, elector: mark.elector }).finish(),
          },
        ]);
        await votes.mark(session, name, mark.elector);
        await box.put(session, name, ballot);
        return { ballotId: id, receipt: receiptOf(ballot, sha256Of) };
      });
    },

    /**
     * Closes the vote, counts it, and ranks the frozen scores with it as a new revision.
     * @throws DomainError as `YearSteps.take` of `close-ballot`; not_found `unknown_vote`; precondition `vote_closed`
     */
    async close({
      actor,
      reason,
      ...command
    }: YearCommand<{ readonly reason?: string | undefined }>): Promise<
      OnceResult<{ outcome: BallotOutcome; revision: number; sha256: string; state: string }>
    > {
      const led = await getLed(yearOfCommand(command));
      const { name, set } = led;
      const cause = `http:${command.key}`;
      return runOnce(nameOfCommand(command), async (session) => {
        const vote = await votes.find(name, session);
        if (!vote) throw unknownVote();
        if (vote.closed) throw precondition('vote_closed', { vi: 'Cuộc bỏ phiếu đã kết thúc', en: 'The vote is closed' });
        const frozen = await findFrozen(name, session);
        if (!frozen) throw precondition('not_frozen', { vi: 'Điểm chưa được chốt', en: 'The scores are not frozen' });
        const ballots = await box.open(name, session);
        const outcome = countBallots(ballots, { ...rulesOf(set.bloc, vote), closed: true });
        const { receipts, sha256: receiptsSha256 } = receiptsOf(ballots, sha256Of);
        const { cycle } = await steps.take(session, led, {
          ...{ action: 'close-ballot', by: led.acting, today: vietnamDay(clock.now()), reason, actor, cause },
        });
        const { recordedAt } = await record(session, { board: name.board, unit: voteUnit(name), actor, cause }, [
          {
            type: emulationYearEvents.voteClosed.type,
            payload: emulationYearEvents.voteClosed.codec
              .encode({
                ...{ bloc: name.bloc, year: name.year, turnout: outcome.turnout, flag: outcome.flag ?? '', receiptsSha256 },
                counts: outcome.counts.map(({ for: votesFor, ...rest }) => ({ ...rest, votesFor })),
              })
              .finish(),
          },
        ]);
        await votes.save(session, { ...vote, closed: { at: instantFromDate(recordedAt), outcome, receipts, receiptsSha256 } });
        const { revision, sha256, logged } = await keep(session, {
          ...{ name, occasion: 'ballot', result: rankWithBallot(frozen.result, outcome), blocVersion: frozen.blocVersion },
          ...{ missingReasons: frozen.missingReasons, figureSources: frozen.figureSources, hosted: frozen.hosted, actor, cause, reason },
        });
        return {
          response: { outcome, revision, sha256, state: cycle.state },
          lastPosition: logged.lastPosition,
          recordedAt: logged.recordedAt,
        };
      });
    },

    /** The vote, for every member; who has voted for the leader alone; counts only once it is closed. @throws DomainError not_found `unknown_bloc`, `unknown_vote` */
    async view(acting: BlocYear) {
      const led = await ledYears.get(acting);
      const vote = await votes.find(led.name);
      if (!vote) throw unknownVote();
      const marked = await votes.roll(led.name);
      return { vote, turnout: marked.size, marked: led.acting === led.name.board ? [...marked] : undefined, needed: led.set.bloc.quorum };
    },

    /** Counts the box again and compares it with what was published at the close. @throws DomainError as `view`; precondition `vote_open` */
    async recount(acting: BlocYear) {
      const led = await ledYears.get(acting);
      const vote = await votes.find(led.name);
      if (!vote) throw unknownVote();
      if (!vote.closed)
        throw precondition('vote_open', { vi: 'Chỉ kiểm phiếu sau khi kết thúc', en: 'Ballots are counted only after the close' });
      const ballots = await box.open(led.name);
      const outcome = countBallots(ballots, { ...rulesOf(led.set.bloc, vote), closed: true });
      const { sha256 } = receiptsOf(ballots, sha256Of);
      const marked = await votes.roll(led.name);
      return {
        countsEqual: JSON.stringify(outcome) === JSON.stringify(vote.closed.outcome),
        receiptsEqual: sha256 === vote.closed.receiptsSha256,
        rollEqual: marked.size === ballots.length,
      };
    },
  };
}

export type VoteHolding = ReturnType<typeof createVoteHolding>;
