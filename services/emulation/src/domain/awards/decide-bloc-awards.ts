import type { LocalizedText } from '@kcn/kernel';
import { invalid, precondition } from '@kcn/kernel';
import type { Bloc } from '../bloc/bloc';
import { formatHundredths } from '../figures/points';
import type { BlocResult } from '../result/score-bloc';
import type { DecidedAward } from './award-register';
import type { Award, BlocAwards } from './bloc-awards';
import { awardPlaces, settleUndecided } from './bloc-awards';

/** What a bloc gives its members; one decision may give one kind of them and another authority's decision the other. */
export type BlocAwardKind = 'flag' | 'certificate';
export const BLOC_AWARD_KINDS: readonly BlocAwardKind[] = ['flag', 'certificate'];

export const BLOC_AWARD_NAMES: Readonly<Record<BlocAwardKind, LocalizedText>> = {
  flag: { vi: 'Cờ thi đua', en: 'Emulation flag' },
  certificate: { vi: 'Bằng khen', en: 'Certificate of merit' },
};

export interface BlocDecision {
  readonly result: BlocResult;
  /** The frozen ranking that it follows from. */
  readonly ranking: { readonly revision: number; readonly sha256: string };
  readonly kinds: readonly BlocAwardKind[];
  /** The leader's award for each member of the ties that keys could not break. */
  readonly choices: ReadonlyMap<string, Award>;
  /** Awards of this bloc and year that stand already. */
  readonly given: readonly { readonly form: string; readonly recipient: { readonly id: string } }[];
}

/** @throws DomainError invalid `not_undecided` */
function checkChoices(awards: BlocAwards, choices: ReadonlyMap<string, Award>): void {
  const others = [...choices.keys()].filter((member) => !awards.undecided.includes(member));
  if (others.length > 0)
    throw invalid('not_undecided', {
      vi: `Không thuộc diện Khối trưởng chọn: ${others.join(', ')}`,
      en: `Not among those left to the leader: ${others.join(', ')}`,
    });
}

/**
 * The awards of a frozen year with the leader's choices. Where nobody is left undecided there is nothing to choose.
 * @throws DomainError invalid `not_undecided`; precondition `not_the_places_award`
 */
export function settledAwards({ bloc, ranking }: BlocResult, choices: ReadonlyMap<string, Award>): BlocAwards {
  checkChoices(awardPlaces(bloc, ranking), choices);
  return settleUndecided(bloc, ranking, choices);
}

const achievementOf = (kind: BlocAwardKind, { name, year }: Bloc): string =>
  kind === 'flag'
    ? `Đã hoàn thành xuất sắc nhiệm vụ, dẫn đầu phong trào thi đua năm ${year.toString()} của ${name.vi}`
    : `Đã có thành tích xuất sắc trong phong trào thi đua năm ${year.toString()} của ${name.vi}`;

/**
 * What a decision enters in the register: flags first, each kind in the order of the ranking. Never more than the quota, and
 * no member twice.
 * @throws DomainError invalid `not_undecided`; precondition `not_the_places_award`, `result_has_errors`, `already_decided`, `nobody_to_award`
 */
export function decideBlocAwards({ result, ranking, kinds, choices, given }: BlocDecision): readonly DecidedAward[] {
  const { bloc } = result;
  if (result.errors.length > 0)
    throw precondition('result_has_errors', { vi: 'Kết quả còn lỗi, chưa thể khen', en: 'The result has errors, nothing can be awarded' });
  const already = kinds.filter((kind) => given.some(({ form }) => form === kind));
  if (already.length > 0)
    throw precondition('already_decided', {
      vi: `Đã có quyết định: ${already.map((kind) => BLOC_AWARD_NAMES[kind].vi).join(', ')}`,
      en: `Decided already: ${already.map((kind) => BLOC_AWARD_NAMES[kind].en).join(', ')}`,
    });
  const awards = settledAwards(result, choices);
  const twice = kinds
    .flatMap((kind) => (kind === 'flag' ? awards.flags : awards.certificates))
    .filter((member) => given.some(({ recipient }) => recipient.id === member));
  if (twice.length > 0)
    throw precondition('already_decided', {
      vi: `Đã được khen cho năm này: ${twice.join(', ')}`,
      en: `Has an award of this year: ${twice.join(', ')}`,
    });
  const decided = BLOC_AWARD_KINDS.filter((kind) => kinds.includes(kind)).flatMap((kind) => {
    const members = kind === 'flag' ? awards.flags : awards.certificates;
    return members.flatMap((member): readonly DecidedAward[] => {
      const place = result.ranking.ranked.find((one) => one.member === member);
      const name = bloc.members.find(({ id }) => id === member)?.name.vi;
      if (!place || name === undefined) return [];
      return [
        {
          ...{ form: kind, formName: BLOC_AWARD_NAMES[kind], achievement: achievementOf(kind, bloc), year: bloc.year },
          recipient: { kind: 'member', id: member, name },
          total: formatHundredths(place.total),
          ground: { kind: 'bloc', bloc: bloc.id, rank: place.rank, ranking },
        },
      ];
    });
  });
  if (decided.length === 0) throw precondition('nobody_to_award', { vi: 'Không có đơn vị nào đủ điều kiện', en: 'No member qualifies' });
  return decided;
}
