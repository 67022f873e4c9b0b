import { precondition } from '@kcn/kernel';
import type { OnceResult, RunOnce } from '@kcn/messaging';
import type { AwardDecision } from '../../domain/awards/award-decision';
import { checkDecision } from '../../domain/awards/award-decision';
import { decideNominations } from '../../domain/awards/decide-nominations';
import type { EnterpriseRules } from '../../domain/awards/nomination';
import { nominationName } from '../../domain/awards/nomination';
import type { AwardEntering } from './enter-awards';
import { stateOf, unknownNomination } from './keep-nominations';
import type { Nominations } from './nomination-ports';
import type { AwardRegister, Command, Today } from './ports';
import type { EntryJson } from './print-award';
import { printEntry } from './print-award';

export interface NomineeAwardingOptions {
  readonly nominations: Nominations;
  readonly register: Pick<AwardRegister, 'ofNominees'>;
  readonly rules: EnterpriseRules;
  readonly enter: AwardEntering;
  readonly runOnce: RunOnce;
  readonly today: Today;
}

export interface NomineeAwardCommand {
  readonly year: number;
  /** Numbers of the nominations of that year. */
  readonly numbers: readonly number[];
  readonly decision: AwardDecision;
}

/** Enters nominations that qualify in the register, by a decision of somebody else than who recorded them. */
export const createNomineeAwarding =
  ({ nominations, register, rules, enter, runOnce, today }: NomineeAwardingOptions) =>
  /**
   * @throws DomainError not_found `unknown_nomination`; forbidden `own_nomination`; invalid `bad_decision_number`,
   *   `decision_in_future`; precondition `already_awarded`, `not_recommended`, `already_given`, `too_few_direct_workers`
   */
  async (command: Command<NomineeAwardCommand>): Promise<OnceResult<{ items: EntryJson[] }>> => {
    const { board, year, numbers, decision, actor } = command;
    checkDecision(decision, today());
    return runOnce(command, async (session) => {
      const given = await register.ofNominees(board, year, session);
      const states = (await nominations.list(board, year, session)).map((nomination) => stateOf(nomination, rules, given));
      const chosen = [...new Set(numbers)].map((number) => {
        const state = states.find(({ nomination }) => nomination.number === number);
        if (!state) throw unknownNomination();
        if (state.award)
          throw precondition('already_awarded', {
            vi: `Đề nghị ${nominationName(state.nomination)} đã được khen`,
            en: `The nomination ${nominationName(state.nomination)} is awarded already`,
          });
        return state;
      });
      const awarded = states.filter(({ award }) => award !== undefined).map(({ nomination }) => nomination);
      const awards = decideNominations({ rules, chosen, awarded, actor });
      const { registered, lastPosition, recordedAt } = await enter(session, {
        ...{ board, decision, awards, year, actor, cause: `http:${command.key}` },
      });
      return { response: { items: registered.map(printEntry) }, lastPosition, recordedAt };
    });
  };

export type NomineeAwarding = ReturnType<typeof createNomineeAwarding>;
