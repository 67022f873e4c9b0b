import { precondition } from '@kcn/kernel';
import type { OnceResult, RunOnce } from '@kcn/messaging';
import type { AwardDecision } from '../../domain/awards/award-decision';
import { checkDecision } from '../../domain/awards/award-decision';
import type { RegisteredAward } from '../../domain/awards/award-register';
import type { Award } from '../../domain/awards/bloc-awards';
import type { BlocAwardKind } from '../../domain/awards/decide-bloc-awards';
import { decideBlocAwards } from '../../domain/awards/decide-bloc-awards';
import type { BlocResult } from '../../domain/result/score-bloc';
import type { BlocVersions, BlocYear } from '../bloc/ports';
import type { AsOf, BlocScoring } from '../bloc/score-bloc-year';
import type { FindFrozenRanking, FrozenRanking } from '../freeze/ports';
import { readLeaderYear } from '../pull/leader-year';
import type { AwardEntering } from './enter-awards';
import type { AwardRegister, Command, Today } from './ports';
import type { EntryJson } from './print-award';
import { printEntry } from './print-award';

export interface BlocAwardingOptions {
  readonly versions: BlocVersions;
  readonly scoring: Pick<BlocScoring, 'score'>;
  readonly findFrozenRanking: FindFrozenRanking;
  readonly register: AwardRegister;
  readonly enter: AwardEntering;
  readonly runOnce: RunOnce;
  readonly today: Today;
}

/** What a bloc's year gives its members, and what of it is decided. */
export interface BlocAwardsState {
  readonly result: BlocResult;
  /** Absent until the ranking is frozen: the awards are provisional. */
  readonly frozen: FrozenRanking | undefined;
  readonly given: readonly RegisteredAward[];
}

export interface BlocAwardCommand {
  readonly bloc: string;
  readonly year: number;
  readonly decision: AwardDecision;
  readonly kinds: readonly BlocAwardKind[];
  readonly choices: ReadonlyMap<string, Award>;
}

/** The awards of a bloc's members: from the frozen ranking into the register, by an authority's decision. */
export function createBlocAwarding({ versions, scoring, findFrozenRanking, register, enter, runOnce, today }: BlocAwardingOptions) {
  return {
    /** @throws DomainError not_found `unknown_bloc`, and before the freeze what scoring throws */
    async read({ asOf, mayKnow, ...name }: AsOf): Promise<BlocAwardsState> {
      await readLeaderYear(versions, name);
      const frozen = await findFrozenRanking(name);
      const result = frozen?.result ?? (await scoring.score({ ...name, asOf, mayKnow })).result;
      return { result, frozen, given: await register.ofBloc(name) };
    },

    /**
     * @throws DomainError not_found `unknown_bloc`; invalid `bad_decision_number`, `decision_in_future`, `not_undecided`;
     *   precondition `not_frozen`, `already_decided`, `not_the_places_award`, `nobody_to_award`
     */
    async decide(command: Command<BlocAwardCommand>): Promise<OnceResult<{ items: EntryJson[] }>> {
      const { board, bloc, year, decision, kinds, choices, actor } = command;
      const name: BlocYear = { board, bloc, year };
      await readLeaderYear(versions, name);
      checkDecision(decision, today());
      return runOnce(command, async (session) => {
        const frozen = await findFrozenRanking(name, session);
        if (!frozen)
          throw precondition('not_frozen', {
            vi: 'Xếp hạng chưa chốt, chưa thể quyết định khen thưởng',
            en: 'The ranking is not frozen, nothing can be awarded yet',
          });
        const { revision, sha256 } = frozen;
        const given = (await register.ofBloc(name, session)).filter(({ revocation }) => revocation === undefined);
        const awards = decideBlocAwards({ result: frozen.result, ranking: { revision, sha256 }, kinds, choices, given });
        const { registered, lastPosition, recordedAt } = await enter(session, {
          ...{ board, decision, awards, year, actor, cause: `http:${command.key}` },
          bloc: { id: bloc, revision, sha256 },
        });
        return { response: { items: registered.map(printEntry) }, lastPosition, recordedAt };
      });
    },
  };
}

export type BlocAwarding = ReturnType<typeof createBlocAwarding>;
