import type { ErrorDetail } from '@kcn/kernel';
import { forbidden, precondition } from '@kcn/kernel';
import { formatHundredths } from '../figures/points';
import type { DecidedAward } from './award-register';
import { directWorkersReach } from './enterprise-awards';
import type { EnterpriseRules, JudgedNomination, NominationRecord } from './nomination';
import { formOf, nominationName } from './nomination';

type Judged = JudgedNomination & { readonly nomination: NominationRecord };

export interface NomineeDecision {
  readonly rules: EnterpriseRules;
  /** The nominations to be awarded, each judged. */
  readonly chosen: readonly Judged[];
  /** Nominations of the year that were awarded before and stand. */
  readonly awarded: readonly NominationRecord[];
  readonly actor: string;
}

function checkOutcomes(chosen: readonly Judged[]): void {
  const details = chosen
    .filter(({ decision }) => decision.outcome !== 'recommended')
    .flatMap(({ nomination, decision }) =>
      decision.grounds.map(({ code, vi, en }): ErrorDetail => {
        const name = nominationName(nomination);
        return { code, vi: `${name}: ${vi}`, en: `${name}: ${en}` };
      }),
    );
  if (details.length > 0)
    throw precondition('not_recommended', { vi: 'Có đề nghị chưa đủ điều kiện khen', en: 'Some nominations cannot be awarded', details });
}

/** One decision must not reward an achievement twice either. */
function checkAchievements(chosen: readonly Judged[]): void {
  const seen = new Set<string>();
  for (const { nomination } of chosen) {
    const achievement = JSON.stringify([nomination.nominee.id, nomination.topic]);
    if (seen.has(achievement))
      throw precondition('already_given', {
        vi: `${nomination.nominee.name}: một thành tích chỉ khen một lần`,
        en: `${nomination.nominee.name}: one achievement is rewarded once`,
      });
    seen.add(achievement);
  }
}

/**
 * What a decision enters in the register for nominations of a year, in the order given.
 * @throws DomainError forbidden `own_nomination`; precondition `not_recommended` with each ground, `already_given`,
 *   `too_few_direct_workers`
 */
export function decideNominations({ rules, chosen, awarded, actor }: NomineeDecision): readonly DecidedAward[] {
  if (chosen.some(({ nomination }) => nomination.recordedBy === actor))
    throw forbidden('own_nomination', {
      vi: 'Người lập đề nghị không quyết định khen',
      en: 'Who recorded a nomination does not decide on it',
    });
  checkOutcomes(chosen);
  checkAchievements(chosen);
  const persons = [...awarded, ...chosen.map(({ nomination }) => nomination)].filter(({ nominee }) => nominee.kind === 'person');
  const direct = persons.filter(({ nominee }) => nominee.directWorker).length;
  if (!directWorkersReach(rules.forms.directWorkersShare, { direct, individuals: persons.length }))
    throw precondition('too_few_direct_workers', {
      vi: `Chỉ ${direct.toString()} trong ${persons.length.toString()} cá nhân là người lao động trực tiếp`,
      en: `Only ${direct.toString()} of ${persons.length.toString()} persons are direct workers`,
    });
  return chosen.map(({ nomination, score }) => {
    const { nominee, form, achievement, year, topic } = nomination;
    return {
      ...{ form, formName: formOf(rules, form).name, achievement, year, total: formatHundredths(score.total) },
      recipient: {
        ...{ kind: nominee.kind, id: nominee.id, name: nominee.name },
        ...(nominee.address === undefined ? {} : { address: nominee.address }),
      },
      ground: { kind: 'nomination', nomination: nominationName(nomination), topic },
    };
  });
}
