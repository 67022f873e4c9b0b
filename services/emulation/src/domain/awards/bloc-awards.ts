import { divideHalfUp, precondition } from '@kcn/kernel';
import type { Bloc, FlagQuota } from '../bloc/bloc';
import { toHundredths } from '../figures/points';
import type { Ranking } from '../ranking/ranking';

export type Award = 'flag' | 'certificate' | 'undecided' | 'none';

export interface BlocAwards {
  readonly flagPlaces: number;
  readonly certificatePlaces: number;
  /** Ranked members whose total reaches the certificate's threshold. */
  readonly eligible: number;
  readonly flags: readonly string[];
  readonly certificates: readonly string[];
  /** Equal in all and astride the last place of a kind: the leader decides among them. */
  readonly undecided: readonly string[];
  /** Places that nobody reached. */
  readonly lapsed: { readonly flags: number; readonly certificates: number };
  readonly vetoed: readonly string[];
  /** Ranked members below the certificate's threshold. */
  readonly belowThreshold: readonly string[];
}

/** Round half-up of the share of all members, vetoed and missing ones too, or the number itself. */
export function flagPlacesOf(quota: FlagQuota, members: number): number {
  if ('number' in quota) return quota.number;
  return Number(divideHalfUp(quota.share.numerator * BigInt(members), quota.share.denominator));
}

/** Members that share a rank, with the award of each place that they take among the eligible. */
interface SharedPlace {
  readonly members: readonly string[];
  readonly awards: readonly Award[];
}

interface Places {
  readonly flagPlaces: number;
  readonly eligible: number;
  /** Places that somebody reached. */
  readonly flags: number;
  readonly certificates: number;
  readonly shared: readonly SharedPlace[];
}

function placesOf(bloc: Bloc, { ranked }: Ranking): Places {
  const [flagFrom, certificateFrom] = [toHundredths(bloc.thresholds.flag), toHundredths(bloc.thresholds.certificate)];
  const flagPlaces = flagPlacesOf(bloc.quota.flags, bloc.members.length);
  const eligible = ranked.filter((one) => one.total >= certificateFrom);
  const flags = Math.min(flagPlaces, eligible.filter((one) => one.total >= flagFrom).length);
  const certificates = Math.min(bloc.quota.certificates, eligible.length - flags);
  const awardAt = (place: number): Award => {
    if (place < flags) return 'flag';
    return place < flags + certificates ? 'certificate' : 'none';
  };
  const places = eligible.map(({ member, rank }, place) => ({ member, rank, award: awardAt(place) }));
  const shared = [...new Set(places.map((one) => one.rank))].map((rank) => {
    const same = places.filter((one) => one.rank === rank);
    return { members: same.map((one) => one.member), awards: same.map((one) => one.award) };
  });
  return { flagPlaces, eligible: eligible.length, flags, certificates, shared };
}

const isUndecided = ({ awards }: SharedPlace): boolean => new Set(awards).size > 1;

/**
 * Awards by place: flags to those that reach the flag's threshold, certificates to the next places that reach theirs. A flag
 * place that lapses does not add a certificate.
 */
export function awardPlaces(bloc: Bloc, ranking: Ranking): BlocAwards {
  const places = placesOf(bloc, ranking);
  const given = (award: Award): readonly string[] =>
    places.shared.filter((one) => !isUndecided(one) && one.awards[0] === award).flatMap((one) => one.members);
  return {
    flagPlaces: places.flagPlaces,
    certificatePlaces: bloc.quota.certificates,
    eligible: places.eligible,
    flags: given('flag'),
    certificates: given('certificate'),
    undecided: places.shared.filter(isUndecided).flatMap((one) => one.members),
    lapsed: { flags: places.flagPlaces - places.flags, certificates: bloc.quota.certificates - places.certificates },
    vetoed: ranking.vetoed.map((score) => score.member),
    belowThreshold: ranking.ranked.filter((one) => one.total < toHundredths(bloc.thresholds.certificate)).map((one) => one.member),
  };
}

/**
 * The awards after the leader has decided among members that are equal in all. Each such group gets exactly the awards of the
 * places that it takes, no more and no less.
 *
 * @param choices the leader's award for each undecided member
 * @throws DomainError precondition `not_the_places_award`
 */
export function settleUndecided(bloc: Bloc, ranking: Ranking, choices: ReadonlyMap<string, Award>): BlocAwards {
  const awards = awardPlaces(bloc, ranking);
  for (const { members, awards: due } of placesOf(bloc, ranking).shared.filter(isUndecided)) {
    const chosen = members.map((member) => choices.get(member) ?? 'undecided');
    if (chosen.toSorted().join() !== due.toSorted().join())
      throw precondition('not_the_places_award', {
        vi: `Nhóm ${members.join(', ')} được đúng: ${due.join(', ')}`,
        en: `The group ${members.join(', ')} gets exactly: ${due.join(', ')}`,
      });
  }
  const withChosen = (award: Award, decided: readonly string[]): readonly string[] => {
    const taken = new Set([...decided, ...awards.undecided.filter((member) => choices.get(member) === award)]);
    return ranking.ranked.map((one) => one.member).filter((member) => taken.has(member));
  };
  return {
    ...awards,
    flags: withChosen('flag', awards.flags),
    certificates: withChosen('certificate', awards.certificates),
    undecided: [],
  };
}

export function awardOf(awards: BlocAwards, member: string): Award {
  if (awards.flags.includes(member)) return 'flag';
  if (awards.certificates.includes(member)) return 'certificate';
  return awards.undecided.includes(member) ? 'undecided' : 'none';
}
